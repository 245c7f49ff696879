package dev.muster.signalling.server;

import dev.muster.signalling.server.http.HttpResponse;
import dev.muster.signalling.server.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the server has to read. No page names a room: whoever knows a room's name can enter it. */
final class Pages {
    private static final String OK = "200 OK";

    private final Metrics metrics;
    private final Switchboard switchboard;
    private final long startNanos = System.nanoTime();

    Pages(Metrics metrics, Switchboard switchboard) {
        this.metrics = metrics;
        this.switchboard = switchboard;
    }

    Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    HttpResponse page(Route.Page page) {
        return switch (page) {
            case HOME -> home();
            case HEALTH -> health();
            case METRICS ->
                HttpResponse.of(
                        OK,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.toPrometheus(switchboard.roomCount(), uptime().toMillis() / 1e3));
            case PREFLIGHT ->
                new HttpResponse("204 No Content", List.of(), "")
                        .with("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
                        .with("Access-Control-Allow-Headers", "*")
                        .with("Access-Control-Max-Age", "86400");
        };
    }

    private HttpResponse health() {
        return HttpResponse.of(
                OK,
                "application/json",
                String.format(
                        Locale.ROOT,
                        "{\"status\":\"ok\",\"version\":\"%s\",\"uptimeSeconds\":%d,\"peers\":%d,\"rooms\":%d}",
                        Version.current(),
                        uptime().toSeconds(),
                        metrics.peers(),
                        switchboard.roomCount()));
    }

    private HttpResponse home() {
        double seconds = Math.max(1, uptime().toMillis() / 1e3);
        String body = String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Muster signalling server</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 3em auto; padding: 0 1em }
                td { padding: .2em 2em .2em 0; font-variant-numeric: tabular-nums }
                @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd } a { color: #8bf } }
                </style>
                <h1>Muster signalling server</h1>
                <p>This server introduces the players of a game to each other; then they talk directly. It speaks
                the Matchbox protocol over WebSocket, and a room is a path: connect to <code>/room</code>.</p>
                <table>
                <tr><td>Version<td>%s
                <tr><td>Up for<td>%s
                <tr><td>Peers<td>%d
                <tr><td>Rooms<td>%d
                <tr><td>Joins per minute, on average<td>%.1f
                <tr><td>Signals per second, on average<td>%.1f
                </table>
                <p>For machines: <a href="health">health</a>, <a href="metrics">metrics</a>.</p>
                </html>
                """,
                Version.current(),
                humane(uptime()),
                metrics.peers(),
                switchboard.roomCount(),
                metrics.joins() * 60 / seconds,
                metrics.relays() / seconds);
        return HttpResponse.of(OK, "text/html; charset=utf-8", body)
                .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }

    private static String humane(Duration time) {
        return String.format(
                Locale.ROOT,
                "%d d %d h %d min %d s",
                time.toDays(),
                time.toHoursPart(),
                time.toMinutesPart(),
                time.toSecondsPart());
    }
}
