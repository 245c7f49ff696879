/**
 * Who somebody is, proved and not claimed: Ed25519 keys, what they sign, and session ids that name their creator.
 *
 * <p>A {@link dev.muster.identity.SessionId} is made from the creator's key, so whoever has the id needs nobody else to
 * know whom to believe. A {@link dev.muster.identity.Statement} is the only thing that is ever signed: it carries its
 * kind, its session and the signer's {@link dev.muster.identity.Incarnation}, so no signature counts anywhere but where
 * it was given.
 */
package dev.muster.identity;
