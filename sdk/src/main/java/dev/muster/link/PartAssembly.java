package dev.muster.link;

import dev.muster.wire.Decoded;
import dev.muster.wire.LinkMessage.Part;
import dev.muster.wire.RawJson;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Puts the parts of long documents together: one document at a time, in order, within a bound. */
final class PartAssembly {
    private final int bytesMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private int next;
    private int count;

    PartAssembly(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether a document has begun and not ended: nothing but its parts may come. */
    boolean underWay() {
        return next > 0;
    }

    /** The document once it is whole; rejected where a part is out of place or makes it too long. */
    Decoded<Optional<RawJson>> take(Part part) {
        if (part.index() != next || (underWay() && part.count() != count)) {
            return new Decoded.Rejected<>("part " + part.index() + " of " + part.count() + " is out of place");
        }
        if (part.bytes().size() > bytesMax - bytes.size()) {
            return new Decoded.Rejected<>("a document in parts has more than " + bytesMax + " bytes");
        }
        bytes.writeBytes(part.bytes().toByteArray());
        count = part.count();
        next++;
        if (next < count) {
            return new Decoded.Ok<>(Optional.empty());
        }
        RawJson whole = RawJson.takeOver(bytes.toByteArray());
        reset();
        return new Decoded.Ok<>(Optional.of(whole));
    }

    private void reset() {
        next = 0;
        count = 0;
        bytes.reset();
    }
}
