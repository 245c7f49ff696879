package dev.muster.wire;

import dev.muster.identity.Actor;
import dev.muster.identity.Nonce;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What the two ends of a link say about the link itself. */
public sealed interface LinkMessage extends PeerMessage {
    /** One method per message. */
    interface Cases<R> {
        R hello(Hello message);

        R helloProof(HelloProof message);

        R farewell(Farewell message);

        R newAddress(NewAddress message);

        R part(Part message);
    }

    <R> R match(Cases<R> cases);

    /**
     * The first message in both directions: who this is. Proves nothing yet, because neither side knows what the other
     * one's proof has to cover.
     *
     * @param nonce drawn for this connection
     * @param host whether this side claims to be host
     * @param creation shown by whoever claims to be host
     */
    record Hello(
            Versions versions, SessionId session, Actor actor, Nonce nonce, boolean host, Optional<Creation> creation)
            implements LinkMessage {
        public Hello {
            Objects.requireNonNull(versions, "versions");
            Objects.requireNonNull(session, "session");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(nonce, "nonce");
            Objects.requireNonNull(creation, "creation");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hello(this);
        }
    }

    /** The second message in both directions: a signature over both greetings and both ends of the connection. */
    record HelloProof(Signature signature) implements LinkMessage {
        public HelloProof {
            Objects.requireNonNull(signature, "signature");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.helloProof(this);
        }
    }

    /**
     * The last message: why the connection is closed.
     *
     * @param sentence for the player; what cannot be shown in it becomes a question mark
     */
    record Farewell(FarewellCode code, String sentence) implements LinkMessage {
        /** Characters of the sentence. */
        public static final int SENTENCE_CHARS_MAX = 500;

        public Farewell {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(sentence, "sentence");
            if (sentence.length() > SENTENCE_CHARS_MAX) {
                throw new IllegalArgumentException("a farewell is one sentence, at most " + SENTENCE_CHARS_MAX
                        + " characters, got " + sentence.length());
            }
            sentence = Excerpt.printable(sentence);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.farewell(this);
        }
    }

    /** Signalling gave this side another id; the link stays. */
    record NewAddress(UUID peer) implements LinkMessage {
        public NewAddress {
            Objects.requireNonNull(peer, "peer");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.newAddress(this);
        }
    }

    /**
     * One part of a document that is too long for one message. Parts come in order, those of one document without
     * another's between.
     *
     * @param index from 0
     * @param count of all parts, at least 2
     * @param bytes at least 1
     */
    record Part(int index, int count, PartBytes bytes) implements LinkMessage {
        /** Parts of one document. */
        public static final int COUNT_MAX = 1_024;

        public Part {
            Objects.requireNonNull(bytes, "bytes");
            if (count < 2 || count > COUNT_MAX || index < 0 || index >= count || bytes.size() == 0) {
                throw new IllegalArgumentException(
                        "there is no part " + index + " of " + count + " with " + bytes.size() + " bytes");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.part(this);
        }
    }
}
