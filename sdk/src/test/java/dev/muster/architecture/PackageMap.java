package dev.muster.architecture;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may import whom: the only copy of the drawing in the design, as a table.
 *
 * <p>An arrow leads on: a package may import what its arrows reach, directly or through another arrow. The packages
 * beside the drawing, {@code wire} and {@code identity}, are imported only by those that name them.
 */
final class PackageMap {
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("session", List.of("p2p", "messages", "webrtc", "tcp", "simulation")),
            Map.entry("p2p", List.of("domain", "link")),
            Map.entry("messages", List.of("link")),
            Map.entry("link", List.of("transport")),
            Map.entry("webrtc", List.of("signalling", "transport")),
            Map.entry("signalling", List.of("dial")),
            Map.entry("tcp", List.of("dial", "transport")),
            Map.entry("dial", List.of("transport")),
            Map.entry("simulation", List.of("transport")),
            Map.entry("domain", List.of()),
            Map.entry("transport", List.of()),
            Map.entry("wire", List.of()),
            Map.entry("identity", List.of())));

    /**
     * Imports that do not lead on. Offers and candidates go from webrtc through signalling as they are. The session
     * takes the player's key from the game, hence {@code identity}.
     */
    private static final Map<String, List<String>> BESIDE_THE_DRAWING = Map.of(
            "session", List.of("identity"),
            "p2p", List.of("wire", "identity"),
            "link", List.of("wire", "identity"),
            "signalling", List.of("wire", "identity"),
            "webrtc", List.of("wire"),
            "wire", List.of("domain", "identity"));

    private PackageMap() {}

    static Set<String> packages() {
        return ARROWS.keySet();
    }

    /** Every package that {@code name} may import, itself included. */
    static Set<String> importableFrom(String name) {
        Set<String> reached = new LinkedHashSet<>();
        follow(name, reached);
        reached.addAll(BESIDE_THE_DRAWING.getOrDefault(name, List.of()));
        return reached;
    }

    private static void follow(String name, Set<String> reached) {
        if (reached.add(name)) {
            ARROWS.getOrDefault(name, List.of()).forEach(next -> follow(next, reached));
        }
    }
}
