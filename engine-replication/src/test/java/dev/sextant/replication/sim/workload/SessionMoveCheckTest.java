package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.replication.sim.workload.Workload.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of clients that move, for two of them, with reads made by hand. */
class SessionMoveCheckTest {
    private final SessionMoveCheck check = new SessionMoveCheck(2);

    @Test
    void acceptsWhatGrows() {
        check.wrote(0, 1, Step.COMMITTED);
        check.readOwn(0, "writer-1", 1);
        check.readShared(0, "writer-1", 1);
        check.readShared(1, "writer-2", 0);
        check.wrote(1, 2, Step.UNKNOWN);
        check.readOwn(1, "writer-3", 0);
        check.readOwn(1, "writer-0", 2);
        check.ended(List.of(1L, 2L), 2);
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void refusesThatAnotherWriterForgetsACommit() {
        check.wrote(0, 1, Step.COMMITTED);
        check.readOwn(0, "writer-1", 0);
        refused("moved to writer-1, read 0 in its own row");
    }

    @Test
    void refusesThatWhatWasReadGoesAway() {
        check.wrote(0, 1, Step.UNKNOWN);
        check.readOwn(0, "writer-1", 1);
        check.readOwn(0, "writer-2", 0);
        refused("moved to writer-2, read 0 in its own row");
    }

    @Test
    void refusesAnAbortedWrite() {
        check.wrote(0, 1, Step.ABORTED);
        check.readOwn(0, "writer-1", 1);
        refused("read 1 in its own row");
    }

    @Test
    void refusesASharedRowThatFalls() {
        check.readShared(0, "writer-1", 3);
        check.readShared(0, "writer-2", 2);
        refused("which was 3 or more");
    }

    @Test
    void refusesASharedRowWithoutTheClientsOwn() {
        check.readShared(0, "writer-1", 3);
        check.wrote(0, 1, Step.COMMITTED);
        check.readShared(0, "writer-2", 3);
        refused("which was 4 or more");
    }

    @Test
    void refusesALostAddition() {
        check.wrote(0, 1, Step.COMMITTED);
        check.wrote(1, 2, Step.COMMITTED);
        check.ended(List.of(1L, 2L), 1);
        refused("the shared row is 1 in the end instead of 2");
    }

    private void refused(String expected) {
        Refused.with(expected, check.anomalies());
    }
}
