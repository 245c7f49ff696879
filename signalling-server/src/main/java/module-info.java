import org.jspecify.annotations.NullMarked;

/** The signalling server: it introduces players to each other and then steps aside. It knows nothing of the SDK. */
@NullMarked
module dev.muster.signalling.server {
    requires static org.jspecify;
}
