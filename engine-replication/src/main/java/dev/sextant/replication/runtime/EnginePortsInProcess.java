package dev.sextant.replication.runtime;

import dev.sextant.api.TransactionId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.client.EnginePorts;
import dev.sextant.replication.client.WriterPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What the API's objects need, from the parts of one process. */
final class EnginePortsInProcess implements EnginePorts {
    private final NodeContext context;
    private final Nodes nodes;
    private final SystemRandom random;
    private final Continuations continuations;
    private final RealAwait waits = new RealAwait();

    EnginePortsInProcess(NodeContext context, Nodes nodes, SystemRandom random, Continuations continuations) {
        this.context = context;
        this.nodes = nodes;
        this.random = random;
        this.continuations = continuations;
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
        return runs;
    }

    @Override
    public boolean isClosed() {
        return nodes.isClosing();
    }
}
