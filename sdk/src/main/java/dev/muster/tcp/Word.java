package dev.muster.tcp;

import dev.muster.transport.Fingerprint;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** What members and the directory say to each other. Codec included: any bytes give a word or nothing. */
sealed interface Word {
    /** How long a host name can be. */
    int HOST_BYTES_MAX = 253;

    /** The type of its frame. */
    int type();

    /** Writes its fields. */
    void put(ByteBuffer out);

    /**
     * Member to directory, first: I am here, under this id.
     *
     * @param proof that it knows the {@link Room}
     */
    record Join(PeerId peer, UUID proof) implements Word {
        @Override
        public int type() {
            return 17;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, peer.value());
            putId(out, proof);
        }
    }

    /** The answer to {@link Claim}. */
    record Welcome() implements Word {
        @Override
        public int type() {
            return 18;
        }

        @Override
        public void put(ByteBuffer out) {
            // It says nothing but itself.
        }
    }

    /** Directory to member: somebody came. */
    record Announce(PeerId peer) implements Word {
        @Override
        public int type() {
            return 19;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, peer.value());
        }
    }

    /** Directory to member: somebody left. */
    record Withdraw(PeerId peer) implements Word {
        @Override
        public int type() {
            return 20;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, peer.value());
        }
    }

    /**
     * To the directory it names the receiver, from the directory the sender.
     *
     * @param peer the one or the other
     * @param token shows that who dials was invited
     * @param fingerprint the certificate that the dialled side will show
     * @param port where the offerer listens
     * @param host where the offerer is as the directory sees it; empty means where the directory is
     */
    record Offer(PeerId peer, UUID token, Fingerprint fingerprint, int port, String host) implements Word {
        @Override
        public int type() {
            return 21;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, peer.value());
            putId(out, token);
            out.put(fingerprint.toByteArray()).putShort((short) port).put(host.getBytes(StandardCharsets.UTF_8));
        }

        Offer passedOn(PeerId from, String seenHost) {
            return new Offer(from, token, fingerprint, port, seenHost);
        }
    }

    /** No to an offer; names the other side like {@link Offer}. */
    record Refuse(PeerId peer, UUID token) implements Word {
        @Override
        public int type() {
            return 22;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, peer.value());
            putId(out, token);
        }
    }

    /** Directory to member: nobody has the id that this offer was for. */
    record Unknown(UUID token) implements Word {
        @Override
        public int type() {
            return 23;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, token);
        }
    }

    /** First on a connection: I was invited with this token. */
    record Claim(UUID token) implements Word {
        @Override
        public int type() {
            return 24;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, token);
        }
    }

    /**
     * The answer to {@link Join}.
     *
     * @param proof that the directory is that of the {@link Room}
     */
    record Admit(UUID proof) implements Word {
        @Override
        public int type() {
            return 25;
        }

        @Override
        public void put(ByteBuffer out) {
            putId(out, proof);
        }
    }

    /** The frame that carries this word. */
    default Frame frame() {
        ByteBuffer out = ByteBuffer.allocate(512);
        put(out);
        return new Frame(type(), Payload.copyOf(out.flip()));
    }

    /** Reads a word; empty if the bytes are none. */
    static Optional<Word> read(Frame frame) {
        ByteBuffer in = frame.payload().asReadOnlyBuffer();
        try {
            Optional<Word> word = read(frame.type(), in);
            return in.hasRemaining() ? Optional.empty() : word;
        } catch (BufferUnderflowException tooShort) {
            return Optional.empty();
        }
    }

    private static Optional<Word> read(int type, ByteBuffer in) {
        return switch (type) {
            case 17 -> Optional.of(new Join(new PeerId(getId(in)), getId(in)));
            case 18 -> Optional.of(new Welcome());
            case 19 -> Optional.of(new Announce(new PeerId(getId(in))));
            case 20 -> Optional.of(new Withdraw(new PeerId(getId(in))));
            case 21 -> readOffer(in);
            case 22 -> Optional.of(new Refuse(new PeerId(getId(in)), getId(in)));
            case 23 -> Optional.of(new Unknown(getId(in)));
            case 24 -> Optional.of(new Claim(getId(in)));
            case 25 -> Optional.of(new Admit(getId(in)));
            default -> Optional.empty();
        };
    }

    private static Optional<Word> readOffer(ByteBuffer in) {
        var peer = new PeerId(getId(in));
        UUID token = getId(in);
        byte[] fingerprint = new byte[Fingerprint.BYTES];
        in.get(fingerprint);
        int port = Short.toUnsignedInt(in.getShort());
        if (port == 0 || in.remaining() > HOST_BYTES_MAX) {
            return Optional.empty();
        }
        String host = StandardCharsets.UTF_8.decode(in).toString();
        return Optional.of(new Offer(peer, token, Fingerprint.ofSha256(fingerprint), port, host));
    }

    private static void putId(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID getId(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}
