package dev.muster.session;

/** What must happen in some story: what never happened was not tested by any. */
enum Mark {
    GUEST_RESUMED("guests that resumed"),
    GAP_REPAIRED("gaps repaired"),
    GUEST_GONE("guests that left or were lost"),
    COMMAND_ENDED_WITHOUT_EVENT("commands refused or discarded"),
    SNAPSHOT_AGAIN("snapshots for somebody who was in"),
    COMMAND_UNDECIDED("commands long undecided"),
    INBOX_OVERFLOW("messages let go by a full inbox"),
    LIAR_OUT("liars thrown out"),
    PLACE_FREE("times that a lost host's place was free"),
    BECAME_HOST("times that somebody came to be host"),
    HISTORY_REPLACED("histories replaced"),
    CLAIM("claims"),
    CLAIM_AGAINST_CLAIM("claims against another claim"),
    CLAIM_WITHOUT_SIGNALLING("claims while signalling was down"),
    TAIL_FETCHED("claims after the last events were fetched from a third peer"),
    HANDOVER("hand-overs"),
    HANDOVER_IN_A_CRASH("hand-overs at either end of which a process crashed"),
    HANDED_BACK("hand-overs to the creator"),
    MERGE("merges"),
    DEPOSED("hosts that found another one in their place and became guests"),
    THREE_SIDES("networks of three hosts or more that were mended"),
    NEWCOMER_IN_A_CLAIM("newcomers let in who came while nobody was host"),
    SUSPICION_WITHDRAWN("hosts that were missed and came back in time"),
    FENCED("hosts that decided nothing because nobody heard them"),
    HOST_SLEPT("hosts that slept for longer than the grace period"),
    EVENT_CONFIRMED_AND_CLAIMED("claims in which somebody took part who had confirmed events");

    private final String words;

    Mark(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
