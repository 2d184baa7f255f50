package dev.sextant.replication.sim.world;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.SegmentState;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.replication.node.ConfiguredSegments;
import dev.sextant.replication.node.SegmentDriver;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.storage.memory.DiskBite;
import dev.sextant.storage.memory.MemoryDisk;
import dev.sextant.storage.memory.MemoryStore;
import dev.sextant.storage.segment.SegmentCore;
import dev.sextant.storage.segment.SegmentCounters;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.segment.SegmentSettings;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A segment of the world: its disk, which outlives its processes, and the process on it if there is one.
 *
 * <p>Not thread safe.
 */
public final class SimSegment {
    private final World world;
    private final SegmentId id;
    private final MemoryDisk disk;
    private final Map<Long, CompletableFuture<SegmentEffect.Inspected>> inspections = new TreeMap<>();
    private long nextInspection;
    private long generation;
    private double slowness = 1;
    private @Nullable SimProcess<SegmentInput> process;
    private @Nullable SegmentCore core;
    private @Nullable SegmentStore store;
    private @Nullable String failure;
    private long failedNanos;

    SimSegment(World world, SegmentId id) {
        this.world = world;
        this.id = id;
        disk = new MemoryDisk("disk-" + id.index());
        disk.setBiteHook((bite, family, key) -> bitten(bite));
        MemoryStore.create(disk, identity()).close();
    }

    private StoreIdentity identity() {
        return StoreIdentity.of(World.VOLUME, id);
    }

    private void bitten(DiskBite bite) {
        FaultKind kind = kind(bite);
        if (kind != null) {
            world.bitten().bit(kind);
        }
    }

    /** Null for what is noticed only when somebody reads it. */
    private static @Nullable FaultKind kind(DiskBite bite) {
        return switch (bite) {
            case ROTTEN_READ -> FaultKind.BIT_FLIP;
            case FLIPPED_READ -> FaultKind.BIT_FLIP_ON_READ;
            case UNREADABLE_READ -> FaultKind.UNREADABLE_SECTOR;
            case MISPLACED_READ -> FaultKind.MISDIRECTED_WRITE;
            case FAILED_SYNC -> FaultKind.SYNC_FAILURE;
            case FULL_DISK -> FaultKind.DISK_FULL;
            case CUT_LOG -> FaultKind.UNSYNCED_LOST;
            case TORN_LOG -> FaultKind.TORN_WRITE;
            case LOST_WRITE, MISPLACED_WRITE -> null;
        };
    }

    /** Which one it is. */
    public SegmentId id() {
        return id;
    }

    /** What it keeps. */
    public SegmentRole role() {
        return world.settings().config().segmentLayout().role(id);
    }

    /** Where it is on the network. */
    public NodeAddress address() {
        return NodeAddress.of(id);
    }

    /** Its disk, to do it harm. */
    public MemoryDisk disk() {
        return disk;
    }

    // ---- its process -----------------------------------------------------------------------------------------------

    /** Starts a process on the disk, unless one is running. One that cannot use the disk leaves the segment failed. */
    public void start() {
        if (process != null) {
            return;
        }
        failure = null;
        try {
            store = MemoryStore.open(disk, identity());
        } catch (StoreFailedException | StoreCorruptException damaged) {
            failed(damaged.toString());
            return;
        }
        run(store);
    }

    private void run(SegmentStore on) {
        SimProcess<SegmentInput> starting = new SimProcess<>(
                world.time(),
                new SimProcess.Parts<>(
                        address(),
                        (from, message) -> new SegmentInput.Received(from, (SegmentMessage) message),
                        this::writeNanos,
                        world.settings().config().limits().queuedMessages(),
                        world.settings().config().limits().segmentBatch()));
        SegmentSettings settings = ConfiguredSegments.settings(
                        id, generation, world.settings().config())
                .withLimits(world.settings().segmentLimits());
        SegmentCore running = new SegmentCore(settings);
        SegmentDriver driver = new SegmentDriver(
                id,
                running,
                on,
                (from, to, messages) -> world.send(starting, to, messages, writeNanos()),
                new Events(starting),
                this::inspected);
        process = starting;
        core = running;
        world.network().connect(starting);
        starting.start(driver, new SegmentInput.Start());
        world.trace().event("start", id.toString(), "generation " + generation);
    }

    private long writeNanos() {
        if (slowness > 1) {
            world.bitten().bit(FaultKind.SLOW_DISK);
        }
        return (long) (world.settings().syncNanos() * slowness);
    }

    /** Power fails; of what was not synced that much is on the disk all the same. */
    public void crash(int keptLogBytes) {
        end("crash");
        disk.crashTearing(keptLogBytes);
    }

    /** Its process stands still. */
    public void pause() {
        if (process != null) {
            process.pause();
            world.trace().event("pause", id.toString(), "");
        }
    }

    /** Its process goes on. */
    public void resume() {
        if (process != null && process.isPaused()) {
            process.resume();
            world.trace().event("resume", id.toString(), "");
        }
    }

    /** The disk is replaced by a blank one under a new generation; it runs on that if it ran before or had failed. */
    public void loseDisk() {
        boolean starts = process != null || failure != null;
        end("lose");
        disk.lose();
        world.lostDisk(id);
        disk.setCapacityBytes(Long.MAX_VALUE);
        generation++;
        MemoryStore.create(disk, identity()).close();
        failure = null;
        if (starts) {
            start();
        }
    }

    /** Every write takes so many times as long; 1 is healthy. */
    public void setSlowness(double times) {
        Check.argument(times >= 1, "a disk does not become faster");
        slowness = times;
    }

    private void end(String why) {
        SimProcess<SegmentInput> ending = process;
        if (ending == null) {
            return;
        }
        process = null;
        core = null;
        ending.end();
        world.disconnect(ending);
        world.trace().event(why, id.toString(), "");
        inspections.values().forEach(waiting -> waiting.complete(refusal(id + " went down")));
        inspections.clear();
        SegmentStore closing = store;
        store = null;
        if (closing != null) {
            closing.close();
        }
    }

    private static SegmentEffect.Inspected refusal(String why) {
        return new SegmentEffect.Inspected(0, why, ReadPoint.ZERO, ReadPoint.ZERO, List.of(), null);
    }

    private void failed(String why) {
        failure = why;
        failedNanos = world.time().nowNanos();
        world.trace().event("failed", id.toString(), why);
    }

    private final class Events extends World.IgnoredEvents {
        private final SimProcess<SegmentInput> of;

        Events(SimProcess<SegmentInput> of) {
            this.of = of;
        }

        @Override
        public void segment(SegmentId segment, SegmentEvent event) {
            world.trace().event("event", id.toString(), event.toString());
            world.happened(SimSegment.this, event);
            if (event instanceof SegmentEvent.OutOfService outOfService && process == of) {
                failed(outOfService.problem());
            }
        }

        @Override
        public void storeFailed(SegmentId segment, StoreException problem) {
            if (process == of) {
                String why = problem.toString();
                world.time().after(0, () -> {
                    if (process == of) {
                        end("store");
                        failed(why);
                    }
                });
            }
        }
    }

    private void inspected(SegmentEffect.Inspected answer) {
        CompletableFuture<SegmentEffect.Inspected> waiting = inspections.remove(answer.requestId());
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    // ---- what it is like -------------------------------------------------------------------------------------------

    /** Has it digest its pages as of a read point, from one page on. */
    public CompletableFuture<SegmentEffect.Inspected> inspect(
            ReadPoint since, ReadPoint at, PageId from, int mostPages) {
        SimProcess<SegmentInput> asked = process;
        if (asked == null) {
            return CompletableFuture.completedFuture(refusal(id + " is down"));
        }
        long request = ++nextInspection;
        CompletableFuture<SegmentEffect.Inspected> answer = new CompletableFuture<>();
        inspections.put(request, answer);
        asked.put(new SegmentInput.Inspect(request, since, at, from, mostPages));
        return answer;
    }

    /** Why it is out of service; null if it is not. */
    public @Nullable String failure() {
        return failure;
    }

    /** For how long it has been out of service, if it is. */
    public Duration failedFor() {
        return Duration.ofNanos(world.time().nowNanos() - failedNanos);
    }

    /** Whether it has a process, that may stand still. */
    public boolean isRunning() {
        return process != null && failure == null;
    }

    /** Whether its process stands still. */
    public boolean isPaused() {
        return process != null && process.isPaused();
    }

    /** What it is doing. */
    public SegmentState state() {
        if (failure != null) {
            return SegmentState.FAILED;
        }
        SegmentCounters now = counters();
        if (now == null || !now.serving()) {
            return SegmentState.DOWN;
        }
        return now.whole() ? SegmentState.UP : SegmentState.REBUILDING;
    }

    /** What it counts; null if it is down. */
    public @Nullable SegmentCounters counters() {
        return core == null ? null : core.counters();
    }

    /** What its store takes; 0 if it is down or its disk does not tell. */
    public long sizeBytes() {
        try {
            return store == null ? 0 : store.sizeBytes();
        } catch (StoreException unknown) {
            return 0;
        }
    }

    /** The clock of its process; null if it is down. */
    @Nullable
    SimProcess<SegmentInput> process() {
        return process;
    }
}
