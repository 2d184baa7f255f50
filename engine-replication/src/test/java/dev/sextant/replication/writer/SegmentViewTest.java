package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import org.junit.jupiter.api.Test;

/** Who has history that somebody lacks, and who has none any more. */
class SegmentViewTest {
    private static final long NOW = 1_000_000_000;

    private final SegmentView view = new SegmentView(new Desks().settings.reader());

    private static ReadPoint upTo(long seq) {
        return ReadPoint.ZERO.with(new WriterId(1), seq, new long[0]);
    }

    private void says(int segment, boolean whole, long held, long floor) {
        view.heard(new SegmentId(segment), 0, NOW);
        view.status(new SegmentId(segment), whole, upTo(held), upTo(floor));
    }

    @Test
    void whoIsBehindEveryFloorIsLeftBehind() {
        says(0, true, 100, 50);
        says(1, true, 100, 60);
        assertFalse(view.leftBehind(upTo(40), NOW), "the others may tell what two do not");
        says(2, true, 100, 41);
        assertTrue(view.leftBehind(upTo(40), NOW));
        assertFalse(view.leftBehind(upTo(41), NOW));
        says(3, true, 100, 30);
        assertFalse(view.leftBehind(upTo(40), NOW), "one that tells is enough");
        says(3, false, 100, 30);
        assertTrue(view.leftBehind(upTo(40), NOW), "one that is rebuilt tells nothing");
        assertFalse(view.leftBehind(upTo(40), NOW + 3_600_000_000_000L), "nobody is in reach");
    }

    @Test
    void aWriterStartsAtNoPointBelowAFloor() {
        says(0, true, 100, 50);
        says(1, true, 90, 20);
        assertTrue(view.coversFloors(upTo(50), NOW));
        assertFalse(view.coversFloors(upTo(49), NOW));
        assertTrue(view.coversFloors(upTo(1), NOW + 3_600_000_000_000L), "nobody is in reach");
    }
}
