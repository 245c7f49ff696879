package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.wire.PeerJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.MissingEventsResponse;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.util.List;
import java.util.Optional;

/** Tells somebody who is about to take a lost host's place what it lacks of the log. */
record LastEvents(Self self, FollowedLog followed, Outlet outlet) {
    void answer(Actor to, RequestMissingEvents question, Terms terms) {
        long known = question.firstSequence() - 1;
        Optional<FullSyncResponse> base = followed.word().base();
        if (entriesAfter(known, question.lastSequence()).isEmpty() && base.isPresent()) {
            outlet.send(to, PeerJson.encode(base.get()));
            known = base.get().checkpoint().orElseThrow().sequence();
        }
        List<LogEntry> entries = entriesAfter(known, question.lastSequence());
        if (!entries.isEmpty()) {
            var form = new LogForm(self.session(), self.lobby(), terms);
            outlet.send(
                    to,
                    PeerJson.encode(new MissingEventsResponse(
                            entries.stream().map(form::toWire).toList())));
        }
    }

    private List<LogEntry> entriesAfter(long known, long last) {
        int most = (int) Math.min(SyncMessage.EVENTS_MAX, last - known);
        return most <= 0
                ? List.of()
                : followed.log().after(known, most, Audience.REPAIR_WEIGHT_MAX).orElse(List.of());
    }
}
