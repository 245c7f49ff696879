/** What peers and the signalling server say to each other: sealed message records and their total codecs. */
package dev.muster.wire;
