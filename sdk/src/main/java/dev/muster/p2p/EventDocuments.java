package dev.muster.p2p;

import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.EventBroadcast;
import dev.muster.wire.SyncMessage.MissingEventsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events written down for the way. Most guests need the same ones at the same time, so the last few are kept. */
final class EventDocuments {
    private static final int KEPT_MAX = 16;

    private final LogForm form;
    private final Map<Range, RawJson> written = new LinkedHashMap<>();

    EventDocuments(LogForm form) {
        this.form = form;
    }

    private record Range(long first, long last) {}

    /** @param entries in order and without a gap, at least one */
    RawJson of(List<LogEntry> entries) {
        var range = new Range(
                entries.get(0).sequence(), entries.get(entries.size() - 1).sequence());
        RawJson known = written.get(range);
        if (known != null) {
            return known;
        }
        RawJson document = entries.size() == 1
                ? PeerJson.encode(new EventBroadcast(form.toWire(entries.get(0))))
                : PeerJson.encode(new MissingEventsResponse(
                        entries.stream().map(form::toWire).toList()));
        written.put(range, document);
        if (written.size() > KEPT_MAX) {
            written.remove(written.keySet().iterator().next());
        }
        return document;
    }
}
