package dev.sextant.replication.sim.world;

import dev.sextant.api.ReplicaId;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.ReaderSettings;
import dev.sextant.replication.writer.ReplicaSettings;

/** A read replica of the world: its present run, or the last one. Not thread safe. */
public final class ReplicaPlace {
    private final World world;
    private final ReplicaId id;
    private SimReplica current;

    ReplicaPlace(World world, ReplicaId id) {
        this.world = world;
        this.id = id;
        current = newRun();
    }

    private SimReplica newRun() {
        return new SimReplica(
                world,
                new ReplicaSettings(
                        id,
                        new ReaderSettings(
                                world.nextReplicaNonce(),
                                world.settings().config().writers(),
                                id.zone().ordinal(),
                                Quorums.SIX,
                                world.settings().config().timeouts(),
                                world.settings().config().limits(),
                                world.settings().config().segmentLayout())),
                this::restart);
    }

    /** Which replica it is. */
    public ReplicaId id() {
        return id;
    }

    /** Where it is on the network. */
    public NodeAddress address() {
        return NodeAddress.of(id);
    }

    /** The present run, or the last one. */
    public SimReplica current() {
        return current;
    }

    /** Whether it has a process, that may stand still. */
    public boolean isRunning() {
        return !current.hasEnded();
    }

    /** Whether it answers reads. */
    public boolean isOpen() {
        return current.isOpen() && !current.process().isPaused();
    }

    /** Its process dies. */
    public void kill() {
        current.kill();
    }

    /** Starts a process if none is running. */
    public void restart() {
        if (current.hasEnded()) {
            current = newRun();
        }
    }

    /** Its process stands still. */
    public void pause() {
        if (isRunning()) {
            current.process().pause();
            world.trace().event("pause", id.toString(), "");
        }
    }

    /** Its process goes on. */
    public void resume() {
        if (isRunning() && current.process().isPaused()) {
            current.process().resume();
            world.trace().event("resume", id.toString(), "");
        }
    }
}
