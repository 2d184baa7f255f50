package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.Database;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.spi.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The API's objects over writers of a volume in memory, all on the test's thread. */
final class FakeCluster implements EnginePorts {
    final Steps steps;
    final FakeVolume volume;
    final ClusterConfig config;
    final ClientEngine engine;
    RandomGenerator random;
    ClientProbe probe = ClientProbe.NONE;
    boolean closed;
    private final List<FakeWriter> writers = new ArrayList<>();
    private long incarnations;

    FakeCluster(long seed, ClusterConfig config) {
        this(seed, config, new FakeVolume());
    }

    /** Over a volume that exists. */
    FakeCluster(long seed, ClusterConfig config, FakeVolume volume) {
        this.config = config;
        this.volume = volume;
        steps = new Steps(seed);
        random = new Random(seed);
        for (int slot = 0; slot < config.writers(); slot++) {
            writers.add(run(new WriterId(slot)));
        }
        engine = new ClientEngine(this);
    }

    static FakeCluster of(int writers) {
        return new FakeCluster(7, ClusterConfig.inMemory().writers(writers).build());
    }

    static FakeCluster of(int writers, Limits limits) {
        return new FakeCluster(
                7, ClusterConfig.inMemory().writers(writers).limits(limits).build());
    }

    static FakeCluster ofRetries(int writers, RetryPolicy policy) {
        return new FakeCluster(
                7, ClusterConfig.inMemory().writers(writers).retryPolicy(policy).build());
    }

    private FakeWriter run(WriterId id) {
        return new FakeWriter(volume, steps, id, ++incarnations);
    }

    FakeWriter writer(int slot) {
        return writers.get(slot);
    }

    void kill(int slot) {
        writer(slot).die(WriterState.DOWN);
    }

    void restart(int slot) {
        writers.set(slot, run(new WriterId(slot)));
    }

    Database database() {
        return engine.database();
    }

    Database database(int slot) {
        return engine.database(new WriterId(slot));
    }

    void evictAll() {
        writers.forEach(FakeWriter::evictAll);
    }

    void assertNothingIsLeased() {
        for (FakeWriter writer : writers) {
            assertEquals(0, writer.snapshots().size(), "snapshots in use on " + writer.id());
        }
    }

    @Override
    public ClusterConfig config() {
        return config;
    }

    @Override
    public Await waits() {
        return steps;
    }

    @Override
    public long nowNanos() {
        return steps.nowNanos();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public TransactionId nextTransactionId() {
        return new TransactionId(0xc0ffee, ++volume.lastTransaction);
    }

    @Override
    public Executor continuations() {
        return steps;
    }

    @Override
    public List<WriterPort> writers() {
        return List.copyOf(writers);
    }

    @Override
    public ClientProbe probe() {
        return probe;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
