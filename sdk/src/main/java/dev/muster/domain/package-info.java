/**
 * The lobby and its rules, and nothing else: no network, no clock, no randomness, no threads.
 *
 * <p>Where to start reading: {@link dev.muster.domain.Lobby} is what there is, {@link dev.muster.domain.DomainCommand}
 * what somebody may want, {@link dev.muster.domain.Rulebook} what is allowed, {@link dev.muster.domain.LoggedEvent}
 * what then happened, {@link dev.muster.domain.LobbyLimits} how much of everything there may be, and {@link
 * dev.muster.domain.DomainLoop} what turns the wheel.
 */
package dev.muster.domain;
