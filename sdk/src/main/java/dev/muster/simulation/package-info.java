/**
 * A seeded network in virtual time, for testing anything that is written over {@link dev.muster.transport.Transport}:
 * Muster itself, and games. {@link dev.muster.simulation.SimulatedNetwork} is the way in.
 */
package dev.muster.simulation;
