import org.jspecify.annotations.NullMarked;

/**
 * Muster: a multiplayer lobby with no game server.
 *
 * <p>Nothing in this module is null unless it says so.
 */
@NullMarked
module dev.muster {
    // Transitive, because @Nullable stands in the signatures of exported packages.
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires org.java_websocket;
    requires org.slf4j;
    requires webrtc.java;

    exports dev.muster.dial;
    exports dev.muster.domain;
    exports dev.muster.identity;
    exports dev.muster.p2p;
    exports dev.muster.session;
    exports dev.muster.simulation;
    exports dev.muster.transport;
}
