package dev.sextant.replication.node;

import static dev.sextant.replication.node.SegmentRig.claim;
import static dev.sextant.replication.node.SegmentRig.propose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.storage.memory.WriteHook;
import dev.sextant.storage.segment.SegmentInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing leaves a segment before it is on its disk, and a disk that fails takes the segment out of service. */
class SegmentDriverTest {
    private final SegmentRig rig = new SegmentRig();

    @BeforeEach
    void claimTheSlot() {
        rig.receive(claim(1));
        rig.sent.clear();
    }

    @Test
    void votesOnWhatArrivedTogetherWithOneSyncedWriteAndOneEnvelope() {
        List<WriteHook.Point> points = new ArrayList<>();
        rig.disk.setWriteHook(points::add);

        rig.receive(propose(1, 101), propose(2, 102), propose(3, 103));

        assertEquals(
                List.of(WriteHook.Point.BEFORE_APPEND, WriteHook.Point.BEFORE_SYNC, WriteHook.Point.AFTER_SYNC),
                points);
        assertEquals(1, rig.sent.size());
        assertEquals(SegmentRig.WRITER_ADDRESS, rig.sent.get(0).to());
        assertTrue(rig.accepted(1) && rig.accepted(2) && rig.accepted(3));
        assertEquals(
                List.of(1L, 2L, 3L),
                rig.votes().stream().map(vote -> vote.id().seq()).toList());
    }

    @Test
    void nothingIsSentBeforeTheWriteIsSynced() {
        List<Integer> sentAtEachStep = new ArrayList<>();
        rig.disk.setWriteHook(point -> sentAtEachStep.add(rig.sent.size()));

        rig.receive(propose(1, 101));

        assertEquals(List.of(0, 0, 0), sentAtEachStep);
        assertTrue(rig.accepted(1));
    }

    @ParameterizedTest
    @EnumSource
    void aPowerLossInTheMidstOfAWriteSendsNothingAndBringsBackNoHalfVote(WriteHook.Point where) {
        rig.disk.setWriteHook(point -> {
            if (point == where) {
                rig.disk.crash();
            }
        });

        rig.receive(propose(1, 101), propose(2, 102));

        assertEquals(List.of(), rig.sent);
        assertEquals(1, rig.failures.size());
        assertTrue(rig.driver().hasFailed());
        rig.disk.removeWriteHook();
        rig.reopen();
        // Whether the batch is there or not, both proposals are alike, and asking again gives votes that stay.
        rig.receive(propose(1, 101), propose(2, 102));
        assertTrue(rig.accepted(1) && rig.accepted(2));
    }

    @Test
    void whatWasAcceptedIsStillAcceptedAfterALossOfPower() {
        rig.receive(propose(1, 101));
        rig.disk.crash();
        rig.reopen();
        rig.sent.clear();

        // A rival on the same page, of the same writer: it must find the first one in its way.
        rig.receive(propose(2, 101));
        assertFalse(rig.accepted(2));
    }

    @Test
    void aFailedDriverDoesNothingAnyMore() {
        rig.disk.failNextSync();
        rig.receive(propose(1, 101));
        int failures = rig.failures.size();

        rig.receive(propose(2, 102));

        assertEquals(1, failures);
        assertEquals(1, rig.failures.size());
        assertEquals(List.of(), rig.sent);
        assertEquals(Long.MAX_VALUE, rig.driver().nextWakeNanos());
    }

    @Test
    void answersAReadAfterLookingAtTheDiskAndAnInspectionOnce() {
        rig.receive(new dev.sextant.conflict.message.SegmentMessage.ReadPage(5, new PageId(101), ReadPoint.ZERO));
        rig.drain(new SegmentInput.Inspect(8, ReadPoint.ZERO, ReadPoint.ZERO, new PageId(0), 10));

        assertEquals(1, rig.sent.size());
        assertTrue(rig.sent.get(0).messages().get(0) instanceof WriterMessage.PageBuilt, rig.sent.toString());
        assertEquals(1, rig.inspected.size());
        assertEquals(8, rig.inspected.get(0).requestId());
    }
}
