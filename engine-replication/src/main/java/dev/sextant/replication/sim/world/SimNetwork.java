package dev.sextant.replication.sim.world;

import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.fault.FaultCounts;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links between processes. What a node sends to an address goes to the process of that address it heard from last, as over a
 * connection, or else to the one that started last: so two processes that hold the same slot are told apart only by what
 * they say.
 */
public final class SimNetwork {
    private static final int REPAIR = SegmentId.COUNT + WriterId.MAX_COUNT;
    private static final int REPLICAS = REPAIR + 1;
    private static final int NODES = REPLICAS + ReplicaId.MAX_COUNT;

    private final VirtualTime time;
    private final NetworkProfile profile;
    private final RandomGenerator random;
    /** For what goes to read replicas and comes from them, so that the others draw what they would draw without. */
    private final RandomGenerator replicaRandom;

    private final FaultCounts bitten;
    private final Trace trace;
    private final LinkState[] links = new LinkState[NODES * NODES];
    /** By address the processes there, the one that started last at the end. */
    private final Map<NodeAddress, Set<SimProcess<?>>> processes = new TreeMap<>();

    private boolean calm;
    private long sent;

    SimNetwork(
            VirtualTime time,
            NetworkProfile profile,
            RandomGenerator random,
            RandomGenerator replicaRandom,
            FaultCounts bitten,
            Trace trace) {
        this.time = time;
        this.profile = profile;
        this.random = random;
        this.replicaRandom = replicaRandom;
        this.bitten = bitten;
        this.trace = trace;
        for (int i = 0; i < links.length; i++) {
            links[i] = new LinkState();
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

    private static int zone(NodeAddress node) {
        return switch (node.role()) {
            case SEGMENT -> node.segment().zone().ordinal();
            case WRITER -> node.writer().zone().ordinal();
            case REPAIR -> 0;
            case REPLICA -> node.replica().zone().ordinal();
        };
    }

    private RandomGenerator random(NodeAddress from, NodeAddress to) {
        return from.isReplica() || to.isReplica() ? replicaRandom : random;
    }

    LinkState link(NodeAddress from, NodeAddress to) {
        return links[ordinal(from) * NODES + ordinal(to)];
    }

    /** How many envelopes were sent. */
    public long sentCount() {
        return sent;
    }

    // ---- processes -------------------------------------------------------------------------------------------------

    void connect(SimProcess<?> process) {
        processes
                .computeIfAbsent(process.address(), address -> new LinkedHashSet<>())
                .add(process);
    }

    /** It is gone. With {@code resets} the others are told, as by connections that are reset. */
    void disconnect(SimProcess<?> process, boolean resets, Consumer<SimProcess<?>> tellGone) {
        Set<SimProcess<?>> there = processes.get(process.address());
        if (there == null || !there.remove(process)) {
            return;
        }
        if (resets && there.isEmpty()) {
            for (SimProcess<?> other : all()) {
                LinkState link = link(process.address(), other.address());
                time.after(delayNanos(process.address(), other.address(), link), () -> {
                    if (!link.isCut() && processAt(process.address()) == null) {
                        tellGone.accept(other);
                    }
                });
            }
        }
    }

    private List<SimProcess<?>> all() {
        List<SimProcess<?>> all = new ArrayList<>();
        processes.values().forEach(all::addAll);
        return all;
    }

    private @Nullable SimProcess<?> processAt(NodeAddress address) {
        SimProcess<?> last = null;
        for (SimProcess<?> process : processes.getOrDefault(address, Set.of())) {
            last = process;
        }
        return last;
    }

    private @Nullable SimProcess<?> route(SimProcess<?> from, NodeAddress to) {
        SimProcess<?> last = from.lastHeardAt(to);
        return last == null ? processAt(to) : last;
    }

    // ---- envelopes -------------------------------------------------------------------------------------------------

    /** From now on nothing goes wrong by itself; faults of single links stay. */
    public void calm() {
        calm = true;
    }

    /** Sends an envelope after the time that its sender still needs. */
    void send(SimProcess<?> from, NodeAddress to, List<Message> messages, long afterNanos) {
        sent++;
        LinkState link = link(from.address(), to);
        RandomGenerator drawn = random(from.address(), to);
        SimProcess<?> target = route(from, to);
        if (target == null || isLost(link, drawn)) {
            trace.event("lost", from.address(), to, messages);
            return;
        }
        long delay = afterNanos + delayNanos(from.address(), to, link);
        long arrival = Math.max(time.nowNanos() + delay, link.lastArrivalNanos + 1);
        if (!calm && draw(drawn, profile.reorderProbability())) {
            arrival = time.nowNanos() + delay + (long) (drawn.nextDouble() * delay * 4);
            if (arrival < link.lastArrivalNanos) {
                bitten.bit(FaultKind.NETWORK_REORDER);
            }
        } else {
            link.lastArrivalNanos = arrival;
        }
        deliverAt(arrival, from, target, link, messages);
        if (!calm && draw(drawn, profile.duplicateProbability())) {
            bitten.bit(FaultKind.NETWORK_DUPLICATE);
            deliverAt(arrival + drawn.nextLong(4 * delay + 1), from, target, link, messages);
        }
    }

    private boolean isLost(LinkState link, RandomGenerator drawn) {
        if (link.isCut()) {
            bitten(link);
            return true;
        }
        if (draw(drawn, link.dropProbability) || (!calm && draw(drawn, profile.dropProbability()))) {
            bitten.bit(FaultKind.NETWORK_DROP);
            return true;
        }
        return false;
    }

    private void bitten(LinkState link) {
        FaultKind kind = link.cutBy;
        bitten.bit(kind == null ? FaultKind.PARTITION : kind);
    }

    private long delayNanos(NodeAddress from, NodeAddress to, LinkState link) {
        RandomGenerator drawn = random(from, to);
        long least = zone(from) == zone(to) ? profile.withinZoneNanos() : profile.betweenZonesNanos();
        long delay = least + (long) (least * profile.jitter() * drawn.nextDouble());
        if (!calm && draw(drawn, profile.tailProbability())) {
            bitten.bit(FaultKind.NETWORK_DELAY);
            double depth = drawn.nextDouble();
            delay += (long) (profile.tailNanos() * depth * depth * depth);
        }
        if (link.extraDelayNanos > 0) {
            bitten.bit(FaultKind.SLOW_LINK);
            delay += link.extraDelayNanos;
        }
        return delay;
    }

    private static boolean draw(RandomGenerator drawn, double probability) {
        return probability > 0 && drawn.nextDouble() < probability;
    }

    private void deliverAt(
            long arrival, SimProcess<?> from, SimProcess<?> target, LinkState link, List<Message> messages) {
        time.at(arrival, () -> {
            if (link.isCut()) {
                bitten(link);
                trace.event("lost", from.address(), target.address(), messages);
            } else if (target.deliver(from.address(), messages)) {
                trace.event("recv", from.address(), target.address(), messages);
                target.heardFrom(from);
            }
        });
    }

    // ---- faults of links -------------------------------------------------------------------------------------------

    /** Nothing passes in this direction. */
    public void cut(NodeAddress from, NodeAddress to, FaultKind kind) {
        link(from, to).cut(kind);
    }

    /** Takes back one {@link #cut}. */
    public void mend(NodeAddress from, NodeAddress to) {
        link(from, to).mend();
    }

    /** Everything on the link, in this direction, is later by that much. */
    public void delay(NodeAddress from, NodeAddress to, long nanos) {
        link(from, to).extraDelayNanos = nanos;
    }

    /** Loses envelopes of the link, in this direction, with that probability. */
    public void drop(NodeAddress from, NodeAddress to, double probability) {
        link(from, to).dropProbability = probability;
    }

    /** Pulls the cable of the link, in this direction, or puts it back. */
    public void unplug(NodeAddress from, NodeAddress to, boolean unplugged) {
        link(from, to).unplugged = unplugged;
    }

    /** Takes away the faults of all links. */
    public void healAll() {
        for (LinkState link : links) {
            link.cuts = 0;
            link.cutBy = null;
            link.unplugged = false;
            link.extraDelayNanos = 0;
            link.dropProbability = 0;
        }
    }
}
