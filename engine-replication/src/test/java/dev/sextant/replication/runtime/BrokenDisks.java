package dev.sextant.replication.runtime;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.Timeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A process of its own, in a mount namespace of its own, in which a file system under one segment of a volume fills up, becomes
 * read-only, and is closed to it, while clients go on. The process must have the right to mount, and no right to pass over
 * permissions. Ends with 0 if everything was as it must be.
 */
final class BrokenDisks {
    private static final SegmentId SEGMENT = new SegmentId(4);
    private static final int BALLAST_BYTES = 200 << 10;

    private final Path volume;
    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private final ClusterConfig config;

    private BrokenDisks(Path volume) {
        this.volume = volume;
        config = config(volume).onEvent(events::add).build();
    }

    static ClusterConfig.Builder config(Path volume) {
        return ClusterConfig.in(volume)
                .writers(2)
                .timeouts(Timeouts.builder()
                        .segmentReturn(Duration.ofMillis(50))
                        .segmentReturnLongest(Duration.ofMillis(500))
                        .build())
                .limits(Limits.builder().segmentReturnFreeBytes(16L << 20).build());
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        new BrokenDisks(Path.of(args[0])).run();
        System.out.println("all as it must be");
    }

    private Path disk() {
        return volume.resolve("segment-" + SEGMENT.index());
    }

    private void run() throws Exception {
        Cluster.open(config).close();
        Path kept = volume.resolveSibling("kept");
        Files.move(disk(), kept);
        Files.createDirectory(disk());
        command("mount", "-t", "tmpfs", "-o", "size=64m,mode=0755", "none", disk().toString());
        command("cp", "-a", kept + "/.", disk().toString());

        try (Cluster cluster = Cluster.open(config)) {
            Bank bank = new Bank(cluster, 1);
            try {
                bank.awaitMoreOn(5, 0, 1);
                fill(cluster, bank);
                makeReadOnly(cluster, bank);
                takePermission(cluster, bank);
            } finally {
                bank.close();
            }
            check(bank.audit(cluster).isEmpty(), "every acknowledged transfer is there: " + bank.audit(cluster));
            Waiting.until("the segments agree", () -> cluster.verify().isSound());
        }
    }

    private void fill(Cluster cluster, Bank bank) throws IOException {
        Path rest = disk().resolveSibling(disk().getFileName() + "/database/filler");
        takeAllRoom(rest);
        Database database = cluster.database();
        Table<Long, byte[]> ballast = database.table("ballast", Codecs.int64(), Codecs.bytes());
        for (long i = 0; status(cluster).state() != SegmentState.FAILED; i++) {
            long key = i % 10;
            byte[] value = new byte[BALLAST_BYTES];
            value[0] = (byte) i;
            database.transact(tx -> {
                tx.put(ballast, key, value);
                return key;
            });
        }
        expectAway(cluster, bank, "the disk is full", "Free space");
        Files.delete(rest);
        expectBack(cluster, bank);
    }

    private static void takeAllRoom(Path filler) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            check(String.valueOf(full.getMessage()).contains("No space left"), "the disk is full now: " + full);
        }
    }

    /** The kernel makes a file system read-only only while no file on it is open for writing, so the segment is down for that. */
    private void makeReadOnly(Cluster cluster, Bank bank) throws Exception {
        cluster.faults().killSegment(SEGMENT);
        command("mount", "-o", "remount,ro", disk().toString());
        cluster.faults().restartSegment(SEGMENT);
        expectAway(cluster, bank, "the file system is read-only", "mount it for writing");
        command("mount", "-o", "remount,rw", disk().toString());
        expectBack(cluster, bank);
    }

    /** What is open stays open, whatever becomes of the permissions, so the segment is down for that, too. */
    private void takePermission(Cluster cluster, Bank bank) throws IOException {
        for (Path closed : List.of(disk(), disk().resolve("database"))) {
            cluster.faults().killSegment(SEGMENT);
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
            cluster.faults().restartSegment(SEGMENT);
            expectAway(cluster, bank, "this process may not read or write there", "rights on the directory");
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
            expectBack(cluster, bank);
        }
    }

    private void expectAway(Cluster cluster, Bank bank, String what, String remedy) {
        Waiting.until(
                () -> "it was tried again: " + status(cluster),
                () -> status(cluster)
                        .outage()
                        .filter(outage -> outage.tries() > 1)
                        .isPresent());
        String problem = status(cluster).outage().orElseThrow().problem();
        check(status(cluster).state() == SegmentState.FAILED, "it is out of service");
        check(problem.contains(what) || problem.contains("bytes of free space"), "the status says why: " + problem);
        check(problem.contains(remedy), "the status says what to do: " + problem);
        Waiting.until("it was told", () -> count(ClusterEvent.SegmentLeftService.class) == 1);
        for (ClusterEvent event : events) {
            if (event instanceof ClusterEvent.SegmentLeftService left) {
                check(left.returns() && left.problem().contains(what), "the event says why: " + left);
            }
        }
        bank.awaitMoreOn(10, 0, 1);
    }

    private void expectBack(Cluster cluster, Bank bank) {
        Waiting.until(
                () -> "it is up: " + status(cluster), () -> status(cluster).state() == SegmentState.UP);
        check(status(cluster).outage().isEmpty(), "there is nothing to tell of it any more");
        Waiting.until("its return was told", () -> count(ClusterEvent.SegmentReturned.class) == 1);
        check(count(ClusterEvent.SegmentLeftService.class) == 1, "it did not come and go: " + events);
        bank.awaitMoreOn(5, 0, 1);
        events.clear();
    }

    private long count(Class<? extends ClusterEvent> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    private static ClusterStatus.SegmentStatus status(Cluster cluster) {
        return cluster.status().segments().get(SEGMENT.index());
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("it does not hold that " + what);
        }
    }

    private static void command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).inheritIO().start();
        check(process.waitFor() == 0, String.join(" ", words) + " succeeds");
    }
}
