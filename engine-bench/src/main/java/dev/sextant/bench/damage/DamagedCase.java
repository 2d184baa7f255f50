package dev.sextant.bench.damage;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * A volume one of whose segments was damaged is opened: everything that was acknowledged must be read through every writer, before
 * and after the damage was found and mended, commits must go on, and in the end all six segments must be whole and the same.
 */
final class DamagedCase {
    static final int WRITERS = 2;
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    private final Path volume;
    private final Map<Long, String> expected;
    private final Queue<ClusterEvent> events = new ConcurrentLinkedQueue<>();

    /**
     * What came of it.
     *
     * @param leftService whether the segment could not use its disk at all
     * @param found whether the damage was found while it did
     * @param replaced whether it got a new disk
     * @param lost acknowledged rows that were not read
     * @param wrong rows that were read and never written so
     * @param problem what else was not as it should be; empty if nothing
     */
    record Outcome(boolean leftService, boolean found, boolean replaced, int lost, int wrong, String problem) {
        boolean isRight() {
            return lost == 0 && wrong == 0 && problem.isEmpty();
        }
    }

    DamagedCase(Path volume, Map<Long, String> expected) {
        this.volume = volume;
        this.expected = new TreeMap<>(expected);
    }

    static ClusterConfig.Builder config(Path volume) {
        return ClusterConfig.in(volume)
                .writers(WRITERS)
                .scrubInterval(Duration.ofMillis(20))
                .limits(Limits.builder().scrubBytesPerSecond(1L << 30).build());
    }

    static Table<Long, String> table(Database database) {
        return database.table("rows", Codecs.int64(), Codecs.utf8());
    }

    Outcome run() {
        int[] found = {0, 0};
        String problem = "";
        try (Cluster cluster = Cluster.open(config(volume).onEvent(events::add).build())) {
            compare(cluster, found);
            for (long key = 0; key < 3; key++) {
                String value = "after the damage " + key;
                long changed = key;
                cluster.database().run(tx -> tx.put(table(cluster.database()), changed, value));
                expected.put(key, value);
            }
            if (!await(() -> isMended(cluster.status()))) {
                problem = "it is not mended: " + cluster.status().segments();
            }
            compare(cluster, found);
            VerifyReport report = cluster.verify();
            if (!report.isSound()
                    || report.segments() != cluster.status().segments().size()) {
                problem += " " + report;
            }
        } catch (RuntimeException failure) {
            problem += " " + failure;
        }
        return new Outcome(
                events.stream().anyMatch(ClusterEvent.SegmentLeftService.class::isInstance),
                events.stream().anyMatch(ClusterEvent.DiskDamaged.class::isInstance),
                events.stream().anyMatch(ClusterEvent.DiskReplaced.class::isInstance),
                found[0],
                found[1],
                problem);
    }

    private void compare(Cluster cluster, int[] found) {
        TransactionOptions newest = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);
        for (int slot = 0; slot < WRITERS; slot++) {
            Database database = cluster.database(new WriterId(slot));
            Table<Long, String> table = table(database);
            database.run(newest, tx -> {
                for (Map.Entry<Long, String> row : expected.entrySet()) {
                    String value = tx.get(table, row.getKey()).orElse("");
                    found[0] += value.isEmpty() ? 1 : 0;
                    found[1] += value.isEmpty() || value.equals(row.getValue()) ? 0 : 1;
                }
            });
        }
    }

    /** Every segment counts, has read its disk at least once, and found nothing that is still there. */
    private static boolean isMended(ClusterStatus status) {
        return status.segments().stream()
                .allMatch(segment -> segment.state() == SegmentState.UP
                        && segment.scrub().rounds() > 0
                        && !segment.scrub().damaged());
    }

    private static boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
