package dev.sextant.replication.runtime;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.CommitToken;
import dev.sextant.api.TransactionId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.client.ClientProbe;
import dev.sextant.replication.client.EnginePorts;
import dev.sextant.replication.client.ReaderPort;
import dev.sextant.replication.client.ReplicaPort;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.writer.ClientAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the API's objects need, from the parts of one process. */
final class EnginePortsInProcess implements EnginePorts {
    private final NodeContext context;
    private final Nodes nodes;
    private final SystemRandom random;
    private final Continuations continuations;
    private final ClientProbe probe;
    private final @Nullable AvailabilityZone zone;
    private final RealAwait waits = new RealAwait();
    private final Elsewhere elsewhere;

    /** The writers of other processes. */
    interface Elsewhere {
        /** There are no other processes. */
        Elsewhere NOBODY = new Elsewhere() {
            @Override
            public List<WriterPort> writers(ReaderPort reads) {
                return List.of();
            }

            @Override
            public @Nullable CompletionStage<ClientAnswer> outcome(CommitToken token, long deadlineNanos) {
                return null;
            }
        };

        /** The writers of other processes that take commits of transactions that read on this run here. */
        List<WriterPort> writers(ReaderPort reads);

        /** See {@link EnginePorts#outcomeElsewhere}. */
        @Nullable
        CompletionStage<ClientAnswer> outcome(CommitToken token, long deadlineNanos);
    }

    /** Those of a process that lives in a zone; null if that is not known, as where one process is the whole cluster. */
    EnginePortsInProcess(
            @Nullable AvailabilityZone zone,
            NodeContext context,
            Nodes nodes,
            SystemRandom random,
            Continuations continuations,
            ClientProbe probe,
            Elsewhere elsewhere) {
        this.zone = zone;
        this.context = context;
        this.nodes = nodes;
        this.random = random;
        this.continuations = continuations;
        this.probe = probe;
        this.elsewhere = elsewhere;
    }

    @Override
    public ClusterConfig config() {
        return context.config();
    }

    @Override
    public Await waits() {
        return waits;
    }

    @Override
    public long nowNanos() {
        return context.clock().nowNanos();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public TransactionId nextTransactionId() {
        return random.nextTransactionId();
    }

    @Override
    public Executor continuations() {
        return continuations;
    }

    @Override
    public List<WriterPort> writers() {
        List<WriterPort> runs = new ArrayList<>(nodes.writers().size());
        for (WriterHost host : nodes.writers()) {
            runs.add(host.run());
        }
        ReaderPort reads = reads(runs);
        if (reads != null) {
            runs.addAll(elsewhere.writers(reads));
        }
        return runs;
    }

    /** Where those read that hand their commits over: on a writer here, which has all it needs for them anyway, or else on a replica. */
    private @Nullable ReaderPort reads(List<WriterPort> runs) {
        for (WriterPort run : runs) {
            if (run.isOpen()) {
                return run;
            }
        }
        List<ReplicaPort> replicas = replicas();
        return replicas.isEmpty() ? null : replicas.get(0);
    }

    @Override
    public List<ReplicaPort> replicas() {
        List<ReplicaPort> runs = new ArrayList<>(nodes.replicas().size());
        for (ReplicaHost host : nodes.replicas()) {
            runs.add(host.run());
        }
        return runs;
    }

    @Override
    public @Nullable AvailabilityZone zone() {
        return zone;
    }

    @Override
    public @Nullable CompletionStage<ClientAnswer> outcomeElsewhere(CommitToken token, long deadlineNanos) {
        return elsewhere.outcome(token, deadlineNanos);
    }

    @Override
    public ClientProbe probe() {
        return probe;
    }

    @Override
    public boolean isClosed() {
        return nodes.isClosing();
    }
}
