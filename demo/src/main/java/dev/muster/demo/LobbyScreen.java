package dev.muster.demo;

import dev.muster.session.SessionListener;

/** Where a lobby is shown. */
interface LobbyScreen extends SessionListener {
    /** The scripted guest will not come, or not stay. */
    void guestGaveUp(String why);
}
