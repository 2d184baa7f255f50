package dev.sextant.replication.sim.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.CommitResult;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.SplitVote;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The person at hand in reckless worlds, whose repairs die now and then. */
class LastResortTest {
    private static final int STORIES = 4;

    @Test
    void repairsWhatIsInDoubtHoweverOftenItTakes() {
        for (long seed = 0; seed < STORIES; seed++) {
            SplitVote story = new SplitVote(seed);
            story.split();
            story.giveNewDisks();
            LastResort person = person(story, seed);

            assertTrue(person.repair(), "seed " + seed);

            assertTrue(person.hasRepaired() && person.mayHaveLost());
            assertInstanceOf(
                    CommitResult.Committed.class, story.put(SplitVote.SURVIVOR, story.fought, 20), "seed " + seed);
            assertEquals(List.of(), story.world.contradictions());
        }
    }

    @Test
    void leavesAWorldAloneThatNeedsNone() {
        SplitVote story = new SplitVote(7);
        LastResort person = person(story, 7);
        assertFalse(person.repair());
        assertFalse(person.hasRepaired());
        assertInstanceOf(CommitResult.Committed.class, story.put(SplitVote.SURVIVOR, story.calm, 3));
    }

    private static LastResort person(SplitVote story, long seed) {
        return new LastResort(
                story.world, new SplittableRandom(seed), condition -> story.within(60 * VirtualTime.SECOND, condition));
    }
}
