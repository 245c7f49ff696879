import org.jspecify.annotations.NullMarked;

/** The signalling server: it introduces players to each other and then steps aside. It knows nothing of the SDK. */
@NullMarked
module dev.muster.signalling.server {
    requires info.picocli;
    requires java.management;
    requires jdk.management;
    requires org.java_websocket;
    requires static org.jspecify;

    exports dev.muster.signalling.server;
}
