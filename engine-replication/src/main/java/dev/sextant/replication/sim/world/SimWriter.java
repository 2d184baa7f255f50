package dev.sextant.replication.sim.world;

import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.writer.WriterCore;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.replication.writer.WriterSettings;
import java.util.function.Consumer;

/** One run of a writer: a process that claims a slot, holds it, and loses it or dies. */
public final class SimWriter extends SimRun implements WriterPort {
    private final WriterId id;
    private final WriterCore core;
    private final Consumer<SimWriter> onFenced;
    private WriterState state = WriterState.STARTING;
    private long incarnation;

    SimWriter(World world, WriterSettings settings, Consumer<SimWriter> onFenced) {
        super(world, NodeAddress.of(settings.id()));
        id = settings.id();
        this.onFenced = onFenced;
        core = start((pool, snapshots) -> new WriterCore(settings, pool, snapshots));
    }

    @Override
    void happened(WriterEvent event) {
        if (event instanceof WriterEvent.SlotOpened slot && !hasEnded()) {
            incarnation = slot.incarnation();
            state = WriterState.OPEN;
        } else if (event instanceof WriterEvent.Fenced) {
            world().time().after(0, () -> {
                endAs(WriterState.FENCED);
                onFenced.accept(this);
            });
        }
    }

    /** Ends it at once. */
    void kill() {
        endAs(WriterState.DOWN);
    }

    private void endAs(WriterState last) {
        if (!hasEnded()) {
            state = last;
            end(last);
        }
    }

    /** What it says of itself. */
    public WriterReport report() {
        return core.report();
    }

    @Override
    public WriterId id() {
        return id;
    }

    @Override
    public WriterState state() {
        return state;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public WriterUnavailableException unavailable() {
        return WriterUnavailableException.of(id, state);
    }

    @Override
    public String toString() {
        return id + " incarnation " + incarnation + " " + state;
    }
}
