package dev.sextant.conflict.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.conflict.fate.Fault;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bounded runs of the exhaustive explorer; {@code ./dev explore} runs it to the end. */
class ExplorerTest {
    private static final int MILLION = 1_000_000;

    private static Explorer.Result explore(Scenario scenario, int maxStates) {
        Explorer.Result result = new Explorer(scenario, Machinery.PRODUCTION).run(maxStates);
        System.out.println(result.summary());
        assertNull(result.violation(), result::story);
        return result;
    }

    @Test
    void oneProposalTwoSettlersToTheEnd() {
        Explorer.Result once = explore(Scenario.oneProposalTwoSettlers(1), Integer.MAX_VALUE);
        assertTrue(once.complete() && once.states() > 20_000, once::summary);
        Explorer.Result twice = explore(Scenario.oneProposalTwoSettlers(2), Integer.MAX_VALUE);
        assertTrue(twice.complete() && twice.states() > MILLION, twice::summary);
    }

    @Test
    void twoRivalsWithASettlerEach() {
        assertTrue(explore(Scenario.rivals(1), MILLION).states() >= MILLION);
    }

    @Test
    void anAttemptAndItsReplacement() {
        assertTrue(explore(Scenario.replacement(1, 1), MILLION).states() >= MILLION);
    }

    @Test
    void aReaderAndAWriterOfItsPage() {
        assertTrue(explore(Scenario.readerAndWriter(1), MILLION).states() >= MILLION);
    }

    /** The short cuts must not lose a thing the segments can get into together. */
    @Test
    void shortCutsLoseNothing() {
        for (Scenario scenario : new Scenario[] {Scenario.oneProposalOneSettler(), Scenario.replacementAlone()}) {
            Explorer reduced = new Explorer(scenario, Machinery.PRODUCTION, true);
            Explorer full = new Explorer(scenario, Machinery.PRODUCTION, false);
            Set<?> reducedStates = reduced.segmentStates();
            Set<?> fullStates = full.segmentStates();
            Explorer.Result reducedResult = reduced.run(Integer.MAX_VALUE);
            Explorer.Result fullResult = full.run(Integer.MAX_VALUE);
            System.out.println(reducedResult.summary() + System.lineSeparator() + fullResult.summary());
            assertTrue(fullResult.states() > 2 * reducedResult.states(), fullResult::summary);
            assertNull(fullResult.violation(), fullResult::story);
            assertTrue(reducedStates.size() > 100);
            assertEquals(fullStates, reducedStates);
        }
    }

    private static void caught(Scenario scenario, Fault fault) {
        Explorer.Result result = new Explorer(scenario, Machinery.with(fault)).run(20 * MILLION);
        assertNotNull(result.violation(), () -> "not caught: " + fault + " in " + result.summary());
        assertTrue(!result.trace().isEmpty(), "a violation comes with the way to it");
        System.out.println(fault + " is caught after " + result.states() + " states: " + result.violation());
    }

    @Test
    void catchesSettlingOnlyTheCertain() {
        caught(Scenario.oneProposalTwoSettlers(1), Fault.SETTLES_ONLY_THE_CERTAIN);
    }

    @Test
    void catchesNoRivalCheck() {
        caught(Scenario.rivals(1), Fault.NO_RIVAL_CHECK);
    }

    @Test
    void catchesNoReadAgainstWriteCheck() {
        caught(Scenario.readerAndWriter(1), Fault.NO_READ_AGAINST_WRITE);
    }

    @Test
    void catchesReplacesSatisfiedByAbortAtAnyBallot() {
        caught(Scenario.replacementThreeSettlers(), Fault.REPLACES_AT_ANY_BALLOT);
    }
}
