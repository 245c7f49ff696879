/**
 * One peer: who it is, whether it is alive, and what it says, in order.
 *
 * <p>A link outlives the connections under it: it breaks, is restored over the same connection or another one, and is
 * removed when nobody came back. {@link dev.muster.link.Links} holds all links of one peer over one transport. Sans-IO:
 * time and randomness come in as arguments, one thread drives everything.
 */
package dev.muster.link;
