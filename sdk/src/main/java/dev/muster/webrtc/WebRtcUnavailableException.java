package dev.muster.webrtc;

/** WebRTC cannot be used on this machine as it is. The message says what is missing and what to do about it. */
public final class WebRtcUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    WebRtcUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    WebRtcUnavailableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Which of the reasons it is; both leave play over TCP on one machine or a local network. */
    public Reason reason() {
        return reason;
    }

    /** Why WebRTC cannot be used. */
    public enum Reason {
        /** The native library did not load. It stays so for the life of the process. */
        NATIVE_LIBRARY,
        /** No network interface but loopback is up, and WebRTC never connects over loopback. It may change. */
        NO_NETWORK
    }
}
