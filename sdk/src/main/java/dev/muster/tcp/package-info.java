/**
 * A transport over TCP and TLS, for play on one machine or a LAN: no signalling server, no native library.
 *
 * <p>Every process listens. The first one of a session keeps the directory of who is there; the others dial it, and it
 * announces them and passes their offers on, as a signalling server would. Whoever accepts an offer dials the one who
 * made it. The three channels share one TLS stream.
 *
 * <p><b>Trust.</b> Every process makes itself a certificate, and TLS accepts any. That is right only because both
 * fingerprints come with the opened connection and are signed in the peers' greeting: see {@link
 * dev.muster.transport.Fingerprint}.
 */
package dev.muster.tcp;
