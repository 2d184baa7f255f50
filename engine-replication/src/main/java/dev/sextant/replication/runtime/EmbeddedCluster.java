package dev.sextant.replication.runtime;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.BackupReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.Database;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairReport;
import dev.sextant.api.SegmentState;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.Faults;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.replication.client.ClientEngine;
import dev.sextant.replication.runtime.console.Console;
import dev.sextant.replication.runtime.console.ConsoleView;
import dev.sextant.storage.volume.VolumeDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster whose writers, read replicas and segments all live in this process. */
final class EmbeddedCluster implements Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

    private final NodeContext context;
    private final SystemClock clock;
    private final ClusterEvents events;
    private final Nodes nodes;
    private final Continuations continuations = new Continuations();
    private final EnginePortsInProcess ports;
    private final ClientEngine clients;
    private final Faults faults;
    /** Null if the volume is in memory. */
    private final @Nullable Backups backups;

    private final Repairs repairs;

    /** As people know it. */
    private final String volume;

    private final AtomicBoolean closed = new AtomicBoolean();
    /** Null if there is none. */
    private volatile @Nullable Console console;

    private EmbeddedCluster(ClusterConfig config, Disks disks, SystemClock clock) {
        SystemRandom random = new SystemRandom();
        InProcessNetwork network = new InProcessNetwork(config.linkLatency(), clock, random);
        this.clock = clock;
        volume = config.directory().map(path -> "the volume in " + path).orElse("the volume in memory");
        Recorder recorder = Recorder.ofThisJava();
        events = new ClusterEvents(config.eventListener(), config.limits().queuedEvents(), recorder);
        context = new NodeContext(
                config, clock, network, events, random, work -> new EngineThread(work, "return").start());
        nodes = Nodes.all(context, disks);
        ports = new EnginePortsInProcess(
                null, context, nodes, random, continuations, recorder.clients(), EnginePortsInProcess.Elsewhere.NOBODY);
        clients = new ClientEngine(ports);
        faults = new EngineFaults(nodes, network);
        repairs = new Repairs(context, nodes, ports.waits());
        VolumeDirectory directory = disks.volume();
        backups = directory == null ? null : new Backups(context, nodes, ports.waits(), directory);
    }

    /** Starts everything and returns when the writers are open; if that fails, everything is closed again. */
    static EmbeddedCluster open(ClusterConfig config, Disks disks) {
        SystemClock clock = new SystemClock();
        EmbeddedCluster cluster;
        try {
            cluster = new EmbeddedCluster(config, disks, clock);
        } catch (RuntimeException | Error e) {
            clock.close();
            disks.close();
            throw e;
        }
        boolean opened = false;
        try {
            cluster.start();
            opened = true;
            LOG.info(
                    "{} is open: {} writers, {} read replicas, {} of {} segments up",
                    cluster.volume,
                    config.writers(),
                    config.replicas(),
                    cluster.segmentsUp(),
                    Quorums.SIX.segments());
            return cluster;
        } finally {
            if (!opened) {
                cluster.release();
            }
        }
    }

    private void start() {
        nodes.segments().forEach(SegmentHost::start);
        StorageFailedException failure = null;
        int failed = 0;
        for (SegmentHost host : nodes.segments()) {
            StorageFailedException why = host.failure();
            failed += why == null ? 0 : 1;
            failure = why == null ? failure : why;
        }
        if (failure != null && Quorums.SIX.segments() - failed < Quorums.SIX.write()) {
            throw failure;
        }
        console = Consoles.serve(context.config(), this::view, events.timeline());
        nodes.writers().forEach(WriterHost::start);
        nodes.replicas().forEach(ReplicaHost::start);
        awaitOpen();
    }

    private void awaitOpen() {
        List<CompletableFuture<?>> openings = new ArrayList<>();
        nodes.writers().forEach(host -> openings.add(host.run().opened()));
        nodes.replicas().forEach(host -> openings.add(host.run().opened()));
        try {
            CompletableFuture.allOf(openings.toArray(CompletableFuture[]::new))
                    .get(context.config().timeouts().open().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooSlow) {
            throw new QuorumLostException(segmentsUp(), Quorums.SIX.write());
        } catch (ExecutionException ended) {
            LOG.error("a writer or a replica ended before it was open", ended);
            throw WriterUnavailableException.none();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WriterUnavailableException.none();
        }
    }

    private int segmentsUp() {
        return (int) nodes.segments().stream()
                .filter(host -> host.state() == SegmentState.UP)
                .count();
    }

    private void checkOpen() {
        if (nodes.isClosing()) {
            throw new ClusterClosedException();
        }
    }

    @Override
    public ClusterConfig config() {
        return context.config();
    }

    @Override
    public Database database() {
        checkOpen();
        return clients.database();
    }

    @Override
    public Database database(WriterId writer) {
        checkOpen();
        return clients.database(writer);
    }

    @Override
    public Database pinned() {
        checkOpen();
        return clients.pinned();
    }

    @Override
    public Database readers() {
        checkOpen();
        return clients.readers();
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public ClusterStatus status() {
        return new ClusterStatus(
                nodes.writers().stream().map(WriterHost::status).toList(),
                nodes.segments().stream().map(SegmentHost::status).toList(),
                nodes.replicas().stream().map(ReplicaHost::status).toList());
    }

    @Override
    public VerifyReport verify() {
        checkOpen();
        return new Verifier(context, nodes, ports.waits()).verify();
    }

    @Override
    public BacktrackReport backtrack(Instant moment) {
        checkOpen();
        return clients.backtrack(moment);
    }

    @Override
    public BacktrackReport backtrack(ReadPoint point) {
        checkOpen();
        return clients.backtrack(point);
    }

    @Override
    public BackupReport backup(Path directory) {
        checkOpen();
        Backups volume = backups;
        if (volume == null) {
            throw new ConfigurationException("directory", "is not set, and a volume in memory cannot be backed up");
        }
        return volume.backup(directory);
    }

    @Override
    public RepairPlan planRepair() {
        checkOpen();
        return repairs.plan();
    }

    @Override
    public RepairReport repair(RepairPlan plan) {
        checkOpen();
        return repairs.repair(Objects.requireNonNull(plan, "plan"));
    }

    private ConsoleView view() {
        return new ConsoleView(volume, health(), List.of());
    }

    @Override
    public Optional<URI> console() {
        Console serving = console;
        return isClosed() || serving == null ? Optional.empty() : Optional.of(serving.uri());
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            nodes.endWork(clock, ports.waits(), context.config().timeouts().close());
            release();
            LOG.info("{} is closed", volume);
        }
    }

    private void release() {
        Consoles.close(console);
        nodes.beginClose();
        repairs.close();
        nodes.stop();
        continuations.close();
        clock.close();
        events.close();
    }
}
