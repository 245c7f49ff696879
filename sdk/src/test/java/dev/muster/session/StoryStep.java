package dev.muster.session;

import dev.muster.simulation.LinkConditions;
import dev.muster.simulation.SimulatedClock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What somebody does or what befalls somebody. Nothing but data: whoever is not there, because the step in which they
 * came was left out, does nothing. People are called by their names or by what they are at that moment, see {@link
 * SessionStory#people}.
 */
sealed interface StoryStep {
    void happen(SessionStory story);

    /** A process starts that wants to see the lobby. */
    record Comes(String who) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.comes(who);
        }
    }

    /** Somebody submits a command, whatever makes sense at that moment, or asks to be let in. */
    record Does(String who, Deed deed, long dice) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(one -> story.does(one, deed, new SplittableRandom(dice)));
        }
    }

    /** The liar, if there is one, says something that is not true. */
    record Lies(long dice) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.lies(new SplittableRandom(dice));
        }
    }

    /** Nothing gets from one to the other any more; back it still may. */
    record IsNotHeardBy(String who, String by) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.cut(story.people(who), story.people(by));
        }
    }

    /** Nothing passes between these sides any more. */
    record Part(List<List<String>> sides) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            for (List<String> side : sides) {
                for (List<String> other : sides) {
                    if (side != other) {
                        side.forEach(
                                one -> other.forEach(another -> story.cut(story.people(one), story.people(another))));
                    }
                }
            }
        }
    }

    /** Nobody hears that one, and that one hears nobody. */
    record IsCutOff(String who) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(one -> {
                story.cut(List.of(one), story.everybody());
                story.cut(story.everybody(), List.of(one));
            });
        }
    }

    /** Everybody hears everybody again. */
    record AllIsMended() implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.mendAll();
        }
    }

    /** The same, one direction after the other. */
    record LinkByLinkIsMended(int pauseMillis, long dice) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.mendInTurn(pauseMillis, new SplittableRandom(dice));
        }
    }

    /** The network between all who have no other one. */
    record NetworkIs(LinkConditions conditions) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.world().network.conditions(conditions);
        }
    }

    /** The network from one to another; the way back stays as it is. */
    record PathIs(String from, String to, LinkConditions conditions) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.path(story.people(from), story.people(to), conditions);
        }
    }

    record Crashes(String who) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(story::crashes);
        }
    }

    /** A new process, whether the one before has crashed or not. */
    record StartsAgain(String who) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(story::startsAgain);
        }
    }

    /** Says goodbye and ends. */
    record Quits(String who) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(story::quits);
        }
    }

    /** Sleeps for so long, while everybody else goes on. */
    record Sleeps(String who, SimulatedClock.InSleep monotonicClock, int millis) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(one -> story.sleeps(one, monotonicClock, millis));
        }
    }

    record ClockIsSet(String who, Duration by) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(one -> story.clockIsSet(one, by));
        }
    }

    record ClockDrifts(String who, double drift) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(one -> one.machine.clock().drift(drift));
        }
    }

    record SignallingIs(boolean up) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.signalling(up);
        }
    }

    /** A busy machine: the program gets a turn no more often than that. */
    record Polls(String who, Duration every) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(one -> one.pollsOnlyEvery(every));
        }
    }

    /** Does not want to wait for the others. */
    record GoesOnAlone(String who) implements StoryStep {
        @Override
        public void happen(SessionStory story) {
            story.people(who).forEach(story::goesOnAlone);
        }
    }
}
