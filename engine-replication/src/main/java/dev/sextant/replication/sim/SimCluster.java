package dev.sextant.replication.sim;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.BackupReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairReport;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.Faults;
import dev.sextant.replication.sim.world.World;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A cluster that is simulated. Unlike others it is not for any thread: the one that started the simulation and the simulated
 * clients use it, and others are refused.
 */
final class SimCluster implements Cluster {
    private final World world;
    private final Turns turns;
    private final Faults faults;
    private boolean closed;

    SimCluster(World world, Turns turns) {
        this.world = world;
        this.turns = turns;
        faults = new WorldFaults(world);
    }

    private void checkOpen() {
        turns.caller();
        if (closed) {
            throw new ClusterClosedException();
        }
    }

    @Override
    public ClusterConfig config() {
        return world.settings().config();
    }

    @Override
    public Database database() {
        checkOpen();
        return world.database();
    }

    @Override
    public Database database(WriterId writer) {
        checkOpen();
        return world.database(writer);
    }

    @Override
    public Database pinned() {
        checkOpen();
        return world.clients().pinned();
    }

    @Override
    public Database readers() {
        checkOpen();
        return world.clients().readers();
    }

    @Override
    public Faults faults() {
        checkOpen();
        return faults;
    }

    @Override
    public ClusterStatus status() {
        turns.caller();
        return WorldStatus.of(world);
    }

    @Override
    public VerifyReport verify() {
        checkOpen();
        return new SimVerifier(world).verify();
    }

    @Override
    public BacktrackReport backtrack(Instant moment) {
        checkOpen();
        return world.clients().backtrack(moment);
    }

    @Override
    public BacktrackReport backtrack(ReadPoint point) {
        checkOpen();
        return world.clients().backtrack(point);
    }

    @Override
    public BackupReport backup(Path directory) {
        checkOpen();
        throw new ConfigurationException("directory", "is not set, and a simulated volume cannot be backed up");
    }

    @Override
    public RepairPlan planRepair() {
        checkOpen();
        return new SimRepairs(world).plan();
    }

    @Override
    public RepairReport repair(RepairPlan plan) {
        checkOpen();
        return new SimRepairs(world).repair(plan);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        turns.caller();
        if (!closed) {
            closed = true;
            world.close();
        }
    }
}
