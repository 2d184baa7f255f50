package dev.sextant.bench.contender;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.Table;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.LinkLatency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** This engine in one process, on real disks, through its public API: six segments, and clients spread over the writers. */
final class SextantContender implements Contender, Counting {
    /** As it was built. */
    static final String VERSION = Optional.ofNullable(Cluster.class.getPackage().getImplementationVersion())
            .orElse("as checked out");

    /** What is durable when a commit returns. */
    static final String COPIES =
            "six copies of the log in six RocksDB stores of this process (three of them with pages); a commit"
                    + " returns when four stores in two zones have synced it; snapshot isolation, first committer of a row wins";

    private static final String TABLE = "rows";
    private static final long CACHE_SIZE_BYTES = 64L << 20;

    private final String name;
    private final Cluster cluster;
    private final int writers;
    private final Table<byte[], byte[]> rows;
    private final Seen seen = new Seen();

    private SextantContender(String name, Cluster cluster) {
        this.name = name;
        this.cluster = cluster;
        writers = cluster.config().writers();
        rows = cluster.database().table(TABLE, Codecs.bytes(), Codecs.bytes());
    }

    /**
     * Opens so many writers.
     *
     * @param distance what a message takes there and back between zones, beyond what the machine takes
     */
    static ContenderFactory factory(String name, int writers, Duration distance) {
        return new ContenderFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Contender open(Path directory) {
                LinkLatency latency = new LinkLatency(distance.dividedBy(2), Duration.ZERO);
                return new SextantContender(
                        name,
                        Cluster.open(ClusterConfig.in(directory.resolve("volume"))
                                .writers(writers)
                                .cacheSizeBytes(CACHE_SIZE_BYTES)
                                .linkLatency(latency)
                                .build()));
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public String durability() {
        return writers + (writers == 1 ? " writer" : " writers") + ", " + COPIES;
    }

    @Override
    public int writers() {
        return writers;
    }

    @Override
    public Client connect(int number) {
        return new SextantClient(cluster.database(new WriterId(number % writers)), rows, seen);
    }

    @Override
    public Map<String, Long> counters() {
        ClusterStatus status = cluster.status();
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("commits", status.total(Counters::commits));
        counters.put("proposals", status.total(Counters::proposals));
        counters.put("page conflicts", status.total(Counters::pageConflicts));
        counters.put("row conflicts", status.total(Counters::rowConflicts));
        counters.put("rebases", status.total(Counters::rebases));
        counters.put("page reads from segments", pageReads(status));
        counters.put(
                "bytes written by segments",
                status.segments().stream()
                        .mapToLong(SegmentStatus::writtenBytes)
                        .sum());
        return counters;
    }

    /** What was not in a writer's memory. */
    private static long pageReads(ClusterStatus status) {
        return status.writers().stream()
                .mapToLong(writer -> writer.cache().misses())
                .sum();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
