/**
 * A transport over TCP and TLS, for play on one machine or a LAN: no signalling server, no native library.
 *
 * <p>Every process listens. The first one of a session keeps the directory of who is there; the others dial it, and it
 * announces them and passes their offers on, as a signalling server would. Whoever accepts an offer dials the one who
 * made it. The three channels share one TLS stream.
 *
 * <p><b>Rooms.</b> A member may look for its directory where something else listens: another program, or the directory
 * of another session. Whoever answers has to prove within a short time that it keeps the directory of the same room,
 * else the other addresses are tried. The proof gives the room's name away to nobody who cannot guess it; since guesses
 * can be tried against the proof, the name has to be unguessable, such as the id of a session.
 *
 * <p><b>The end of the first process.</b> The directory ends with the process that keeps it, and moves nowhere: who is
 * connected stays connected, the others' {@link dev.muster.transport.TransportEvent.SignallingLost} says so, and nobody
 * new can come until some process keeps a directory at the same address again. The members go on dialling that address
 * and are announced to each other anew. A session that outlives its host's process in this way tells newcomers where
 * its next host keeps a directory; the members themselves need none to stay in touch.
 *
 * <p><b>Trust.</b> Every process makes itself a certificate, and TLS accepts any. That is right only because both
 * fingerprints come with the opened connection and are signed in the peers' greeting: see {@link
 * dev.muster.transport.Fingerprint}.
 */
package dev.muster.tcp;
