/**
 * The transport over WebRTC data channels; the only package that knows the native library.
 *
 * <h2>Who may touch what</h2>
 *
 * <p>The owner of the {@link dev.muster.webrtc.WebRtcTransport} makes every native call. The library's own thread runs
 * {@link dev.muster.webrtc.Callbacks} alone, which copies what it is given into the {@link dev.muster.webrtc.Inbox};
 * the owner finds it there at its next poll. No lock is held on either side.
 *
 * <h2>What would end the process, and what keeps it from happening</h2>
 *
 * <table>
 * <caption>Hazards R1 to R13 of the native library in version 0.14.0</caption>
 * <tr><th>Hazard</th><th>Kept away by</th><th>Shown by</th></tr>
 * <tr><td>R1: a factory without an audio device</td><td>{@code NativeEngine} always brings a headless one</td>
 *     <td>every test of this package: the test machine has no sound</td></tr>
 * <tr><td>R2: an exception that leaves a callback</td><td>{@code Callbacks} runs each body inside one guard</td>
 *     <td>{@code aWakeUpHookThatThrowsDoesNotEndTheProcess}</td></tr>
 * <tr><td>R3: a bad ICE server at creation</td><td>{@code IceServer} refuses it; {@code NativeEngine} creates with
 * an empty
 *     list and configures afterwards</td><td>{@code aBadIceServerIsAClearException}</td></tr>
 * <tr><td>R4: a data channel that cannot be made</td><td>ids and options come from the {@code Channel} enum alone</td>
 *     <td>{@code theChannelsOnTheWireAreTheOnesOfTheDesign}</td></tr>
 * <tr><td>R5: null lists, policies, own certificates</td><td>{@code NativeEngine} sets every field it touches and never
 *     {@code certificates}</td><td>{@code relayOnlyWithoutAServerTimesOutWithASentence}</td></tr>
 * <tr><td>R6, R7: using channels or connections after the factory is gone</td><td>{@code WebRtcTransport.close}
 * closes all
 *     connections first; a closed {@code NativePeer} forwards nothing</td>
 *     <td>{@code everyCallOnAClosedTransportIsHarmless}</td></tr>
 * <tr><td>R8: disposing the factory inside a callback</td><td>{@code WebRtcTransport.close} refuses on the library's
 *     thread</td><td>{@code closingInsideTheWakeUpHookIsRefused}</td></tr>
 * <tr><td>R9: disposing a channel while another thread uses it</td><td>channels are never disposed; the factory frees
 *     them</td><td>{@code twoHundredConnectionsLeaveNothingBehind}</td></tr>
 * <tr><td>R10: a thread that keeps the process alive</td><td>{@code WebRtcTransport.close} disposes the factory</td>
 *     <td>{@code aProcessEndsWhenItsTransportIsClosed}</td></tr>
 * <tr><td>R11: a lock held around native calls</td><td>there is no lock</td>
 *     <td>no test: a rule of the code, {@code synchronized} stands only where the library is loaded</td></tr>
 * <tr><td>R12: blocking in a callback</td><td>the inbox takes or drops, it never waits</td>
 *     <td>{@code anInboxThatIsFullEndsTheConnectionAndNotTheProcess}</td></tr>
 * <tr><td>R13: memory per received message until the factory goes</td><td>one factory per transport, disposed with
 *     it</td><td>{@code whatMessagesCostIsFreedWithTheTransport}</td></tr>
 * </table>
 */
package dev.muster.webrtc;
