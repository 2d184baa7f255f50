package dev.sextant.replication.sim.world;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.ReplicaPort;
import dev.sextant.replication.writer.ReplicaCore;
import dev.sextant.replication.writer.ReplicaReport;
import dev.sextant.replication.writer.ReplicaSettings;
import dev.sextant.replication.writer.WriterEvent;
import java.time.Duration;

/** One run of a read replica. One that was left behind is followed by another at once. */
public final class SimReplica extends SimRun implements ReplicaPort {
    private final ReplicaId id;
    private final ReplicaCore core;
    private final Runnable onLeftBehind;
    private final long startedNanos;
    private ReplicaState state = ReplicaState.STARTING;

    SimReplica(World world, ReplicaSettings settings, Runnable onLeftBehind) {
        super(world, NodeAddress.of(settings.id()));
        id = settings.id();
        this.onLeftBehind = onLeftBehind;
        startedNanos = world.time().nowNanos();
        core = start((pool, snapshots) -> new ReplicaCore(settings, pool, snapshots));
    }

    @Override
    void happened(WriterEvent event) {
        if (event instanceof WriterEvent.ReplicaOpened && !hasEnded()) {
            state = ReplicaState.OPEN;
        } else if (event instanceof WriterEvent.LeftBehind) {
            world().time().after(0, () -> {
                if (!hasEnded()) {
                    kill();
                    onLeftBehind.run();
                }
            });
        }
    }

    /** Ends it at once. */
    void kill() {
        if (!hasEnded()) {
            state = ReplicaState.DOWN;
            end(state);
        }
    }

    /** How long ago it was started. */
    public Duration startedFor() {
        return Duration.ofNanos(world().time().nowNanos() - startedNanos);
    }

    /** What it says of itself. */
    public ReplicaReport report() {
        return core.report();
    }

    @Override
    public ReplicaId id() {
        return id;
    }

    @Override
    public AvailabilityZone zone() {
        return id.zone();
    }

    @Override
    public ReplicaState state() {
        return state;
    }

    @Override
    public WriterUnavailableException unavailable() {
        return WriterUnavailableException.of(id, state);
    }

    @Override
    public String toString() {
        return id + " " + state;
    }
}
