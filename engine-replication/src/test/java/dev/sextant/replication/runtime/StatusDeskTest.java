package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterState;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.runtime.console.Statuses;
import dev.sextant.replication.runtime.console.Timeline;
import dev.sextant.replication.wire.PeerFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusDeskTest {
    private static final long SECOND = 1_000_000_000;
    private static final ClusterStatus OWN = new ClusterStatus(
            List.of(Statuses.writer(0, WriterState.OPEN, 1, 0)), List.of(Statuses.segment(0, SegmentState.UP)));
    private static final ClusterStatus OTHER = new ClusterStatus(
            List.of(Statuses.writer(1, WriterState.OPEN, 1, 0)), List.of(Statuses.segment(2, SegmentState.UP)));

    private final FakeClock clock = new FakeClock();
    private final Lines lines = new Lines();
    private final Timeline own = new Timeline(0);
    private final Timeline all = new Timeline(0);
    private final StatusDesk desk = new StatusDesk(clock, lines, () -> OWN, own, all);

    /** Remembers what was sent. */
    private static final class Lines implements StatusDesk.Links {
        final List<String> connected = new ArrayList<>(List.of("b"));
        final List<NodeAddress> more = new ArrayList<>();
        final List<PeerFrame> sent = new ArrayList<>();

        @Override
        public boolean send(String peer, PeerFrame frame) {
            sent.add(frame);
            return true;
        }

        @Override
        public List<String> statusPeers() {
            return connected;
        }

        @Override
        public Collection<NodeAddress> hosts(String peer) {
            List<NodeAddress> hosts = new ArrayList<>(more);
            OTHER.segments().forEach(segment -> hosts.add(NodeAddress.of(segment.id())));
            OTHER.writers().forEach(writer -> hosts.add(NodeAddress.of(writer.id())));
            return hosts;
        }

        List<PeerFrame> taken() {
            List<PeerFrame> taken = List.copyOf(sent);
            sent.clear();
            return taken;
        }
    }

    private static PeerFrame.Event event(long number) {
        return new PeerFrame.Event(number, number, PeerFrame.Severity.WARNING, "event " + number);
    }

    private void look() {
        desk.look();
        lines.sent.clear();
    }

    private static List<String> texts(Timeline timeline) {
        return timeline.after(0).stream().map(Timeline.Entry::text).toList();
    }

    @Test
    void eachLookAsksForWhatIsNew() {
        desk.look();
        assertEquals(List.of(new PeerFrame.AskStatus(0)), lines.taken());
        assertEquals("", desk.answered("b", new PeerFrame.Status(OTHER, List.of(event(3), event(4)))));
        desk.look();
        assertEquals(List.of(new PeerFrame.AskStatus(4)), lines.taken());
        assertEquals(List.of("event 3", "event 4"), texts(all));
    }

    @Test
    void whoAsksBeforeAnythingIsKnownIsNotAnswered() {
        desk.asked("b", new PeerFrame.AskStatus(0));
        assertEquals(List.of(), lines.taken());
    }

    @Test
    void anEventThatIsToldTwiceHappenedOnce() {
        desk.answered("b", new PeerFrame.Status(OTHER, List.of(event(1), event(2))));
        desk.answered("b", new PeerFrame.Status(OTHER, List.of(event(2), event(3))));
        desk.answered("b", new PeerFrame.Status(OTHER, List.of()));
        desk.answered("b", new PeerFrame.Status(OTHER, List.of(event(1))));
        assertEquals(List.of("event 1", "event 2", "event 3"), texts(all));
    }

    @Test
    void whatIsOldOrFromOneThatIsGoneIsNotThePresent() {
        assertEquals(new StatusDesk.Told(Map.of(), Map.of()), desk.told());
        desk.answered("b", new PeerFrame.Status(OTHER, List.of()));
        StatusDesk.Told present = new StatusDesk.Told(Map.of("b", OTHER), Map.of());
        StatusDesk.Told former = new StatusDesk.Told(Map.of(), Map.of("b", OTHER));
        assertEquals(present, desk.told());
        lines.connected.clear();
        assertEquals(former, desk.told());
        lines.connected.add("b");
        clock.pass(3 * SECOND);
        assertEquals(present, desk.told());
        clock.pass(1);
        assertEquals(former, desk.told());
    }

    @Test
    void itTellsHowItIsAndWhatHasHappenedHere() {
        look();
        own.add(7, Timeline.Severity.ERROR, "one");
        long heard = own.after(0).get(0).number();
        own.add(8, Timeline.Severity.INFO, "two");
        all.add(9, Timeline.Severity.INFO, "what others told is not told on");
        desk.asked("b", new PeerFrame.AskStatus(heard));
        PeerFrame.Event event = new PeerFrame.Event(heard + 1, 8, PeerFrame.Severity.INFO, "two");
        assertEquals(List.of(new PeerFrame.Status(OWN, List.of(event))), lines.taken());
    }

    @Test
    void whoAsksTooOftenIsNotAnswered() {
        look();
        for (int i = 0; i < 100; i++) {
            desk.asked("b", new PeerFrame.AskStatus(0));
        }
        assertEquals(1, lines.taken().size());
        desk.asked("c", new PeerFrame.AskStatus(0));
        assertEquals(1, lines.taken().size(), "another one is");
        clock.pass(SECOND / 10);
        desk.asked("b", new PeerFrame.AskStatus(0));
        assertEquals(1, lines.taken().size());
    }

    @Test
    void ofManyEventsTheNewestAreTold() {
        look();
        for (int i = 0; i < 100; i++) {
            own.add(i, Timeline.Severity.INFO, "event " + i);
        }
        desk.asked("b", new PeerFrame.AskStatus(0));
        PeerFrame.Status status = (PeerFrame.Status) lines.taken().get(0);
        assertEquals(32, status.events().size());
        assertEquals("event 99", status.events().get(31).text());
    }

    @Test
    void nobodyTellsOfWhatItDoesNotHost() {
        String wrong = desk.answered("b", new PeerFrame.Status(OWN, List.of(event(1))));
        assertTrue(wrong.contains("segment-0"), wrong);
        assertEquals(new StatusDesk.Told(Map.of(), Map.of()), desk.told());
        assertEquals(List.of(), texts(all));
    }

    @Test
    void nobodyTellsOfAReplicaThatItDoesNotHost() {
        ClusterStatus more =
                new ClusterStatus(OTHER.writers(), OTHER.segments(), List.of(Statuses.replica(3, ReplicaState.OPEN)));
        String wrong = desk.answered("b", new PeerFrame.Status(more, List.of()));
        assertTrue(wrong.contains("replica-3"), wrong);
        assertEquals(new StatusDesk.Told(Map.of(), Map.of()), desk.told());
        lines.more.add(NodeAddress.of(new ReplicaId(3)));
        assertEquals("", desk.answered("b", new PeerFrame.Status(more, List.of())));
        assertEquals(new StatusDesk.Told(Map.of("b", more), Map.of()), desk.told());
    }
}
