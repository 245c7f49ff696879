package dev.muster.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Matchbox's signalling messages as JSON text, as every version from 0.6 on writes and reads them.
 *
 * <p>Writing is exact, since old stock clients crash on anything they do not know. Reading accepts what stock
 * servers and clients are known to send: fields in any order, unknown fields beside the known ones, ids in upper case.
 */
public final class MatchboxCodec {
    /** No text frame of the protocol is longer; one holds a single SDP with its JSON escapes. */
    public static final int FRAME_LENGTH_MAX = 128 * 1024;

    private static final int NESTING_MAX = 16;

    private static final Pattern CANONICAL_ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .maxDocumentLength(FRAME_LENGTH_MAX)
                            .maxStringLength(FRAME_LENGTH_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private MatchboxCodec() {}

    /** The text frame that carries the request. */
    public static String encode(SignallingRequest request) {
        if (request instanceof SignallingRequest.Signal signal) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("receiver", signal.receiver().toString());
            body.set("data", toJson(signal.data()));
            return tagged("Signal", body).toString();
        }
        return "\"KeepAlive\"";
    }

    /** The event in a text frame from the server. */
    public static Decoded<SignallingEvent> decodeEvent(String frame) {
        if (frame.length() > FRAME_LENGTH_MAX) {
            return new Decoded.Rejected<>(
                    "a frame has at most " + FRAME_LENGTH_MAX + " characters, not " + frame.length());
        }
        try {
            return new Decoded.Ok<>(event(onlyField(JSON.readTree(frame))));
        } catch (JacksonException e) {
            // The library's own message quotes the input, which may hold addresses; its place says enough.
            return new Decoded.Rejected<>("not JSON of this protocol: " + Excerpt.of(frame));
        } catch (IllegalArgumentException e) {
            return new Decoded.Rejected<>(String.valueOf(e.getMessage()));
        }
    }

    private static SignallingEvent event(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        return switch (field.getKey()) {
            case "IdAssigned" -> new SignallingEvent.IdAssigned(id(value));
            case "NewPeer" -> new SignallingEvent.NewPeer(id(value));
            case "PeerLeft" -> new SignallingEvent.PeerLeft(id(value));
            case "Signal" ->
                new SignallingEvent.Signal(id(value.path("sender")), signal(onlyField(value.path("data"))));
            case "Error" ->
                new SignallingEvent.Complaint(
                        text(value.path("kind")),
                        Excerpt.of(text(value.path("detail"))),
                        optionalText(value.path("receiver")).map(MatchboxCodec::id));
            case "Draining" -> new SignallingEvent.Draining(Duration.ofMillis(count(value.path("closesInMillis"))));
            case "IceServers" -> iceServers(value);
            default -> throw new IllegalArgumentException("unknown event " + Excerpt.of(field.getKey()));
        };
    }

    private static SignallingEvent.IceServers iceServers(JsonNode node) {
        List<SignallingEvent.IceServers.Relay> servers = new ArrayList<>();
        for (JsonNode server : list(node.path("servers"))) {
            List<String> urls = new ArrayList<>();
            list(server.path("urls")).forEach(url -> urls.add(text(url)));
            servers.add(new SignallingEvent.IceServers.Relay(
                    urls, text(server.path("username")), text(server.path("credential"))));
        }
        return new SignallingEvent.IceServers(servers, Duration.ofSeconds(count(node.path("ttlSeconds"))));
    }

    private static PeerSignal signal(Map.Entry<String, JsonNode> field) {
        return switch (field.getKey()) {
            case "Offer" -> new PeerSignal.Offer(text(field.getValue()));
            case "Answer" -> new PeerSignal.Answer(text(field.getValue()));
            case "IceCandidate" -> candidate(text(field.getValue()));
            default -> throw new IllegalArgumentException("unknown signal " + Excerpt.of(field.getKey()));
        };
    }

    private static PeerSignal candidate(String json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a candidate is JSON in a string, this is not: " + Excerpt.of(json), e);
        }
        if (node.isNull() || node.isMissingNode()) {
            return new PeerSignal.EndOfCandidates();
        }
        String candidate = text(node.path("candidate"));
        if (candidate.isEmpty()) {
            return new PeerSignal.EndOfCandidates();
        }
        return new PeerSignal.IceCandidate(
                candidate,
                optionalText(node.path("sdpMid")),
                optionalIndex(node.path("sdpMLineIndex")),
                optionalText(node.path("usernameFragment")));
    }

    private static JsonNode toJson(PeerSignal signal) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (signal instanceof PeerSignal.Offer offer) {
            return tagged("Offer", json.textNode(offer.sdp()));
        }
        if (signal instanceof PeerSignal.Answer answer) {
            return tagged("Answer", json.textNode(answer.sdp()));
        }
        if (signal instanceof PeerSignal.IceCandidate candidate) {
            return tagged("IceCandidate", json.textNode(toJson(candidate).toString()));
        }
        return tagged("IceCandidate", json.textNode("null"));
    }

    /** Browsers refuse a candidate that has neither mid nor index, and their stock client crashes with it. */
    private static ObjectNode toJson(PeerSignal.IceCandidate candidate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("candidate", candidate.candidate());
        node.put("sdpMid", candidate.mid().orElse(""));
        node.put("sdpMLineIndex", candidate.lineIndex().orElse(0));
        candidate
                .usernameFragment()
                .ifPresentOrElse(text -> node.put("usernameFragment", text), () -> node.putNull("usernameFragment"));
        return node;
    }

    private static ObjectNode tagged(String tag, JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set(tag, value);
    }

    private static Map.Entry<String, JsonNode> onlyField(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            throw new IllegalArgumentException("an object with exactly one field is expected");
        }
        return node.properties().iterator().next();
    }

    private static UUID id(JsonNode node) {
        return id(text(node));
    }

    private static UUID id(String text) {
        // UUID.fromString takes shortened groups as well, and would make two texts one peer.
        if (!CANONICAL_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("an id is a UUID of 36 characters, not " + Excerpt.of(text));
        }
        return UUID.fromString(text);
    }

    /** A number of seconds or milliseconds; nothing of ours lasts longer than an int can say. */
    private static int count(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw new IllegalArgumentException("a number from 0 on is expected where there is " + node.getNodeType());
        }
        return node.intValue();
    }

    private static JsonNode list(JsonNode node) {
        if (!node.isArray()) {
            throw new IllegalArgumentException("a list is expected where there is " + node.getNodeType());
        }
        return node;
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a string is expected where there is " + node.getNodeType());
        }
        return node.textValue();
    }

    private static Optional<String> optionalText(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? Optional.of(node.textValue()) : Optional.empty();
    }

    private static OptionalInt optionalIndex(JsonNode node) {
        return node.canConvertToInt() && node.isIntegralNumber()
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }
}
