package dev.sextant.replication.metrics;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.BackupReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairReport;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.Faults;
import java.nio.file.Path;
import java.time.Instant;

/** A cluster that has a status, given by a test, and nothing else. */
final class StatusOnly implements Cluster {
    private final ClusterConfig config;
    ClusterStatus status;
    int asked;
    boolean closed;

    StatusOnly(ClusterStatus status) {
        this.status = status;
        config = ClusterConfig.inMemory()
                .writers(status.writers().size())
                .replicas(status.replicas().size())
                .build();
    }

    @Override
    public ClusterConfig config() {
        return config;
    }

    @Override
    public ClusterStatus status() {
        asked++;
        return status;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Database database() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Database database(WriterId writer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Database pinned() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Database readers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Faults faults() {
        throw new UnsupportedOperationException();
    }

    @Override
    public VerifyReport verify() {
        throw new UnsupportedOperationException();
    }

    @Override
    public BackupReport backup(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RepairPlan planRepair() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RepairReport repair(RepairPlan plan) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BacktrackReport backtrack(Instant moment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BacktrackReport backtrack(ReadPoint point) {
        throw new UnsupportedOperationException();
    }
}
