package dev.muster.link;

import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of each kind of misbehaviour once per peer: whoever misbehaves does it often, and must not fill the log. */
final class Warnings {
    /** Kinds and peers that are remembered; the oldest is forgotten first, and may be warned of again. */
    static final int REMEMBERED_MAX = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Set<String> given = new LinkedHashSet<>();

    void warn(Object peer, String kind, String detail) {
        if (!given.add(kind + " by " + peer)) {
            LOG.debug("{}: {} again: {}", peer, kind, detail);
            return;
        }
        if (given.size() > REMEMBERED_MAX) {
            given.remove(given.iterator().next());
        }
        LOG.warn("{}: {}: {}", peer, kind, detail);
    }
}
