package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Nonce;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.AuthorityMessage.HostQuestion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes questions for the host on, and the host's own answers back. Nobody has to believe this side that the host is
 * there. Belongs to one thread.
 */
final class Vouching {
    /** Questions that wait for the host; the oldest goes first. */
    static final int QUESTIONS_MAX = 16;

    private final Mesh mesh;
    private final Map<Nonce, Actor> askers = new LinkedHashMap<>();

    Vouching(Mesh mesh) {
        this.mesh = mesh;
    }

    /** Asks the host in the name of somebody who misses it. */
    void ask(Actor asker, Nonce nonce, Actor host) {
        askers.put(nonce, asker);
        if (askers.size() > QUESTIONS_MAX) {
            askers.remove(askers.keySet().iterator().next());
        }
        mesh.say(host, new HostQuestion(nonce));
    }

    /** Whether that was the host's answer to somebody's question, who has it now. */
    boolean passOn(HostAnswer answer) {
        Actor asker = askers.remove(answer.nonce());
        return asker != null && mesh.say(asker, answer);
    }
}
