package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Metrics;
import dev.muster.signalling.server.metrics.Refusal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks and tells the program that the server is embedded in. Whatever that throws is counted and logged and stays
 * there, endless recursion too: the stack is whole again when it arrives here. Only the other errors of the virtual
 * machine pass, after which nothing can be relied on.
 */
final class Embedder {
    private static final Logger LOG = System.getLogger(Embedder.class.getName());
    private static final Optional<Refused> FAILED =
            Optional.of(new Refused(Refusal.CALLBACK_FAILED, "the server could not decide"));

    private final AdmissionPolicy policy;
    private final PeerListener listener;
    private final Metrics metrics;

    Embedder(ServerConfig config, Metrics metrics) {
        this.policy = config.admissionPolicy();
        this.listener = config.peerListener();
        this.metrics = metrics;
    }

    /** Empty when the client may come in. Only a clear yes lets it in: no answer at all is a failure. */
    Optional<Refused> verdict(ConnectionRequest request) {
        return call("the admission policy", FAILED, () -> {
            Admission admission = policy.admit(request);
            if (admission instanceof Admission.Accepted) {
                return Optional.empty();
            }
            if (admission instanceof Admission.Refused refused) {
                return Optional.of(new Refused(Refusal.DENIED, refused.reason()));
            }
            throw new IllegalStateException("it gave no answer");
        });
    }

    void assigned(PeerInfo peer) {
        tell("assigned", () -> listener.assigned(peer));
    }

    void joined(PeerInfo peer) {
        tell("joined", () -> listener.joined(peer));
    }

    void left(PeerInfo peer) {
        tell("left", () -> listener.left(peer));
    }

    private void tell(String what, Runnable callback) {
        call("the peer listener, in " + what, false, () -> {
            callback.run();
            return true;
        });
    }

    private <T> T call(String who, T otherwise, Supplier<T> callback) {
        try {
            return callback.get();
        } catch (StackOverflowError e) {
            return failed(who, otherwise, e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return failed(who, otherwise, e);
        }
    }

    private <T> T failed(String who, T otherwise, Throwable cause) {
        metrics.callbackFailed();
        LOG.log(Level.WARNING, "A callback failed: " + who, cause);
        return otherwise;
    }
}
