package dev.muster.domain;

import dev.muster.domain.KonnektScenario.Answer;
import dev.muster.domain.KonnektScenario.Feature;
import dev.muster.domain.KonnektScenario.Home;
import dev.muster.domain.KonnektScenario.LeftOut;
import dev.muster.domain.KonnektScenario.Told;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every behaviour scenario of the Rust original, and what became of it here: the test that tells it, or the part of
 * the project that it belongs to. Where a scenario contradicts a decision of ours, its test tells the decision.
 */
final class KonnektScenarios {
    private static final String FOLDED = "guests fold events; none is turned back into a command";
    private static final String CODEC = "the codec of events tells it";
    private static final String NO_CLOCKS = "freshness comes from nonces and numbers, not from clocks";
    private static final String NO_TABLE = "a participant id follows from the peer's key, so there is no table";
    private static final String LOCAL = "the session knows the local participant; the lobby is told the sender";

    private KonnektScenarios() {}

    static List<KonnektScenario> all() {
        return Stream.of(
                        activityLifecycle(),
                        authentication(),
                        application(),
                        echoChallenge(),
                        edgeCases(),
                        eventTranslation(),
                        hostDelegation(),
                        integrationFlows(),
                        lobbyManagement(),
                        peerIntegration(),
                        peerMessaging(),
                        participationModes(),
                        peersAndParticipants(),
                        whoAmI())
                .flatMap(feature -> feature)
                .toList();
    }

    private static Stream<KonnektScenario> activityLifecycle() {
        return feature(
                Feature.ACTIVITY_LIFECYCLE,
                ActivityLifecycleScenariosTest.class,
                told("planning an activity", "anActivityIsPlannedByQueueingIt"),
                told("starting it", "aStartedActivityIsInProgressFromThatMomentOn"),
                told("only one run at a time", "aSecondRunIsRefusedWhileOneIsInProgress"),
                told("gathering results", "resultsAreCollectedWhileTheHostIsStillToSubmit"),
                told(
                        "complete with the last active participant",
                        "aRunCompletesWithTheLastActiveParticipantTheHostIncluded"),
                told("complete beside a spectator", "aSpectatorIsNotWaitedFor"),
                told("the host cancels", "theHostCancelsARunAndWhatWasSubmittedIsKept"),
                told("taking a planned activity back", "aPlannedActivityIsTakenOutOfTheQueue"),
                told("watching instead, in the middle of a run", "aGuestCannotStartToWatchDuringARunAndStaysRequired"),
                told("a guest is away for 30 s", "aGuestWhoIsLostIsNotRequiredAnyMore"),
                told("the leaderboard after a run", "theLeaderboardCountsACompletedRunAndNoSpectator"),
                told("a run of 35 minutes", "aRunThatTakesTooLongIsCancelledAndKeepsItsPartialResults"));
    }

    private static Stream<KonnektScenario> authentication() {
        return feature(
                Feature.AUTHENTICATION,
                NoTest.class,
                leftOut(
                        "keys that follow from name and password",
                        Home.IDENTITY,
                        "a key is drawn once and kept; a name can be guessed"),
                leftOut(
                        "signing a request to join",
                        Home.IDENTITY,
                        "hello is signed, and the domain is handed the verified sender"),
                leftOut("checking a signature", Home.IDENTITY, "bytes are checked before they become a command"),
                leftOut(
                        "a message that was tampered with",
                        Home.IDENTITY,
                        "bytes are checked before they become a command"),
                leftOut(
                        "the same credentials on coming back",
                        Home.IDENTITY,
                        "the participant id follows from the key"),
                leftOut("taking a private key to another machine", Home.IDENTITY, "the key store's business"),
                leftOut("a message 5 s from the future", Home.IDENTITY, NO_CLOCKS),
                leftOut("a message 65 s old", Home.IDENTITY, NO_CLOCKS));
    }

    private static Stream<KonnektScenario> application() {
        return feature(
                Feature.APPLICATION,
                ApplicationLoopScenariosTest.class,
                told("a lobby is made through the bus", "aLobbyMadeThroughTheLoopIsItsFirstEventAndHasOneParticipant"),
                told("made and joined in one tick", "aLobbyMadeAndJoinedInOnePollGivesTwoEventsInOrder"));
    }

    private static Stream<KonnektScenario> echoChallenge() {
        return feature(
                Feature.ECHO_CHALLENGE,
                EchoChallengeScenariosTest.class,
                told("planning one", "anEchoChallengeIsTitledAfterItsPrompt"),
                told("starting one", "aStartedEchoChallengeWaitsForEverybodyWhoPlays"),
                told("the exact text", "theExactTextEarnsAHundredPoints"),
                told("the wrong case", "theWrongCaseEarnsNothing"),
                told("a part of the text", "aPartOfTheTextEarnsNothing"),
                told("complete with three", "theChallengeCompletesWithThreeResults"),
                told("a spectator echoes", "aSpectatorsEchoIsRefused"),
                told("the time taken", "theTimeTakenIsRecorded"),
                told("the time limit", "anAnswerWithinTheTimeLimitCountsAndTheLimitEndsTheRun"),
                told("two in a row", "theResultsOfAnEarlierChallengeOutliveTheNext"),
                told("the configuration there and back", "theConfigurationIsPlainDataThatReadsBackAsItWas"),
                told("no prompt", "anEmptyPromptIsAllowed"));
    }

    private static Stream<KonnektScenario> edgeCases() {
        return feature(
                Feature.EDGE_CASES,
                EdgeCaseScenariosTest.class,
                told("every guest watches", "aHostWhoseGuestsAllWatchPlaysAlone"),
                told("everybody is gone", "aLobbyThatEverybodyIsLostFromIsEndedByTheSession"),
                told("joining while the host is missing", "aNewcomerDuringTheGracePeriodStandsBehindTheOlderGuests"),
                leftOut(
                        "two claim the role at once",
                        Home.SYNC,
                        "claims are settled among peers; the lobby only folds the outcome"),
                told("a result after the end", "aResultAfterTheEndOfTheRunIsRefused"),
                told("leaving in the middle of a run", "theOthersFinishWhenAGuestLeavesDuringARun"),
                told("a kick in the middle of a run", "aKickDuringARunDiscardsThePartialResultAndTheRunGoesOn"),
                told("every guest is kicked", "aLobbyWhoseGuestsAreAllKickedStaysOpen"),
                told("another password", "aChangedPasswordConcernsNewcomersOnly"));
    }

    private static Stream<KonnektScenario> eventTranslation() {
        return feature(
                Feature.EVENT_TRANSLATION,
                ApplicationLoopScenariosTest.class,
                leftOut("joined, from the network", Home.SYNC, FOLDED),
                leftOut("left, from the network", Home.SYNC, FOLDED),
                leftOut("kicked, from the network", Home.SYNC, FOLDED),
                leftOut("delegated, from the network", Home.SYNC, FOLDED),
                leftOut("mode changed, from the network", Home.SYNC, FOLDED),
                leftOut("created, from the network", Home.SYNC, FOLDED),
                leftOut("created, to the network", Home.SYNC, CODEC),
                leftOut("joined, to the network", Home.SYNC, CODEC),
                leftOut("left, to the network", Home.SYNC, CODEC),
                leftOut("kicked, to the network", Home.SYNC, CODEC),
                leftOut("delegated, to the network", Home.SYNC, CODEC),
                leftOut("mode changed, to the network", Home.SYNC, CODEC),
                told("a refusal is not sent", "aRefusalIsToldToTheOneWhoAskedAndIsInNoEventLog"),
                leftOut("a name there and back", Home.SYNC, CODEC),
                leftOut("an id there and back", Home.SYNC, CODEC));
    }

    private static Stream<KonnektScenario> hostDelegation() {
        return feature(
                Feature.HOST_DELEGATION,
                HostDelegationScenariosTest.class,
                told("by hand", "theHostHandsTheRoleOnAndIsAGuestFromThenOn"),
                told("the host disconnects", "aLostHostIsReplacedAndIsAGuestForNow"),
                leftOut("back after 15 s", Home.LINKS, "within the grace period nothing reaches the lobby"),
                told("back after the role went on", "aFormerHostThatComesBackAfterItsRemovalIsAGuest"),
                told("the oldest guest is chosen", "theOldestGuestIsNextInLineWhateverTheClocksSay"),
                told("two who joined in the same moment", "guestsOfTheSameMomentAreRankedByTheirAdmission"),
                told("a single guest", "theOnlyGuestIsHostAtOnceWhenTheHostLeaves"),
                told("nobody but the host", "aHostThatLeavesAloneEndsTheLobby"),
                told("in the middle of a run", "aRunGoesOnUnderTheNewHost"),
                told("no taking back", "aFormerHostGetsTheRoleBackOnlyByBeingDelegated"));
    }

    private static Stream<KonnektScenario> integrationFlows() {
        return feature(
                Feature.INTEGRATION_FLOWS,
                IntegrationFlowScenariosTest.class,
                told("a whole game", "twoRoundsAreRankedAndASpectatorOfTheSecondKeepsTheFirst"),
                told("handing the evening over", "aHostHandsOverLeavesAndTheNextOnePlaysOn"),
                told("a bad network", "aGuestWhoStaysAwayIsRemovedAndTheRunFinishes"));
    }

    private static Stream<KonnektScenario> lobbyManagement() {
        return feature(
                Feature.LOBBY_MANAGEMENT,
                LobbyManagementScenariosTest.class,
                told("making one with a password", "aNewLobbyIsOpenWithItsCreatorAsHostAndTakesAPassword"),
                told("the right password", "aGuestWhoKnowsThePasswordIsIn"),
                told("the wrong password", "aGuestWhoDoesNotKnowThePasswordStaysOutside"),
                told("no place left", "aFullLobbyTakesNobodyElse"),
                told("closing it", "aClosedLobbyTakesNoNewcomersWhileTheRunGoesOn"),
                told("nothing but reading once it is over", "anEndedLobbyCanBeReadAndChangesNoMore"),
                told("a name that is taken", "aNameThatSomebodyHasIsRefusedWhateverItsCase"),
                told("too many places", "aLobbyHasSixtyFourPlacesAtMost"));
    }

    private static Stream<KonnektScenario> peerIntegration() {
        return feature(
                Feature.PEER_INTEGRATION,
                ApplicationLoopScenariosTest.class,
                leftOut("an event reaches everybody, numbered", Home.SYNC, "the host's log gives the numbers"),
                leftOut("joined becomes a command", Home.SYNC, FOLDED),
                leftOut("a name there and back", Home.SYNC, CODEC),
                told("a refusal reaches nobody else", "aRefusalIsToldToTheOneWhoAskedAndIsInNoEventLog"),
                leftOut("a delegation reaches the peers", Home.SYNC, "the host's log is sent to each guest"),
                leftOut("a mode change reaches the peers", Home.SYNC, "the host's log is sent to each guest"));
    }

    private static Stream<KonnektScenario> peerMessaging() {
        return feature(
                Feature.PEER_MESSAGING,
                NoTest.class,
                leftOut("a signature others can check", Home.IDENTITY, "signed heads"),
                leftOut("a signature that is wrong", Home.IDENTITY, "signed heads"),
                leftOut("a message 65 s old", Home.IDENTITY, NO_CLOCKS),
                leftOut("out of order", Home.SYNC, "the guest keeps what is ahead"),
                leftOut("a gap", Home.SYNC, "the guest asks for what is missing"),
                leftOut("a heartbeat every 5 s", Home.LINKS, "liveness of a link"),
                leftOut("10 s of silence", Home.LINKS, "liveness of a link"),
                leftOut("30 s of silence", Home.LINKS, "liveness of a link"),
                leftOut("a broadcast to three", Home.SYNC, "the host sends to each guest"),
                leftOut("back again and up to date", Home.SYNC, "snapshot and what came after it"),
                leftOut("broadcasting in turn", Home.OVERRULED, "the host alone numbers and sends"),
                leftOut("the last writer wins", Home.OVERRULED, "the host alone decides, so nothing is written twice"));
    }

    private static Stream<KonnektScenario> participationModes() {
        return feature(
                Feature.PARTICIPATION_MODES,
                ParticipationModeScenariosTest.class,
                told("watching before a run", "aGuestStartsToWatchBeforeARun"),
                told("toggling during a run", "nobodyTogglesDuringARun"),
                told("a spectator submits", "aSpectatorSubmitsNothing"),
                told("the host decides", "theHostMakesAGuestWatchAndTheEventSaysSo"),
                told("playing again afterwards", "aSpectatorPlaysAgainAfterTheRun"),
                told("a watching host", "aHostThatWatchesStillManages"),
                told("a newcomer plays", "aNewGuestPlays"),
                told("complete without spectators", "aRunIsCompleteWithoutItsSpectators"),
                told("all guests watch", "theHostAloneCompletesARunThatAllGuestsWatch"));
    }

    private static Stream<KonnektScenario> peersAndParticipants() {
        return feature(
                Feature.PEERS_AND_PARTICIPANTS,
                NoTest.class,
                leftOut("registering a pair", Home.IDENTITY, NO_TABLE),
                leftOut("removing a pair", Home.IDENTITY, NO_TABLE),
                leftOut("asking in both directions", Home.IDENTITY, NO_TABLE),
                leftOut("forgetting all pairs", Home.IDENTITY, NO_TABLE));
    }

    private static Stream<KonnektScenario> whoAmI() {
        return feature(
                Feature.WHO_AM_I,
                NoTest.class,
                leftOut("as the host", Home.SESSION, LOCAL),
                leftOut("as a guest", Home.SESSION, LOCAL));
    }

    /** Stands where no scenario of a feature is told of the lobby. */
    private static final class NoTest {}

    /** A scenario whose test, if it has one, is in the class of its feature. */
    private record Row(String title, Function<Class<?>, Answer> answer) {}

    private static Stream<KonnektScenario> feature(Feature feature, Class<?> tests, Row... rows) {
        return Stream.of(rows)
                .map(row ->
                        new KonnektScenario(feature, row.title(), row.answer().apply(tests)));
    }

    private static Row told(String title, String method) {
        return new Row(title, tests -> new Told(tests, method));
    }

    private static Row leftOut(String title, Home home, String why) {
        return new Row(title, tests -> new LeftOut(home, why));
    }
}
