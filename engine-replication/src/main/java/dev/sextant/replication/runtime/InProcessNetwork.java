package dev.sextant.replication.runtime;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.LinkLatency;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links between the nodes of one process. Each pair has one for each direction, with a delay from the zones of its ends
 * and faults made on purpose. An envelope that finds its link cut or lossy, its receiver gone or its receiver's mailbox full
 * is lost whole.
 *
 * <p>Thread safety: any thread; those that send for one node take turns.
 */
final class InProcessNetwork implements Switchboard {
    private static final int REPAIR = SegmentId.COUNT + WriterId.MAX_COUNT;
    private static final int REPLICAS = REPAIR + 1;
    private static final int NODES = REPLICAS + ReplicaId.MAX_COUNT;

    private final Link[] links = new Link[NODES * NODES];
    private final AtomicReferenceArray<@Nullable Receiver> receivers = new AtomicReferenceArray<>(NODES);
    private final RandomGenerator random;
    private final LongAdder lost = new LongAdder();

    InProcessNetwork(LinkLatency latency, Clock clock, RandomGenerator random) {
        this.random = random;
        for (int from = 0; from < NODES; from++) {
            for (int to = 0; to < NODES; to++) {
                boolean within = zone(address(from)) == zone(address(to));
                long delay = (within ? latency.withinZone() : latency.betweenZones()).toNanos();
                links[from * NODES + to] = new Link(clock, delay);
            }
        }
    }

    private static int ordinal(NodeAddress node) {
        return switch (node.role()) {
            case SEGMENT -> node.index();
            case WRITER -> SegmentId.COUNT + node.index();
            case REPAIR -> REPAIR;
            case REPLICA -> REPLICAS + node.index();
        };
    }

    private static NodeAddress address(int ordinal) {
        if (ordinal == REPAIR) {
            return NodeAddress.REPAIR;
        }
        if (ordinal >= REPLICAS) {
            return NodeAddress.of(new ReplicaId(ordinal - REPLICAS));
        }
        return ordinal < SegmentId.COUNT
                ? NodeAddress.of(new SegmentId(ordinal))
                : NodeAddress.of(new WriterId(ordinal - SegmentId.COUNT));
    }

    private static AvailabilityZone zone(NodeAddress node) {
        return switch (node.role()) {
            case SEGMENT -> node.segment().zone();
            case WRITER -> node.writer().zone();
            case REPAIR -> AvailabilityZone.values()[0];
            case REPLICA -> node.replica().zone();
        };
    }

    private Link link(NodeAddress from, NodeAddress to) {
        return links[ordinal(from) * NODES + ordinal(to)];
    }

    // ---- nodes -----------------------------------------------------------------------------------------------------

    @Override
    public void connect(NodeAddress node, Receiver receiver) {
        receivers.set(ordinal(node), receiver);
    }

    /** As when a process dies and its connections are reset. */
    @Override
    public void disconnect(NodeAddress node, Receiver receiver) {
        if (!receivers.compareAndSet(ordinal(node), receiver, null)) {
            return;
        }
        for (int i = 0; i < NODES; i++) {
            NodeAddress other = address(i);
            if (!other.equals(node)) {
                Link link = link(node, other);
                link.pass(() -> tellGone(node, other, link));
            }
        }
    }

    private void tellGone(NodeAddress gone, NodeAddress other, Link link) {
        Receiver receiver = receivers.get(ordinal(other));
        // Not if it is back: its news of being gone would be taken for that of the new one.
        if (receiver != null && !link.isCut() && receivers.get(ordinal(gone)) == null) {
            receiver.peerGone(gone);
        }
    }

    @Override
    public void send(NodeAddress from, NodeAddress to, List<Message> messages) {
        Link link = link(from, to);
        if (link.isCut() || isDropped(link)) {
            lost.increment();
        } else {
            link.pass(() -> deliver(from, to, link, messages));
        }
    }

    private boolean isDropped(Link link) {
        double probability = link.dropProbability();
        return probability > 0 && random.nextDouble() < probability;
    }

    private void deliver(NodeAddress from, NodeAddress to, Link link, List<Message> messages) {
        Receiver receiver = receivers.get(ordinal(to));
        if (link.isCut() || receiver == null || !receiver.deliver(from, messages)) {
            lost.increment();
        }
    }

    /** How many envelopes were lost, for whatever reason. */
    long lost() {
        return lost.sum();
    }

    // ---- faults ----------------------------------------------------------------------------------------------------

    /** Cuts or mends one direction. */
    void cutOneWay(NodeAddress from, NodeAddress to, boolean cut) {
        link(from, to).setCut(cut);
    }

    /** Does something to both directions between two nodes. */
    void change(NodeAddress a, NodeAddress b, Consumer<? super Link> change) {
        change.accept(link(a, b));
        change.accept(link(b, a));
    }

    /** Takes away the faults of all links. */
    void healAll() {
        for (Link link : links) {
            link.heal();
        }
    }
}
