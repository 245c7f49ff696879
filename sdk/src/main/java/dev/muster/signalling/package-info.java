/**
 * Finds the other peers of a room through a Matchbox signalling server; the only package that knows the WebSocket
 * library.
 */
package dev.muster.signalling;
