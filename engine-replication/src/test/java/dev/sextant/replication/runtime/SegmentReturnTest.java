package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterEvent.SegmentLeftService;
import dev.sextant.api.ClusterEvent.SegmentReturned;
import dev.sextant.api.ClusterEvent.SegmentStillAway;
import dev.sextant.api.ClusterStatus.Outage;
import dev.sextant.api.SegmentId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.LinkLatency;
import dev.sextant.api.config.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A segment that is away is tried again, ever less often, until it is back, and what is told is told once. */
class SegmentReturnTest {
    private static final long SECOND = 1_000_000_000;
    private static final SegmentId SEGMENT = new SegmentId(2);
    private static final Trouble FULL = new Trouble("The disk is full.", true, false, null);
    private static final Trouble DAMAGED = new Trouble("The disk is damaged.", false, true, null);

    private final FakeClock clock = new FakeClock();
    private final Random random = new Random(7);
    private final List<ClusterEvent> told = new CopyOnWriteArrayList<>();
    private final ClusterEvents events = new ClusterEvents(told::add, 1_024, Recorder.NONE);
    private final List<Long> triedNanos = new ArrayList<>();
    private @Nullable Trouble inTheWay = FULL;
    private Runnable whileTrying = () -> {};

    private final SegmentReturn segment = new SegmentReturn(
            new NodeContext(
                    ClusterConfig.inMemory()
                            .timeouts(Timeouts.builder()
                                    .segmentReturn(Duration.ofSeconds(1))
                                    .segmentReturnLongest(Duration.ofSeconds(8))
                                    .build())
                            .build(),
                    clock,
                    new InProcessNetwork(LinkLatency.NONE, clock, random),
                    events,
                    random,
                    Runnable::run),
            SEGMENT,
            this::attempt);

    private @Nullable Trouble attempt() {
        triedNanos.add(clock.nowNanos());
        whileTrying.run();
        return inTheWay;
    }

    @AfterEach
    void close() {
        events.close();
    }

    private List<ClusterEvent> told(int count) {
        Waiting.until(() -> count + " events were told, not " + told, () -> told.size() >= count);
        return List.copyOf(told);
    }

    private Outage outage() {
        return segment.outage().orElseThrow();
    }

    @Test
    void itIsBackAtTheFirstTryAfterTheCauseIsGone() {
        segment.left(FULL);
        assertEquals("The disk is full.", outage().problem());
        assertTrue(outage().nextTry().orElseThrow().compareTo(Duration.ofSeconds(1)) <= 0);
        clock.pass(2 * SECOND);
        assertTrue(segment.isAway());
        int inVain = triedNanos.size();
        assertEquals(inVain, outage().tries());
        assertEquals(Duration.ofSeconds(2), outage().awayFor());

        inTheWay = null;
        clock.pass(4 * SECOND);

        assertFalse(segment.isAway());
        assertTrue(segment.outage().isEmpty());
        assertEquals(inVain + 1, triedNanos.size());
        List<ClusterEvent> both = told(2);
        assertEquals(new SegmentLeftService(SEGMENT, "The disk is full.", true), both.get(0));
        SegmentReturned returned = (SegmentReturned) both.get(1);
        assertEquals(inVain + 1, returned.tries());
        clock.pass(100 * SECOND);
        assertEquals(inVain + 1, triedNanos.size(), "what is back is not tried");
        assertEquals(2, told.size());
    }

    @Test
    void pausesGrowToTheLongestAndWhatIsToldIsBounded() {
        segment.left(FULL);
        clock.pass(200 * SECOND);

        long previous = 1_000;
        long longest = 0;
        for (int i = 0; i < triedNanos.size(); i++) {
            long pause = triedNanos.get(i) - previous;
            long full = Math.min(8, 1L << Math.min(i, 3)) * SECOND;
            assertTrue(pause >= full / 2 && pause <= full, "pause " + i + " took " + pause);
            longest = Math.max(longest, pause);
            previous = triedNanos.get(i);
        }
        assertTrue(triedNanos.size() >= 25, "tried " + triedNanos.size() + " times");
        assertTrue(longest > 6 * SECOND);
        int again = (int) (200 * SECOND / SegmentReturn.TOLD_AGAIN_NANOS);
        List<ClusterEvent> all = told(again / 2);
        assertTrue(all.size() <= again + 1, all::toString);
        assertTrue(all.get(1) instanceof SegmentStillAway, all::toString);
    }

    @Test
    void damageIsNotTriedAgainButReplaced() {
        segment.left(DAMAGED);
        clock.pass(1_000 * SECOND);

        assertEquals(List.of(), triedNanos);
        assertTrue(outage().nextTry().isEmpty());
        assertEquals(List.of(new SegmentLeftService(SEGMENT, "The disk is damaged.", true)), told(1));
    }

    @Test
    void damageThatATryFindsEndsTheTries() {
        segment.left(FULL);
        inTheWay = DAMAGED;
        clock.pass(1_000 * SECOND);

        assertEquals(1, triedNanos.size());
        assertEquals("The disk is damaged.", outage().problem());
        assertTrue(outage().nextTry().isEmpty());
    }

    @Test
    void whatFailsSoonAfterItsReturnIsNotTriedSoonAgain() {
        segment.left(FULL);
        clock.pass(20 * SECOND);
        inTheWay = null;
        clock.pass(8 * SECOND);
        assertFalse(segment.isAway());

        segment.left(FULL);
        assertTrue(outage().nextTry().orElseThrow().compareTo(Duration.ofSeconds(4)) >= 0);
        clock.pass(8 * SECOND);
        assertFalse(segment.isAway());
        clock.pass(9 * SECOND);

        segment.left(FULL);
        assertTrue(outage().nextTry().orElseThrow().compareTo(Duration.ofSeconds(1)) <= 0, "it had served well");
    }

    @Test
    void whatFailsWhileItIsTriedIsStillAway() {
        segment.left(FULL);
        inTheWay = null;
        whileTrying = () -> segment.left(FULL);
        clock.pass(20 * SECOND);
        assertTrue(segment.isAway());
        assertEquals(FULL.problem(), outage().problem());

        whileTrying = () -> {};
        clock.pass(8 * SECOND);
        assertFalse(segment.isAway());
        assertEquals(
                2,
                told(2).stream().filter(e -> !(e instanceof SegmentStillAway)).count());
    }

    @Test
    void whoWasKilledMeanwhileStaysDown() {
        segment.left(FULL);
        segment.forget();
        clock.pass(100 * SECOND);
        assertEquals(List.of(), triedNanos);

        segment.left(FULL);
        whileTrying = segment::forget;
        inTheWay = FULL;
        clock.pass(100 * SECOND);
        assertEquals(1, triedNanos.size());
        assertFalse(segment.isAway());
    }
}
