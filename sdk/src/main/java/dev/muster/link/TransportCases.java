package dev.muster.link;

import dev.muster.transport.TransportEvent;

/** What each event of the transport means for links. Answers whether anything had to be done. */
final class TransportCases implements TransportEvent.Cases<Boolean> {
    private final Shared shared;
    private final Roster roster;
    private final Switchboard switchboard;
    private final Dialler dialler;

    TransportCases(Shared shared, Roster roster, Switchboard switchboard, Dialler dialler) {
        this.shared = shared;
        this.roster = roster;
        this.switchboard = switchboard;
        this.dialler = dialler;
    }

    @Override
    public Boolean localIdAssigned(TransportEvent.LocalIdAssigned event) {
        dialler.localId(event.localId());
        roster.all().forEach(link -> link.tellAddress(event.localId()));
        shared.emit(new LinkEvent.LocalIdAssigned(event.localId()));
        return true;
    }

    @Override
    public Boolean peerAnnounced(TransportEvent.PeerAnnounced event) {
        dialler.announced(event.peer());
        shared.emit(new LinkEvent.PeerAnnounced(event.peer()));
        return true;
    }

    /** A hint that the server may have made up: nothing happens to a link. */
    @Override
    public Boolean peerWithdrawn(TransportEvent.PeerWithdrawn event) {
        dialler.withdrawn(event.peer());
        shared.emit(new LinkEvent.PeerWithdrawn(event.peer()));
        return true;
    }

    @Override
    public Boolean connectionOffered(TransportEvent.ConnectionOffered event) {
        if (shared.isSilent()) {
            shared.transport().closeConnection(event.connection());
        } else {
            switchboard.offered(event);
        }
        return true;
    }

    @Override
    public Boolean connectionOpened(TransportEvent.ConnectionOpened event) {
        switchboard.opened(event);
        return true;
    }

    @Override
    public Boolean messageReceived(TransportEvent.MessageReceived event) {
        switchboard.received(event);
        return true;
    }

    /** Whatever waits is sent when the events have been read. */
    @Override
    public Boolean channelWritable(TransportEvent.ChannelWritable event) {
        return true;
    }

    @Override
    public Boolean connectionClosed(TransportEvent.ConnectionClosed event) {
        switchboard.closed(event);
        return true;
    }

    /** A late hint; the pulse knows better. */
    @Override
    public Boolean reachabilityChanged(TransportEvent.ReachabilityChanged event) {
        return false;
    }

    @Override
    public Boolean routeChanged(TransportEvent.RouteChanged event) {
        return false;
    }

    @Override
    public Boolean signallingLost(TransportEvent.SignallingLost event) {
        dialler.signallingLost();
        shared.emit(new LinkEvent.SignallingLost(Sentences.clean(event.detail())));
        return true;
    }

    @Override
    public Boolean signallingRestored(TransportEvent.SignallingRestored event) {
        dialler.signallingRestored();
        shared.emit(new LinkEvent.SignallingRestored());
        return true;
    }

    /** A new way is looked for before the old one is missed. */
    @Override
    public Boolean networkChanged(TransportEvent.NetworkChanged event) {
        roster.all().forEach(Link::findNewPath);
        return true;
    }

    /** Why a connection may not open; if it does not, its end says so. */
    @Override
    public Boolean candidateFailed(TransportEvent.CandidateFailed event) {
        shared.warnings()
                .warn(
                        event.connection(),
                        "no help from " + Sentences.clean(event.url()),
                        Sentences.clean(event.detail()));
        return false;
    }
}
