package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskingInTurnTest {
    private final SegmentView segments = new Desks().segments;
    private final AskingInTurn asking = new AskingInTurn(segments);

    @BeforeEach
    void allAreThere() {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.heard(new SegmentId(index), 0, 0);
            segments.status(new SegmentId(index), true, ReadPoint.ZERO, ReadPoint.ZERO);
        }
    }

    private Set<SegmentId> next(int count) {
        Set<SegmentId> asked = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            asked.add(asking.next(0));
        }
        return asked;
    }

    /** Found by a simulated world: a replica never asked the one segment that still had what it missed. */
    @Test
    void bugEverySegmentHasItsTurnHoweverOftenTheOrderTurnsMeanwhile() {
        for (int others = 0; others < 7; others++) {
            Set<SegmentId> asked = new TreeSet<>();
            for (int i = 0; i < SegmentId.COUNT; i++) {
                for (int other = 0; other < others; other++) {
                    segments.readOrder(0);
                }
                asked.add(asking.next(0));
            }
            assertEquals(SegmentId.COUNT, asked.size(), "with " + others + " others between");
        }
    }

    @Test
    void theNearestComeFirst() {
        Set<SegmentId> ofItsZone = Set.copyOf(List.of(new SegmentId(0), new SegmentId(1)));
        assertEquals(ofItsZone, next(2));
        next(2);
        asking.told();
        assertEquals(ofItsZone, next(2));
    }

    @Test
    void afterAllItBeginsAnew() {
        assertEquals(6, next(6).size());
        assertEquals(Set.of(new SegmentId(0), new SegmentId(1)), next(2));
    }
}
