package dev.sextant.replication.sim.world;

import dev.sextant.api.TransactionId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.client.EnginePorts;
import dev.sextant.replication.client.ReplicaPort;
import dev.sextant.replication.client.WriterPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What the API's objects need, from a world. */
final class SimPorts implements EnginePorts {
    private final World world;
    private final Await waits;
    private final RandomGenerator random;
    private long transactions;

    SimPorts(World world, Await waits, RandomGenerator random) {
        this.world = world;
        this.waits = waits;
        this.random = random;
    }

    @Override
    public ClusterConfig config() {
        return world.settings().config();
    }

    @Override
    public Await waits() {
        return waits;
    }

    @Override
    public long nowNanos() {
        return world.time().nowNanos();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public TransactionId nextTransactionId() {
        return new TransactionId(world.settings().seed(), ++transactions);
    }

    @Override
    public Executor continuations() {
        return rest -> world.time().after(0, rest);
    }

    @Override
    public List<WriterPort> writers() {
        List<WriterPort> runs = new ArrayList<>();
        for (WriterSlot slot : world.slots()) {
            runs.add(slot.current());
        }
        return runs;
    }

    @Override
    public List<ReplicaPort> replicas() {
        List<ReplicaPort> runs = new ArrayList<>();
        for (ReplicaPlace place : world.replicas()) {
            runs.add(place.current());
        }
        return runs;
    }

    @Override
    public boolean isClosed() {
        return world.isClosed();
    }
}
