/**
 * Keeps everybody's event log the same.
 *
 * <p>The host numbers events and chains them by hash; {@code EventLog} holds the last of them. A guest puts what
 * arrives into order with {@code EventInflow}. Sans-IO: time and bytes come in as arguments.
 */
package dev.muster.p2p;
