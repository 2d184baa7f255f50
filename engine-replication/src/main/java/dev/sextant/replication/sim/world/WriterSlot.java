package dev.sextant.replication.sim.world;

import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.replication.writer.WriterSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer slot of the world: the run that holds it, and those that still believe they do. A run that was fenced is followed by a
 * new one after a pause, as in a real cluster, if it was the one that should have the slot.
 *
 * <p>Not thread safe.
 */
public final class WriterSlot {
    private static final long FIRST_PAUSE_NANOS = 100_000_000;
    private static final int MAX_DOUBLINGS = 6;

    private final World world;
    private final WriterId id;
    private final List<SimWriter> zombies = new ArrayList<>();
    private SimWriter current;
    private boolean wanted = true;
    private int fencings;
    private final List<WriterReport> formerReports = new ArrayList<>();
    private long commitsBefore;
    private long rollbacksBefore;
    private long cacheHitsBefore;

    WriterSlot(World world, WriterId id) {
        this.world = world;
        this.id = id;
        current = newRun();
    }

    private SimWriter newRun() {
        List<WriterId> peers = new ArrayList<>();
        for (int slot = 0; slot < world.settings().config().writers(); slot++) {
            if (slot != id.slot()) {
                peers.add(new WriterId(slot));
            }
        }
        return new SimWriter(
                world,
                new WriterSettings(
                        id,
                        world.nextNonce(),
                        peers,
                        id.zone().ordinal(),
                        Quorums.SIX,
                        world.settings().pageFormat(),
                        world.settings().config().timeouts(),
                        world.settings().config().limits(),
                        world.settings().config().tieRule(),
                        World.WALL_CLOCK,
                        world.settings().config().segmentLayout()),
                this::fenced);
    }

    /** Which slot it is. */
    public WriterId id() {
        return id;
    }

    /** Where it is on the network. */
    public NodeAddress address() {
        return NodeAddress.of(id);
    }

    /** The run that holds it now, or the last one. */
    public SimWriter current() {
        return current;
    }

    /** Whether it has a process, that may stand still. */
    public boolean isRunning() {
        return !current.hasEnded();
    }

    /** Whether it takes work, as far as it knows itself. */
    public boolean isOpen() {
        return current.isOpen() && !current.process().isPaused();
    }

    /** Whether a process that lost the slot is still there. */
    public boolean hasZombies() {
        zombies.removeIf(SimWriter::hasEnded);
        return !zombies.isEmpty();
    }

    /** How many transactions have committed on it, in all its runs. */
    public long commits() {
        return commitsBefore + current.report().counters().commits();
    }

    /** How many transactions it has handed over to other writers, in all its runs. */
    public long handedOver() {
        return handedOver(current.report())
                + formerReports.stream().mapToLong(WriterSlot::handedOver).sum();
    }

    private static long handedOver(WriterReport report) {
        return report.counters().handedOver();
    }

    /** How many transactions were rolled back on it, in all its runs. */
    public long rollbacks() {
        return rollbacksBefore + current.rollbacks();
    }

    /** How often a page was found in memory on it, in all its runs. */
    public long cacheHits() {
        return cacheHitsBefore + current.cacheHits();
    }

    /** What its former runs said of themselves when they were replaced. */
    public List<WriterReport> formerReports() {
        return formerReports;
    }

    // ---- faults ----------------------------------------------------------------------------------------------------

    /** Its process dies, and so do those that once had the slot. */
    public void kill() {
        wanted = false;
        current.kill();
        zombies.forEach(SimWriter::kill);
        zombies.clear();
    }

    /** Starts a process if none is running. */
    public void restart() {
        wanted = true;
        if (current.hasEnded()) {
            fencings = 0;
            replace();
        }
    }

    /** Another process takes the slot, whatever the present one does; that one goes on and will find out. */
    public void takeOver() {
        wanted = true;
        if (!current.hasEnded()) {
            zombies.add(current);
        }
        replace();
    }

    private void replace() {
        formerReports.add(current.report());
        commitsBefore += current.report().counters().commits();
        rollbacksBefore += current.rollbacks();
        cacheHitsBefore += current.cacheHits();
        current = newRun();
    }

    /** Its process stands still. */
    public void pause() {
        if (isRunning()) {
            current.process().pause();
            world.trace().event("pause", id.toString(), "");
        }
    }

    /** All its processes go on. */
    public void resume() {
        resume(current);
        zombies.forEach(this::resume);
    }

    private void resume(SimWriter writer) {
        if (!writer.hasEnded() && writer.process().isPaused()) {
            writer.process().resume();
            world.trace().event("resume", id.toString(), writer.state().toString());
        }
    }

    private void fenced(SimWriter fenced) {
        zombies.remove(fenced);
        if (fenced == current) {
            long pause = FIRST_PAUSE_NANOS << Math.min(fencings++, MAX_DOUBLINGS);
            world.time().after(pause, () -> {
                if (wanted && current == fenced && fenced.state() == WriterState.FENCED) {
                    replace();
                }
            });
        }
    }
}
