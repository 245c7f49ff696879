package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The smallest program that keeps a network busy: connects to all newcomers, and says something every turn. */
final class Chatter {
    private final Transport transport;
    private final Set<ConnectionId> open = new TreeSet<>();
    private int turns;
    private long heard;

    Chatter(Transport transport) {
        this.transport = transport;
    }

    void turn(long nowNanos) {
        Optional<TransportEvent> next = transport.poll(nowNanos);
        while (next.isPresent()) {
            hear(next.get());
            next = transport.poll(nowNanos);
        }
        turns++;
        for (ConnectionId connection : open) {
            transport.send(connection, Channel.ofId(turns % 3), Payload.ofUtf8("turn " + turns));
        }
    }

    int connections() {
        return open.size();
    }

    long heard() {
        return heard;
    }

    private void hear(TransportEvent event) {
        if (event instanceof TransportEvent.PeerAnnounced announced) {
            transport.connect(announced.peer());
        } else if (event instanceof TransportEvent.ConnectionOffered offered) {
            transport.accept(offered.connection());
        } else if (event instanceof TransportEvent.ConnectionOpened opened) {
            open.add(opened.connection());
        } else if (event instanceof TransportEvent.ConnectionClosed closed) {
            open.remove(closed.connection());
        } else if (event instanceof TransportEvent.MessageReceived) {
            heard++;
        }
    }
}
