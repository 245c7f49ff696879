package dev.muster.tcp;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the session: announces newcomers to those before them, passes offers on, and believes nobody about who sent
 * them. Runs within the transport of the first process, on its owner's thread.
 */
final class Directory {
    /** How many members there can be: a full lobby, and as many again that come and go. */
    static final int MEMBERS_MAX = 128;

    /** How many of them can come from one other machine. */
    static final int MEMBERS_PER_ADDRESS_MAX = MEMBERS_MAX / 4;

    private final PeerId self;
    private final Fingerprint ownCertificate;
    private final Room room;
    private final Consumer<Word> toSelf;
    private final Map<PeerId, Member> members = new LinkedHashMap<>();
    private final FairPlaces places = new FairPlaces(MEMBERS_MAX, MEMBERS_PER_ADDRESS_MAX);

    Directory(PeerId self, Fingerprint ownCertificate, Room room, Consumer<Word> toSelf) {
        this.self = self;
        this.ownCertificate = ownCertificate;
        this.room = room;
        this.toSelf = toSelf;
    }

    /** A stranger said who it is. It becomes a member, or is sent away. */
    void join(FramedSocket socket, Fingerprint certificate, Word.Join join) {
        PeerId peer = join.peer();
        Member before = members.get(peer);
        boolean knowsTheRoom = room.memberProof(ownCertificate, certificate).equals(join.proof());
        boolean stolen = peer.equals(self) || (before != null && !before.certificate.equals(certificate));
        if (!knowsTheRoom || stolen) {
            socket.closeNow();
            return;
        }
        if (before != null) {
            // The same process is back before its old stream was found dead.
            before.socket.closeNow();
            leave(before);
        }
        if (places.take(socket.origin())) {
            admit(peer, certificate, socket);
        } else {
            socket.closeNow();
        }
    }

    private void admit(PeerId peer, Fingerprint certificate, FramedSocket socket) {
        if (!socket.send(new Word.Admit(room.keeperProof(ownCertificate, certificate)).frame())) {
            // Its stream ended before it was let in, and what is closed is not heard of again.
            socket.closeNow();
            places.giveBack(socket.origin());
            return;
        }
        var member = new Member(peer, certificate, socket);
        socket.handler(member);
        List<Member> earlier = List.copyOf(members.values());
        members.put(peer, member);
        toSelf.accept(new Word.Announce(peer));
        earlier.forEach(other -> other.tell(new Word.Announce(peer)));
    }

    /** A word of the process that keeps this directory. */
    void fromSelf(Word word) {
        pass(null, word);
    }

    void close() {
        List.copyOf(members.values()).forEach(member -> member.socket.closeGracefully());
        members.clear();
    }

    private void leave(Member member) {
        if (members.remove(member.peer, member)) {
            places.giveBack(member.socket.origin());
            toSelf.accept(new Word.Withdraw(member.peer));
            List.copyOf(members.values()).forEach(other -> other.tell(new Word.Withdraw(member.peer)));
        }
    }

    private void pass(@Nullable Member from, Word word) {
        PeerId sender = from == null ? self : from.peer;
        if (word instanceof Word.Offer offer) {
            // Who offers from the directory's own machine is found where the directory is found.
            String host = from == null || from.socket.fromThisMachine() ? "" : from.socket.remoteHost();
            if (!passOn(offer.peer(), offer.passedOn(sender, host))) {
                answer(from, new Word.Unknown(offer.token()));
            }
        } else if (word instanceof Word.Refuse refuse) {
            var unused = passOn(refuse.peer(), new Word.Refuse(sender, refuse.token()));
        }
    }

    /** False if nobody has that id, or if its owner has not read for so long that this word is dropped. */
    private boolean passOn(PeerId to, Word word) {
        if (to.equals(self)) {
            toSelf.accept(word);
            return true;
        }
        Member member = members.get(to);
        // Who floods a member with offers shall not get it cut off.
        return member != null && member.socket.sendIfCalm(word.frame());
    }

    private void answer(@Nullable Member asker, Word word) {
        if (asker == null) {
            toSelf.accept(word);
        } else {
            asker.tell(word);
        }
    }

    /** One process that dialled in and said who it is. */
    private final class Member implements FramedSocket.Handler {
        private final PeerId peer;
        private final Fingerprint certificate;
        private final FramedSocket socket;

        Member(PeerId peer, Fingerprint certificate, FramedSocket socket) {
            this.peer = peer;
            this.certificate = certificate;
            this.socket = socket;
        }

        void tell(Word word) {
            if (!socket.send(word.frame())) {
                // It has not read for so long that its queue is full: it will join again when it wakes up.
                socket.closeNow();
                leave(this);
            }
        }

        @Override
        public void onSecured(Fingerprint remote) {
            // It was secured when it was a stranger.
        }

        @Override
        public void onFrame(Frame frame) {
            socket.processed(frame);
            Word.read(frame)
                    .filter(word -> word instanceof Word.Offer || word instanceof Word.Refuse)
                    .ifPresentOrElse(word -> pass(this, word), () -> {
                        socket.closeNow();
                        leave(this);
                    });
        }

        @Override
        public void onWritable(Channel channel) {
            // Members have no channels.
        }

        @Override
        public void onClosed(CloseReason reason, String detail) {
            leave(this);
        }
    }
}
