package dev.muster.link;

import dev.muster.wire.Decoded;
import dev.muster.wire.LinkMessage.Part;
import dev.muster.wire.RawJson;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Puts the parts of long documents together: one document at a time, in order, within a bound. */
final class PartAssembly {
    private final IntSupplier bytesMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private int next;
    private int count;

    PartAssembly(IntSupplier bytesMax) {
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
        int most = bytesMax.getAsInt();
        if (part.bytes().size() > most - bytes.size()) {
            return new Decoded.Rejected<>("a document in parts has more than " + most + " bytes");
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
