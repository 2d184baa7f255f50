package dev.sextant.replication.world;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.TieRule;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.node.NodeDriver;
import dev.sextant.replication.node.NodeEvents;
import dev.sextant.replication.node.SegmentDriver;
import dev.sextant.replication.node.WriterDriver;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.Residency;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterCore;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.replication.writer.WriterSettings;
import dev.sextant.replication.writer.WriterState;
import dev.sextant.storage.memory.MemoryDisk;
import dev.sextant.storage.memory.MemoryStore;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.segment.SegmentCore;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.segment.SegmentSettings;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Writers and segments on a network that delays, reorders between links, loses and cuts; disks that forget at a crash. */
public final class World {
    public static final long MICRO = 1_000;
    public static final long MILLI = 1_000_000;
    public static final long SECOND = 1_000_000_000;

    private static final long SYNC_NANOS = 200 * MICRO;

    final SplittableRandom random;
    private final int writerCount;
    private final Timeouts timeouts;
    private final TieRule tieRule;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final TreeMap<NodeAddress, Node<?>> nodes = new TreeMap<>();
    private final TreeMap<String, Long> lastArrival = new TreeMap<>();
    private final TreeSet<String> cut = new TreeSet<>();
    private final MemoryDisk[] disks = new MemoryDisk[SegmentId.COUNT];
    private final SegmentCore[] segments = new SegmentCore[SegmentId.COUNT];
    private final long[] generations = new long[SegmentId.COUNT];
    private final UUID volume = new UUID(1, 2);
    private final List<String> log = new ArrayList<>();
    private long now;
    private long sequence;
    private double dropProbability;
    private final long linkNanos = 500 * MICRO;

    private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private static final class Node<I> {
        final NodeDriver<I> driver;
        final List<I> inbox = new ArrayList<>();
        final long costNanos;
        boolean scheduled;
        boolean dead;
        long busyUntil;
        long wakeAt = Long.MAX_VALUE;

        Node(NodeDriver<I> driver, long costNanos) {
            this.driver = driver;
            this.costNanos = costNanos;
        }
    }

    /** A running writer and what a client needs of it. */
    public static final class Writer {
        public final WriterId id;
        public final BufferPool pool;
        public final SnapshotRegistry snapshots;
        final WriterCore core;
        final TreeMap<Long, Consumer<ClientAnswer>> requests = new TreeMap<>();
        boolean dead;
        private long nextRequest;

        Writer(WriterId id, BufferPool pool, SnapshotRegistry snapshots, WriterCore core) {
            this.id = id;
            this.pool = pool;
            this.snapshots = snapshots;
            this.core = core;
        }

        public boolean isOpen() {
            return !dead && core.report().state() == WriterState.OPEN;
        }

        public WriterReport report() {
            return core.report();
        }
    }

    private final Writer[] writers;

    public World(long seed, int writerCount) {
        this(seed, writerCount, TieRule.DEFAULT);
    }

    public World(long seed, int writerCount, TieRule tieRule) {
        random = new SplittableRandom(seed);
        this.writerCount = writerCount;
        this.tieRule = tieRule;
        timeouts = Timeouts.DEFAULT;
        writers = new Writer[writerCount];
        for (int index = 0; index < SegmentId.COUNT; index++) {
            disks[index] = new MemoryDisk("disk-" + index);
            MemoryStore.create(disks[index], identity(index)).close();
            startSegment(index);
        }
        for (int slot = 0; slot < writerCount; slot++) {
            startWriter(slot);
        }
    }

    private StoreIdentity identity(int segment) {
        return StoreIdentity.of(volume, new SegmentId(segment));
    }

    public static NodeAddress writerAddress(int slot) {
        return NodeAddress.of(new WriterId(slot));
    }

    public static NodeAddress segmentAddress(int index) {
        return NodeAddress.of(new SegmentId(index));
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    public long now() {
        return now;
    }

    public void at(long when, Runnable action) {
        events.add(new Event(Math.max(when, now), sequence++, action));
    }

    public void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    public void runFor(long nanos) {
        runUntil(now + nanos, () -> false);
    }

    /** Runs until the condition holds; tells whether it did before the time was over. */
    public boolean runUntil(long deadline, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.at() > deadline) {
                now = deadline;
                return condition.getAsBoolean();
            }
            events.poll();
            now = next.at();
            next.action().run();
        }
        return true;
    }

    public boolean await(long nanos, BooleanSupplier condition) {
        return runUntil(now + nanos, condition);
    }

    // ---- nodes -----------------------------------------------------------------------------------------------------

    private <I> void input(Node<I> node, I input) {
        if (!node.dead) {
            node.inbox.add(input);
            schedule(node, now);
        }
    }

    private void schedule(Node<?> node, long when) {
        if (!node.scheduled) {
            node.scheduled = true;
            at(Math.max(when, node.busyUntil), () -> drain(node));
        }
    }

    private <I> void drain(Node<I> node) {
        node.scheduled = false;
        if (node.dead) {
            return;
        }
        List<I> inputs = List.copyOf(node.inbox);
        node.inbox.clear();
        node.busyUntil = now + node.costNanos;
        node.driver.drain(inputs, now);
        long wake = node.driver.nextWakeNanos();
        if (wake != Long.MAX_VALUE && (wake < node.wakeAt || node.wakeAt <= now)) {
            node.wakeAt = Math.max(wake, now + 1);
            at(node.wakeAt, () -> schedule(node, now));
        }
    }

    public void startSegment(int index) {
        SegmentId id = new SegmentId(index);
        NodeAddress address = NodeAddress.of(id);
        SegmentCore core =
                new SegmentCore(SegmentSettings.of(id, generations[index]).withLayout(SegmentLayout.FULL_AND_TAIL));
        segments[index] = core;
        SegmentDriver driver = new SegmentDriver(
                id,
                core,
                MemoryStore.open(disks[index], identity(index)),
                (from, to, messages) -> send(from, to, messages),
                new Log(),
                (SegmentEffect.Inspected inspected) -> {});
        Node<SegmentInput> node = new Node<>(driver, SYNC_NANOS);
        nodes.put(address, node);
        input(node, new SegmentInput.Start());
    }

    public void crashSegment(int index) {
        kill(NodeAddress.of(new SegmentId(index)));
        disks[index].crash();
    }

    /** Whether no segment is being rebuilt, or about to be. */
    public boolean isWhole() {
        return Arrays.stream(segments).allMatch(segment -> segment.counters().whole());
    }

    public void loseDisk(int index) {
        crashSegment(index);
        generations[index]++;
        disks[index].lose();
        MemoryStore.create(disks[index], identity(index)).close();
        startSegment(index);
    }

    public void startWriter(int slot) {
        WriterId id = new WriterId(slot);
        List<WriterId> peers = new ArrayList<>();
        for (int other = 0; other < writerCount; other++) {
            if (other != slot) {
                peers.add(new WriterId(other));
            }
        }
        BufferPool pool = new BufferPool(new KeepAll());
        SnapshotRegistry snapshots = new SnapshotRegistry(pool);
        WriterSettings settings = new WriterSettings(
                id,
                random.nextLong() >>> 8,
                peers,
                slot % 3,
                Quorums.SIX,
                PageFormat.DEFAULT,
                timeouts,
                Limits.DEFAULT,
                tieRule,
                nowNanos -> 0,
                SegmentLayout.FULL_AND_TAIL);
        WriterCore core = new WriterCore(settings, pool, snapshots);
        Writer writer = new Writer(id, pool, snapshots, core);
        writers[slot] = writer;
        WriterDriver driver = new WriterDriver(
                NodeAddress.of(id),
                core,
                (from, to, messages) -> send(from, to, messages),
                (request, answer) -> {
                    Consumer<ClientAnswer> client = writer.requests.remove(request);
                    if (client != null) {
                        after(20 * MICRO, () -> client.accept(answer));
                    }
                },
                event -> {});
        Node<WriterInput> node = new Node<>(driver, 20 * MICRO);
        nodes.put(NodeAddress.of(id), node);
        input(node, new WriterInput.Tick());
    }

    /** The process dies: its clients never hear of their requests. */
    public void killWriter(int slot) {
        writers[slot].dead = true;
        kill(NodeAddress.of(new WriterId(slot)));
        for (int other = 0; other < writerCount; other++) {
            if (other != slot && !writers[other].dead) {
                writerInput(other, new WriterInput.PeerGone(NodeAddress.of(new WriterId(slot))));
            }
        }
    }

    private void kill(NodeAddress address) {
        Node<?> node = nodes.remove(address);
        if (node != null) {
            node.dead = true;
        }
    }

    public Writer writer(int slot) {
        return writers[slot];
    }

    @SuppressWarnings("unchecked")
    private void writerInput(int slot, WriterInput input) {
        Node<?> node = nodes.get(NodeAddress.of(new WriterId(slot)));
        if (node != null) {
            input((Node<WriterInput>) node, input);
        }
    }

    /** A request of a client of this writer; never answered if the writer dies. */
    public void request(Writer writer, LongFunction<WriterInput> input, Consumer<ClientAnswer> client) {
        long id = ++writer.nextRequest;
        writer.requests.put(id, client);
        if (!writer.dead) {
            writerInput(writer.id.slot(), input.apply(id));
        }
    }

    // ---- the network -----------------------------------------------------------------------------------------------

    public void dropProbability(double probability) {
        dropProbability = probability;
    }

    public void cut(NodeAddress from, NodeAddress to) {
        cut.add(from + ">" + to);
        cut.add(to + ">" + from);
    }

    public void healLinks() {
        cut.clear();
        dropProbability = 0;
    }

    private void send(NodeAddress from, NodeAddress to, List<Message> messages) {
        String link = from + ">" + to;
        if (cut.contains(link) || (dropProbability > 0 && random.nextDouble() < dropProbability)) {
            return;
        }
        long arrival = now + linkNanos + random.nextLong(linkNanos);
        arrival = Math.max(arrival, lastArrival.getOrDefault(link, 0L) + 1);
        lastArrival.put(link, arrival);
        at(arrival, () -> deliver(from, to, messages));
    }

    @SuppressWarnings("unchecked")
    private void deliver(NodeAddress from, NodeAddress to, List<Message> messages) {
        Node<?> node = nodes.get(to);
        if (node == null) {
            return;
        }
        for (Message message : messages) {
            if (message instanceof SegmentMessage forSegment) {
                input((Node<SegmentInput>) node, new SegmentInput.Received(from, forSegment));
            } else if (message instanceof WriterMessage forWriter) {
                input((Node<WriterInput>) node, new WriterInput.Received(from, forWriter));
            }
        }
    }

    public List<String> log() {
        return log;
    }

    private final class Log implements NodeEvents {
        @Override
        public void segment(SegmentId segment, SegmentEvent event) {
            log.add(now / MICRO + " " + segment + " " + event);
        }

        @Override
        public void storeFailed(SegmentId segment, StoreException failure) {
            log.add(now / MICRO + " " + segment + " " + failure);
        }
    }

    private static final class KeepAll implements Residency {
        @Override
        public void touched(PageId page) {}

        @Override
        public void sized(PageId page, int sizeBytes) {}
    }
}
