package dev.muster.p2p;

import dev.muster.identity.SessionId;
import java.time.Duration;

/** Why a session could not be made or used. Its message is a sentence for people that says what to do. */
public abstract sealed class P2PException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private P2PException(String message) {
        super(message);
    }

    private P2PException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no way to the others: no signalling, no network, no library. */
    public static final class ConnectionFailed extends P2PException {
        private static final long serialVersionUID = 1L;

        public ConnectionFailed(String message) {
            super("Connection failed: " + message);
        }

        public ConnectionFailed(String message, Throwable cause) {
            super("Connection failed: " + message, cause);
        }
    }

    /** What was given is no id of a session. */
    public static final class InvalidSessionId extends P2PException {
        private static final long serialVersionUID = 1L;

        public InvalidSessionId(IllegalArgumentException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }

        public InvalidSessionId(SessionId id, String why) {
            super("Session " + id + " cannot be joined: " + why);
        }
    }

    /** This side cannot send that, or not now. */
    public static final class SendFailed extends P2PException {
        private static final long serialVersionUID = 1L;

        public SendFailed(String message) {
            super(message);
        }
    }

    /** What was received is not what was agreed. */
    public static final class Serialization extends P2PException {
        private static final long serialVersionUID = 1L;

        public Serialization(String message) {
            super(message);
        }
    }

    /** Something did not happen in time. */
    public static final class Timeout extends P2PException {
        private static final long serialVersionUID = 1L;

        private final Stage stage;

        public Timeout(Stage stage, Duration waited, String detail) {
            this(stage, waited, stage.advice(), detail);
        }

        private Timeout(Stage stage, Duration waited, String advice, String detail) {
            super("Timeout waiting for " + stage.words() + " (" + waited.toMillis() + " ms). " + advice
                    + (detail.isBlank() ? "" : " " + detail.strip()));
            this.stage = stage;
        }

        /** For a side that can be with others on its own machine only: the usual advice would lead astray. */
        public static Timeout onOneMachine(Stage stage, Duration waited, String detail) {
            return new Timeout(
                    stage,
                    waited,
                    "This side plays over TCP on this machine only. Check that the host runs on this machine and polls,"
                            + " and that its log says the same: a host that uses WebRTC cannot be found like this.",
                    detail);
        }

        public Stage stage() {
            return stage;
        }
    }

    /** On the way to a session, what comes after what. */
    public enum Stage {
        /** Signalling has yet to say who this side is. */
        PEER_ID("peer ID", "Check that the signalling server is running and its address is right."),
        /** No peer is connected yet. */
        CONNECTION(
                "connection",
                "Check that the host is running and polling, that its log does not say it plays on its own machine"
                        + " only, that no firewall stops WebRTC, and that the ICE servers can be reached; a TURN server"
                        + " helps where no direct way exists."),
        /** The host is connected and has not shown its lobby. */
        LOBBY_SYNC(
                "lobby sync",
                "Check that the host calls poll() every 100 ms, that no firewall stops WebRTC, and that the ICE"
                        + " servers can be reached; a TURN server helps where no direct way exists.");

        private final String words;
        private final String advice;

        Stage(String words, String advice) {
            this.words = words;
            this.advice = advice;
        }

        String words() {
            return words;
        }

        String advice() {
            return advice;
        }
    }
}
