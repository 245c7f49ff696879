/**
 * A lobby on one machine: an embedded signalling server, a host, and a guest that plays by a script, in a window or in
 * the terminal.
 */
package dev.muster.demo;
