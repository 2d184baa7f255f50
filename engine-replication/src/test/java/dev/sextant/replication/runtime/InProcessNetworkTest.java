package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.LinkLatency;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Links deliver in order, whole envelopes or nothing, after their delay and through no cut. */
class InProcessNetworkTest {
    private static final long FAR_NANOS = 500;
    private static final long NEAR_NANOS = 20;

    private static final NodeAddress WRITER = NodeAddress.of(new WriterId(0));
    private static final NodeAddress OTHER_WRITER = NodeAddress.of(new WriterId(1));
    private static final NodeAddress SAME_ZONE = NodeAddress.of(new SegmentId(1));
    private static final NodeAddress OTHER_ZONE = NodeAddress.of(new SegmentId(4));

    private final FakeClock clock = new FakeClock();
    private final InProcessNetwork network = network(LinkLatency.NONE);
    private final Inbox inbox = new Inbox();

    /** What a node got. */
    private static final class Inbox implements Switchboard.Receiver {
        final List<List<Long>> envelopes = new ArrayList<>();
        final List<NodeAddress> gone = new ArrayList<>();
        boolean full;

        @Override
        public boolean deliver(NodeAddress from, List<Message> messages) {
            if (!full) {
                envelopes.add(messages.stream()
                        .map(message -> ((SegmentMessage.AskHighest) message).requestId())
                        .toList());
            }
            return !full;
        }

        @Override
        public void peerGone(NodeAddress peer) {
            gone.add(peer);
        }
    }

    private InProcessNetwork network(LinkLatency latency) {
        return new InProcessNetwork(latency, clock, new Random(5));
    }

    private static Switchboard.Receiver connect(InProcessNetwork network, NodeAddress node, Inbox inbox) {
        network.connect(node, inbox);
        return inbox;
    }

    private static List<Message> letter(long... numbers) {
        List<Message> messages = new ArrayList<>();
        for (long number : numbers) {
            messages.add(new SegmentMessage.AskHighest(number));
        }
        return messages;
    }

    @Test
    void withoutDelayAnEnvelopeArrivesAtOnceAndWhole() {
        connect(network, SAME_ZONE, inbox);
        network.send(WRITER, SAME_ZONE, letter(1, 2));

        assertEquals(List.of(List.of(1L, 2L)), inbox.envelopes);
    }

    @Test
    void theDelayIsThatOfTheZones() {
        InProcessNetwork slow = network(new LinkLatency(Duration.ofNanos(FAR_NANOS), Duration.ofNanos(NEAR_NANOS)));
        connect(slow, SAME_ZONE, inbox);
        connect(slow, OTHER_ZONE, inbox);
        slow.send(WRITER, OTHER_ZONE, letter(2));
        slow.send(WRITER, SAME_ZONE, letter(1));

        clock.pass(NEAR_NANOS - 1);
        assertEquals(List.of(), inbox.envelopes);
        clock.pass(1);
        assertEquals(List.of(List.of(1L)), inbox.envelopes);
        clock.pass(FAR_NANOS - NEAR_NANOS);
        assertEquals(List.of(List.of(1L), List.of(2L)), inbox.envelopes);
    }

    @Test
    void nothingOvertakesOnALinkWhoseDelayShrinks() {
        connect(network, SAME_ZONE, inbox);
        network.change(WRITER, SAME_ZONE, link -> link.setAddedDelayNanos(300));
        network.send(WRITER, SAME_ZONE, letter(1));
        network.change(WRITER, SAME_ZONE, link -> link.setAddedDelayNanos(10));
        network.send(WRITER, SAME_ZONE, letter(2));
        network.change(WRITER, SAME_ZONE, Link::heal);
        network.send(WRITER, SAME_ZONE, letter(3));

        clock.pass(299);
        assertEquals(List.of(), inbox.envelopes);
        clock.pass(1);
        assertEquals(List.of(List.of(1L), List.of(2L), List.of(3L)), inbox.envelopes);
        network.send(WRITER, SAME_ZONE, letter(4));
        assertEquals(4, inbox.envelopes.size());
    }

    @Test
    void aCutLosesWhatIsSentAndWhatIsUnderWayInItsDirectionOnly() {
        connect(network, SAME_ZONE, inbox);
        connect(network, WRITER, inbox);
        network.change(WRITER, SAME_ZONE, link -> link.setAddedDelayNanos(100));
        network.send(WRITER, SAME_ZONE, letter(1));
        network.send(SAME_ZONE, WRITER, letter(2));
        network.cutOneWay(WRITER, SAME_ZONE, true);
        network.send(WRITER, SAME_ZONE, letter(3));
        clock.pass(100);

        assertEquals(List.of(List.of(2L)), inbox.envelopes);
        assertEquals(2, network.lost());
        network.healAll();
        network.send(WRITER, SAME_ZONE, letter(4));
        assertEquals(List.of(List.of(2L), List.of(4L)), inbox.envelopes);
    }

    @Test
    void aLossyLinkLosesAboutItsShare() {
        connect(network, SAME_ZONE, inbox);
        network.change(WRITER, SAME_ZONE, link -> link.setDropProbability(0.25));
        for (int i = 0; i < 4_000; i++) {
            network.send(WRITER, SAME_ZONE, letter(i));
        }

        assertEquals(4_000, network.lost() + inbox.envelopes.size());
        assertTrue(network.lost() > 850 && network.lost() < 1_150, "lost " + network.lost());
    }

    @Test
    void aFullMailboxLosesTheWholeEnvelopeAndIsCounted() {
        connect(network, SAME_ZONE, inbox);
        inbox.full = true;
        network.send(WRITER, SAME_ZONE, letter(1, 2));
        inbox.full = false;
        network.send(WRITER, SAME_ZONE, letter(3));

        assertEquals(List.of(List.of(3L)), inbox.envelopes);
        assertEquals(1, network.lost());
    }

    @Test
    void theDeathOfANodeIsToldWhereALinkLeads() {
        Inbox dead = new Inbox();
        Inbox unreachable = new Inbox();
        Switchboard.Receiver connected = connect(network, WRITER, dead);
        connect(network, OTHER_WRITER, inbox);
        connect(network, SAME_ZONE, unreachable);
        network.cutOneWay(WRITER, SAME_ZONE, true);

        network.disconnect(WRITER, connected);

        assertEquals(List.of(WRITER), inbox.gone);
        assertEquals(List.of(), unreachable.gone);
        network.send(OTHER_WRITER, WRITER, letter(1));
        assertEquals(List.of(), dead.envelopes);
        assertEquals(1, network.lost());
    }

    @Test
    void whoCameBackIsNotSaidToBeGone() {
        connect(network, OTHER_WRITER, inbox);
        network.change(WRITER, OTHER_WRITER, link -> link.setAddedDelayNanos(100));
        Switchboard.Receiver first = connect(network, WRITER, new Inbox());
        network.disconnect(WRITER, first);
        connect(network, WRITER, new Inbox());
        // A run that ended long ago must not take its successor off the network.
        network.disconnect(WRITER, first);
        clock.pass(100);

        assertEquals(List.of(), inbox.gone);
    }
}
