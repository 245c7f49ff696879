package dev.muster.signalling.server;

/**
 * Decides who may join, before the connection becomes a WebSocket. Called on the server's one thread, so it
 * must answer at once from memory. If it throws, or gives null, the client is refused with status 500.
 */
@FunctionalInterface
public interface AdmissionPolicy {
    /** Admits everybody. */
    AdmissionPolicy EVERYBODY = request -> Admission.accepted();

    Admission admit(ConnectionRequest request);
}
