import org.jspecify.annotations.NullMarked;

/** The demo: a desktop lobby that hosts, joins and shows what the SDK can do. */
@NullMarked
module dev.muster.demo {
    requires dev.muster;
    requires dev.muster.signalling.server;
    requires javafx.controls;
    requires static org.jspecify;
}
