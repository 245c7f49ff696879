package dev.muster.p2p;

/** What a guest counted. */
record GuestCounts(long overflows, long questions, long contradictions, int outstanding, int waiting) {}
