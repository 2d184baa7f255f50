package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterEvent;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.runtime.console.Timeline;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.storage.segment.SegmentEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What happens reaches the listener in order; a listener that throws or sleeps hurts nobody. */
class ClusterEventsTest {
    private static final SegmentId SEGMENT = new SegmentId(1);

    private static SegmentEvent step(int number) {
        return new SegmentEvent.RebuildAdvanced(0, "step " + number);
    }

    @Test
    void aListenerThatThrowsHearsTheNextEventAllTheSame() {
        List<ClusterEvent> heard = new CopyOnWriteArrayList<>();
        try (ClusterEvents events = new ClusterEvents(
                event -> {
                    heard.add(event);
                    throw new IllegalStateException("on purpose");
                },
                16,
                Recorder.NONE)) {
            events.segment(SEGMENT, step(1));
            events.segment(SEGMENT, step(2));
            Waiting.until("both were heard", () -> heard.size() == 2);
        }
        assertEquals(new ClusterEvent.RebuildAdvanced(SEGMENT, 1, "step 1"), heard.get(0));
        assertEquals(new ClusterEvent.RebuildAdvanced(SEGMENT, 1, "step 2"), heard.get(1));
    }

    @Test
    void eventsPassASlowListenerBy() throws Exception {
        List<ClusterEvent> heard = new CopyOnWriteArrayList<>();
        CountDownLatch began = new CountDownLatch(1);
        Semaphore mayGoOn = new Semaphore(0);
        try (ClusterEvents events = new ClusterEvents(
                event -> {
                    began.countDown();
                    mayGoOn.acquireUninterruptibly();
                    heard.add(event);
                },
                2,
                Recorder.NONE)) {
            events.segment(SEGMENT, step(0));
            began.await();
            for (int i = 1; i <= 10; i++) {
                events.segment(SEGMENT, step(i));
            }
            mayGoOn.release(100);
            Waiting.until("the queue is empty", () -> heard.size() == 3);
            events.segment(SEGMENT, step(11));
            Waiting.until("a later event is heard", () -> heard.size() == 4);
        }
        assertEquals(new ClusterEvent.RebuildAdvanced(SEGMENT, 1, "step 2"), heard.get(2));
        assertEquals(new ClusterEvent.RebuildAdvanced(SEGMENT, 1, "step 11"), heard.get(3));
    }

    @Test
    void theTimelineHasWhatAnOperatorWantsToFindLater() {
        WriterId writer = new WriterId(2);
        try (ClusterEvents events = new ClusterEvents(event -> {}, 16, Recorder.NONE)) {
            events.segment(SEGMENT, step(1));
            events.told(new ClusterEvent.SegmentReturned(SEGMENT, 3, Duration.ofSeconds(4)));
            events.writer(writer, new WriterEvent.Fenced(7));
            events.told(new ClusterEvent.SegmentLeftService(SEGMENT, "Its disk is gone.", false));
            assertEquals(
                    List.of(Timeline.Severity.INFO, Timeline.Severity.WARNING, Timeline.Severity.ERROR),
                    events.timeline().after(0).stream()
                            .map(Timeline.Entry::severity)
                            .toList());
            assertEquals(
                    "writer-2 was fenced: its slot was taken under incarnation 7.",
                    events.timeline().after(0).get(1).text());
        }
    }

    @Test
    void everyKindOfSegmentEventButTheOneItsHostTellsIsHeard() {
        List<ClusterEvent> heard = new CopyOnWriteArrayList<>();
        List<SegmentEvent> all = List.of(
                new SegmentEvent.Recovered(0, true, 1, 0, ReadPoint.ZERO),
                new SegmentEvent.RebuildBegan(1),
                step(1),
                new SegmentEvent.BecameWhole(1, ReadPoint.ZERO),
                new SegmentEvent.PageBroken(new PageId(7), "its chain has a gap"),
                new SegmentEvent.LoadFailed("a delta", "checksum"),
                new SegmentEvent.DiskDamaged("a delta is lost. Fetch it."),
                new SegmentEvent.CatchUpAdvanced(700, 3, 4, 5, -1),
                new SegmentEvent.CaughtUp(5_000_000_000L),
                new SegmentEvent.CopyBegan(new SegmentId(2), ReadPoint.ZERO),
                new SegmentEvent.CopyEnded(new SegmentId(2), 5, ReadPoint.ZERO),
                new SegmentEvent.LogKept(List.of(new SegmentId(2)), 5_000_000_000L, 1 << 20),
                new SegmentEvent.ReaderHoldsHistory(NodeAddress.of(new WriterId(0)), 5_000_000_000L, 9_000_000_000L),
                new SegmentEvent.ReaderCutOff(NodeAddress.of(new ReplicaId(3)), 9_000_000_000L),
                new SegmentEvent.OutOfService("unreadable", true));
        List<Class<?>> kinds = new ArrayList<>();
        all.forEach(event -> kinds.add(event.getClass()));
        assertEquals(
                List.of(SegmentEvent.class.getPermittedSubclasses()).stream()
                        .sorted(byName())
                        .toList(),
                kinds.stream().sorted(byName()).toList(),
                "a new kind must be told, too");
        try (ClusterEvents events = new ClusterEvents(heard::add, 16, Recorder.NONE)) {
            all.forEach(event -> events.segment(SEGMENT, event));
            Waiting.until("all were heard", () -> heard.size() == all.size() - 1);
        }
        for (ClusterEvent event : heard) {
            String message = event.message();
            assertTrue(message.startsWith("segment-1 ") && message.endsWith(".") && !message.contains(".."), message);
        }
    }

    private static java.util.Comparator<Class<?>> byName() {
        return java.util.Comparator.comparing(Class::getName);
    }
}
