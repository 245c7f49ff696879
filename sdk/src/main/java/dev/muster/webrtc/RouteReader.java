package dev.muster.webrtc;

import dev.muster.transport.Route;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import java.util.Map;
import java.util.Optional;

/** Finds the route in a report of the library's statistics. */
final class RouteReader {
    private RouteReader() {}

    static Route read(RTCStatsReport report) {
        Map<String, RTCStats> stats = report.getStats();
        return stats.values().stream()
                .filter(entry -> entry.getType() == RTCStatsType.TRANSPORT)
                .findFirst()
                .flatMap(transport -> follow(stats, transport, "selectedCandidatePairId"))
                .flatMap(pair -> follow(stats, pair, "localCandidateId")
                        .map(local -> route(local, follow(stats, pair, "remoteCandidateId"))))
                .orElse(Route.UNKNOWN);
    }

    private static Route route(RTCStats local, Optional<RTCStats> remote) {
        boolean relayedHere = text(local, "candidateType").equals("relay");
        boolean relayedThere = remote.map(candidate -> text(candidate, "candidateType"))
                .filter("relay"::equals)
                .isPresent();
        // A relay carries UDP between the peers; what differs is the way from here to the relay.
        String protocol = relayedHere ? text(local, "relayProtocol") : text(local, "protocol");
        return new Route(
                relayedHere || relayedThere ? Route.Kind.RELAYED : Route.Kind.DIRECT,
                switch (protocol) {
                    case "udp" -> Route.Protocol.UDP;
                    case "tcp" -> Route.Protocol.TCP;
                    case "tls" -> Route.Protocol.TLS;
                    default -> Route.Protocol.UNKNOWN;
                });
    }

    private static Optional<RTCStats> follow(Map<String, RTCStats> stats, RTCStats from, String attribute) {
        return Optional.ofNullable(stats.get(text(from, attribute)));
    }

    private static String text(RTCStats stats, String attribute) {
        return String.valueOf(stats.getAttributes().get(attribute));
    }
}
