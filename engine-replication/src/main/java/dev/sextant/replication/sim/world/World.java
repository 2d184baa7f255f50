package dev.sextant.replication.sim.world;

import dev.sextant.api.Database;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Await;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.ClientEngine;
import dev.sextant.replication.node.NodeEvents;
import dev.sextant.replication.sim.fault.FaultCounts;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.time.LocalClock;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.writer.WallClock;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster in virtual time: six segments, up to four writers and any read replicas of production code, on one thread. The same settings give
 * the same run, event by event, in any JVM.
 *
 * <p>Every part draws from a stream of its own that is split off the seed, so that one more draw here shifts nothing there.
 *
 * <p>Not thread safe.
 */
public final class World {
    /** The volume's id; all worlds have the same. */
    /** Simulated worlds begin with the year 2020; a writer whose clock is wrong journals wrong times. */
    public static final WallClock WALL_CLOCK = nowNanos -> 1_577_836_800_000L + nowNanos / VirtualTime.MILLI;

    static final UUID VOLUME = new UUID(0x5e87a17, 1);

    private static final long REPLICA_SALT = 0x4e_71ca_5e67L;

    private final WorldSettings settings;
    private final VirtualTime time = new VirtualTime();
    private final FaultCounts bitten = new FaultCounts();
    private final FateLedger ledger = new FateLedger();
    private final PromiseLedger promises = new PromiseLedger();
    private final RenouncementLedger renouncements;
    private final TailLedger tails;
    private final Trace trace;
    private final SimNetwork network;
    private final SplittableRandom processRandom;
    private final List<SimSegment> segments = new ArrayList<>();
    private final List<WriterSlot> slots = new ArrayList<>();
    private final List<ReplicaPlace> replicas = new ArrayList<>();
    /** Of replicas alone, so that the others draw what they would draw without them. */
    private final SplittableRandom replicaRandom;

    private final ClientEngine clients;
    private final Await waits;
    private final List<String> brokenPages = new ArrayList<>();
    private final List<String> falseAlarms = new ArrayList<>();
    private final List<BiConsumer<? super NodeAddress, ? super Message>> sendListeners = new ArrayList<>();
    private boolean closed;

    /** A world in which nothing has happened yet. */
    public World(WorldSettings settings) {
        this(settings, null, null);
    }

    /**
     * A world in which nothing has happened yet.
     *
     * @param lines gets the trace, a line an event; null if nobody wants it
     * @param waits how the API's blocking calls wait; null if only whoever drives the world makes them
     */
    public World(WorldSettings settings, @Nullable Consumer<? super String> lines, @Nullable Await waits) {
        this.settings = settings;
        this.waits = waits == null ? new PumpingAwait(time) : waits;
        SplittableRandom root = new SplittableRandom(settings.seed());
        trace = new Trace(time, lines);
        replicaRandom = new SplittableRandom(settings.seed() ^ REPLICA_SALT);
        network = new SimNetwork(time, settings.network(), root.split(), replicaRandom.split(), bitten, trace);
        processRandom = root.split();
        tails = new TailLedger(settings.config().segmentLayout());
        renouncements =
                new RenouncementLedger(settings.config().timeouts().vote().toNanos());
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.add(new SimSegment(this, new SegmentId(index)));
        }
        segments.forEach(SimSegment::start);
        for (int slot = 0; slot < settings.config().writers(); slot++) {
            slots.add(new WriterSlot(this, new WriterId(slot)));
        }
        for (int index = 0; index < settings.config().replicas(); index++) {
            replicas.add(new ReplicaPlace(this, new ReplicaId(index)));
        }
        clients = new ClientEngine(new SimPorts(this, this.waits, root.split()));
    }

    /** What it was made with. */
    public WorldSettings settings() {
        return settings;
    }

    /** Its clock and its queue of events. */
    public VirtualTime time() {
        return time;
    }

    /** Its links. */
    public SimNetwork network() {
        return network;
    }

    /** What has happened. */
    public Trace trace() {
        return trace;
    }

    /** Which faults have bitten. */
    public FaultCounts bitten() {
        return bitten;
    }

    /** Its segments, by index. */
    public List<SimSegment> segments() {
        return segments;
    }

    /** Its writer slots, by number. */
    public List<WriterSlot> slots() {
        return slots;
    }

    /** Its read replicas, by number. */
    public List<ReplicaPlace> replicas() {
        return replicas;
    }

    /** How blocking calls wait in it. */
    public Await waits() {
        return waits;
    }

    /** What the API's objects are made of. */
    public ClientEngine clients() {
        return clients;
    }

    /** The endpoint that takes any writer. */
    public Database database() {
        return clients.database();
    }

    /** The endpoint of one writer. */
    public Database database(WriterId writer) {
        return clients.database(writer);
    }

    /** How many transactions have committed. */
    public long commits() {
        return slots.stream().mapToLong(WriterSlot::commits).sum();
    }

    /**
     * Tells of every message from now on when a node sends it. The listener is called inside of the event, so it changes nothing
     * itself; what it puts into the queue for now comes when all that the node sends at this instant is on its way.
     */
    public void onSend(BiConsumer<? super NodeAddress, ? super Message> listener) {
        sendListeners.add(listener);
    }

    boolean isClosed() {
        return closed;
    }

    /** It takes no more work. */
    public void close() {
        closed = true;
        slots.forEach(WriterSlot::kill);
        replicas.forEach(ReplicaPlace::kill);
    }

    // ---- for its parts ---------------------------------------------------------------------------------------------

    long nextNonce() {
        return processRandom.nextLong() >>> 1;
    }

    long nextReplicaNonce() {
        return replicaRandom.nextLong() >>> 1;
    }

    void send(SimProcess<?> from, NodeAddress to, List<Message> messages, long afterNanos) {
        messages.forEach(message -> ledger.said(message, time.nowNanos()));
        messages.forEach(message -> promises.said(message, time.nowNanos()));
        messages.forEach(message -> tails.said(message, time.nowNanos()));
        messages.forEach(message -> renouncements.said(message, time.nowNanos()));
        for (BiConsumer<? super NodeAddress, ? super Message> listener : sendListeners) {
            messages.forEach(message -> listener.accept(from.address(), message));
        }
        network.send(from, to, messages, afterNanos);
    }

    void disconnect(SimProcess<?> process) {
        SplittableRandom random = process.address().isReplica() ? replicaRandom : processRandom;
        boolean resets = random.nextDouble() < settings.resetProbability();
        network.disconnect(process, resets, other -> tellGone(other, process.address()));
    }

    private void tellGone(SimProcess<?> other, NodeAddress gone) {
        for (WriterSlot slot : slots) {
            if (slot.current().process() == other) {
                slot.current().process().put(new WriterInput.PeerGone(gone));
            }
        }
        for (ReplicaPlace place : replicas) {
            if (place.current().process() == other) {
                place.current().process().put(new WriterInput.PeerGone(gone));
            }
        }
    }

    void lostDisk(SegmentId segment) {
        promises.newDisk(segment, time.nowNanos());
    }

    void happened(SimSegment segment, SegmentEvent event) {
        if (event instanceof SegmentEvent.PageBroken) {
            brokenPages.add(segment.id() + " " + event);
        } else if (event instanceof SegmentEvent.DiskDamaged && !segment.disk().isHarmed()) {
            falseAlarms.add(segment.id() + " has a healthy disk, and says at " + time.nowNanos() / VirtualTime.MICRO
                    + " us: " + event);
        }
    }

    /** A driver's events, for those who hear only some. */
    abstract static class IgnoredEvents implements NodeEvents {
        @Override
        public void segment(SegmentId segment, SegmentEvent event) {
            throw new AssertionError("a writer tells of segments");
        }

        @Override
        public void storeFailed(SegmentId segment, StoreException failure) {
            throw new AssertionError("a writer has no store");
        }
    }

    // ---- clocks ----------------------------------------------------------------------------------------------------

    /** Changes the clock of a node's present process, if it has one; tells whether it has. */
    public boolean changeClock(NodeAddress node, Consumer<? super LocalClock> change) {
        SimProcess<?> process = process(node);
        if (process == null || process.hasEnded()) {
            return false;
        }
        change.accept(process.clock());
        process.planWake();
        return true;
    }

    private @Nullable SimProcess<?> process(NodeAddress node) {
        if (node.isSegment()) {
            return segments.get(node.index()).process();
        }
        return node.isReplica()
                ? replicas.get(node.index()).current().process()
                : slots.get(node.index()).current().process();
    }

    // ---- what must be true -----------------------------------------------------------------------------------------

    /** What nodes have said that cannot be true together. */
    public List<String> contradictions() {
        List<String> all = new ArrayList<>(ledger.contradictions());
        all.addAll(promises.contradictions());
        all.addAll(tails.contradictions());
        all.addAll(falseAlarms);
        if (bitten.of(FaultKind.CLOCK_JUMP) + bitten.of(FaultKind.CLOCK_SKEW) == 0) {
            // Whose clock leaps gives up early, and may.
            all.addAll(renouncements.contradictions());
        }
        return all;
    }

    /** The highest seq of a slot that anybody spoke of. */
    public long highestSeq(int slot) {
        return ledger.highestSeq(slot);
    }

    /** When the oldest proposal was made whose fate nobody has spoken of; {@link Long#MAX_VALUE} if there is none. */
    public long oldestUndecidedNanos() {
        return ledger.oldestUndecidedNanos();
    }

    /** Which segments said that they cannot build a page, and why. */
    public List<String> brokenPages() {
        return brokenPages;
    }

    /** Whether every writer and replica takes work and every segment counts. */
    public boolean isHealthy() {
        return slots.stream().allMatch(WriterSlot::isOpen)
                && replicas.stream().allMatch(ReplicaPlace::isOpen)
                && segments.stream().allMatch(segment -> segment.state() == SegmentState.UP && !segment.isPaused());
    }
}
