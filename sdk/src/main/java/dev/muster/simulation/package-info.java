/**
 * A seeded network in virtual time, for testing anything that is written over {@link dev.muster.transport.Transport}:
 * Muster itself, and games. {@link dev.muster.simulation.SimulatedNetwork} is the way in; {@link
 * dev.muster.simulation.ChaosTransport} puts faults in front of any other transport.
 */
package dev.muster.simulation;
