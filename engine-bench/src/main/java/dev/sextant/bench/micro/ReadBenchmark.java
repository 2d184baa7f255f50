package dev.sextant.bench.micro;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.config.ClusterConfig;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads of 10,000 rows that are in the writer's cache, through the public interface, on a volume in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {
    private static final int ROWS = 10_000;
    private static final TransactionOptions READING = TransactionOptions.DEFAULT.asReadOnly();

    private final Cluster cluster =
            Cluster.open(ClusterConfig.inMemory().writers(1).build());
    private final Table<byte[], byte[]> rows = cluster.database().table("rows", Codecs.bytes(), Codecs.bytes());
    private final Session session = cluster.database().session();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Transaction open;

    /** Loads the rows. */
    public ReadBenchmark() {
        SamplePages sample = new SamplePages();
        session.run(transaction -> {
            for (int row = 0; row < ROWS; row++) {
                transaction.put(rows, SamplePages.key(row), sample.value());
            }
        });
        open = session.begin(READING);
    }

    /** One read in a transaction of its own. */
    @Benchmark
    public Optional<byte[]> getInNewTransaction() {
        try (Transaction transaction = session.begin(READING)) {
            return transaction.get(rows, SamplePages.key(random.nextInt(ROWS)));
        }
    }

    /** One read in a transaction that is open. */
    @Benchmark
    public Optional<byte[]> get() {
        return open.get(rows, SamplePages.key(random.nextInt(ROWS)));
    }

    /** Closes the volume. */
    @TearDown
    public void close() {
        open.close();
        cluster.close();
    }
}
