package dev.muster.wire;

import dev.muster.domain.FullLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyContents;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyRole;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.Name;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.ParticipationMode;
import dev.muster.domain.PasswordKey;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Tales;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import dev.muster.wire.Snapshot.AuthorRecord;
import dev.muster.wire.Snapshot.BitWindow;
import dev.muster.wire.Snapshot.Seat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes up what peers might say; the same for the same seed. */
final class PeerTales {
    private static final List<String> NAMES = List.of("Alice", "Zoë", "名前", "😀 smile", "a \"b\" \\c", "</x>\u2028");

    private final SplittableRandom random;
    private final List<byte[]> events;
    private final List<byte[]> commands;

    PeerTales(long seed) {
        this.random = new SplittableRandom(seed);
        this.events = Tales.events(seed, 20).stream().map(LobbyJson::encode).toList();
        this.commands = Tales.commands(seed, 20).stream().map(LobbyJson::encode).toList();
    }

    /** One of each message. */
    List<PeerMessage> messages() {
        return List.of(
                new SyncMessage.EventBroadcast(event()),
                missing(),
                new SyncMessage.MissingEventsResponse(some(5, this::event)),
                new SyncMessage.RequestFullSync(lobby(), number()),
                new SyncMessage.FullSyncResponse(
                        PeerJson.encodeSnapshot(snapshot()), some(5, this::event), maybe(this::head)),
                new SyncMessage.LobbyCard(
                        lobby(), name(), random.nextInt(3), 2 + random.nextInt(60), flag(), maybe(this::recipe)),
                new SyncMessage.CommandRequest(1 + number(), number(), raw(commands), maybe(this::proof)),
                new SyncMessage.CommandOutcome(1 + number(), maybe(this::refusal)),
                head(),
                new SyncMessage.Confirmation(number(), number(), hash(), signature()),
                new AuthorityMessage.TermChain(nonce(), atLeastOne(this::opening)),
                new AuthorityMessage.PeerAddresses(some(5, () -> new AuthorityMessage.PeerAddress(key(), id()))),
                new AuthorityMessage.ClaimRequest(number(), hash(), nonce()),
                new AuthorityMessage.ClaimAnswer(number(), nonce(), maybe(this::head), maybe(this::signature)),
                new AuthorityMessage.HostQuestion(nonce()),
                new AuthorityMessage.HostAnswer(number(), nonce(), signature()),
                new AuthorityMessage.HandoverOffer(number(), hash()),
                new AuthorityMessage.HandoverAnswer(number(), signature()),
                new AuthorityMessage.MergeOffer(head(), some(5, this::following)),
                new LinkMessage.Hello(versions(), session(), actor(), nonce(), flag(), maybe(this::creation)),
                new LinkMessage.HelloProof(signature()),
                new LinkMessage.Farewell(one(FarewellCode.values()), name().value()),
                new LinkMessage.NewAddress(id()),
                new LinkMessage.Part(
                        random.nextInt(7), 7 + random.nextInt(9), PartBytes.takeOver(bytes(1 + random.nextInt(99)))));
    }

    Snapshot snapshot() {
        return new Snapshot(
                lobby(), name(), person(), some(4, this::seat), number(), 2 + random.nextInt(60), maybe(this::state));
    }

    LobbyEvent event() {
        return new LobbyEvent(
                1 + number(),
                lobby(),
                time(),
                number(),
                hash(),
                maybe(() -> new Author(actor(), 1 + number())),
                raw(events));
    }

    SyncMessage.Head head() {
        return new SyncMessage.Head(
                number(), number(), hash(), maybe(this::checkpoint), signature(), some(5, this::number));
    }

    private SyncMessage.Checkpoint checkpoint() {
        return new SyncMessage.Checkpoint(hash(), hash());
    }

    private Opening opening() {
        return new Opening(
                number(),
                actor(),
                one(OpeningReason.values()),
                hash(),
                number(),
                hash(),
                some(5, this::key),
                maybe(this::head),
                maybe(this::hash),
                some(5, () -> new Opening.Assent(actor(), signature())),
                signature());
    }

    private AuthorityMessage.Following following() {
        var word = new SyncMessage.Confirmation(number(), number(), hash(), signature());
        return new AuthorityMessage.Following(actor(), word);
    }

    private SyncMessage.RequestMissingEvents missing() {
        long first = 1 + number();
        return new SyncMessage.RequestMissingEvents(lobby(), first, Math.max(first, number()));
    }

    private Snapshot.State state() {
        LobbyContents contents =
                Tales.lobby(random.nextLong(), 30).map(Lobby::contents).orElseGet(FullLobby::contents);
        return new Snapshot.State(time(), hash(), contents, some(5, this::authorRecord), some(5, this::key));
    }

    Seat seat() {
        return new Seat(person(), name(), one(LobbyRole.values()), one(ParticipationMode.values()), time());
    }

    AuthorRecord authorRecord() {
        return new AuthorRecord(actor(), 1 + number(), new BitWindow(random.nextLong()));
    }

    private Refusal refusal() {
        return new Refusal(one(RefusalCode.values()), name().value());
    }

    private SyncMessage.PasswordProof proof() {
        return new SyncMessage.PasswordProof(new PasswordKey(hash().toHex()), signature());
    }

    private PasswordRecipe recipe() {
        return new PasswordRecipe(nonce().toHex(), 100_000 + random.nextInt(1_000_000));
    }

    private Versions versions() {
        return new Versions(random.nextInt(), "muster 1.0", random.nextBoolean() ? "" : name().value());
    }

    private Creation creation() {
        return new Creation(key(), nonce());
    }

    private Actor actor() {
        return new Actor(key(), new Incarnation(bytes(Incarnation.BYTES)));
    }

    PublicKey key() {
        return new PublicKey(bytes(PublicKey.BYTES));
    }

    private Nonce nonce() {
        return new Nonce(bytes(Nonce.BYTES));
    }

    private Hash hash() {
        return new Hash(bytes(Hash.BYTES));
    }

    private Signature signature() {
        return new Signature(bytes(Signature.BYTES));
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private Name name() {
        return Name.of(NAMES.get(random.nextInt(NAMES.size())));
    }

    private LobbyId lobby() {
        return new LobbyId(id());
    }

    private SessionId session() {
        return new SessionId(id());
    }

    private ParticipantId person() {
        return new ParticipantId(id());
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private LobbyTime time() {
        return new LobbyTime(number());
    }

    /** Small ones and those as large as they can be, less one. */
    private long number() {
        return random.nextBoolean() ? random.nextInt(1_000) : random.nextLong(JsonReader.WHOLE_MAX);
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private RawJson raw(List<byte[]> documents) {
        return RawJson.takeOver(documents.get(random.nextInt(documents.size())));
    }

    private <E> E one(E[] constants) {
        return constants[random.nextInt(constants.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> thing) {
        return random.nextBoolean() ? Optional.of(thing.get()) : Optional.empty();
    }

    private <T> List<T> some(int max, Supplier<T> thing) {
        return Stream.generate(thing).limit(random.nextInt(max + 1)).toList();
    }

    private <T> List<T> atLeastOne(Supplier<T> thing) {
        return Stream.generate(thing).limit(1 + random.nextInt(4)).toList();
    }
}
