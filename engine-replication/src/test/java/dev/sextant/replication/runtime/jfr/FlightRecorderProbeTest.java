package dev.sextant.replication.runtime.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.Database;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.FaultTarget;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.ClientProbe;
import dev.sextant.replication.runtime.Waiting;
import dev.sextant.replication.writer.WriterEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a recording beside a cluster that runs. */
class FlightRecorderProbeTest {
    private static final String COMMIT = "dev.sextant.Commit";
    private static final String CONFLICT = "dev.sextant.Conflict";
    private static final String SETTLE = "dev.sextant.Settle";
    private static final String PAGE_MISS = "dev.sextant.PageMiss";
    private static final int ROW_BYTES = 2_000;
    private static final WriterId FIRST = new WriterId(0);
    private static final WriterId SECOND = new WriterId(1);

    @TempDir
    Path folder;

    private static Cluster cluster(int writers) {
        return Cluster.open(ClusterConfig.inMemory().writers(writers).build());
    }

    private static Table<Long, Long> rows(Cluster cluster) {
        return cluster.database().table("rows", Codecs.int64(), Codecs.int64());
    }

    /** A recording of these events and no others. */
    private static Recording started(String... names) {
        Recording recording = new Recording();
        for (String name : List.of(COMMIT, CONFLICT, SETTLE, PAGE_MISS)) {
            recording.disable(name);
        }
        for (String name : names) {
            recording.enable(name).withoutThreshold();
        }
        recording.start();
        return recording;
    }

    private List<RecordedEvent> ended(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.sextant."))
                .toList();
    }

    @Test
    void aCommitIsRecorded() throws IOException {
        try (Cluster cluster = cluster(1)) {
            Table<Long, Long> rows = rows(cluster);
            try (Recording recording = started(COMMIT)) {
                Transaction transaction = cluster.database().session().begin();
                transaction.put(rows, 1L, 1L);
                transaction.put(rows, 2L, 1L);
                transaction.commit().orThrow();
                List<RecordedEvent> events = ended(recording);
                assertEquals(1, events.size(), events::toString);
                RecordedEvent event = events.get(0);
                assertEquals(COMMIT, event.getEventType().getName());
                assertEquals(transaction.id().toString(), event.getString("transaction"));
                assertEquals(0, event.getInt("writer"));
                assertEquals("COMMITTED", event.getString("result"));
                assertEquals(1, event.getInt("attempts"));
                assertEquals(2, event.getInt("rows"));
                assertTrue(event.getInt("pages") >= 1, event::toString);
                assertFalse(event.getDuration().isZero() || event.getDuration().isNegative(), event::toString);
            }
        }
    }

    @Test
    void aLostRowIsRecordedWithTheCommitThatEndedByIt() throws IOException {
        try (Cluster cluster = cluster(1)) {
            Table<Long, Long> rows = rows(cluster);
            Session session = cluster.database().session();
            Transaction winner = session.begin();
            Transaction loser = session.begin();
            winner.put(rows, 1L, 1L);
            loser.put(rows, 1L, 2L);
            winner.commit().orThrow();
            try (Recording recording = started(COMMIT, CONFLICT)) {
                assertTrue(loser.commit() instanceof CommitResult.Conflicted);
                List<RecordedEvent> events = ended(recording);
                assertEquals(2, events.size(), events::toString);
                for (RecordedEvent event : events) {
                    assertEquals(loser.id().toString(), event.getString("transaction"));
                    boolean isCommit = event.getEventType().getName().equals(COMMIT);
                    assertEquals(
                            isCommit ? "CONFLICTED" : "ROW_WRITTEN", event.getString(isCommit ? "result" : "kind"));
                    if (!isCommit) {
                        assertEquals("rows", event.getString("table"));
                        assertNull(event.getString("page"));
                    }
                }
            }
        }
    }

    @Test
    void lostPagesAreRecorded() throws IOException {
        try (Cluster cluster = cluster(2)) {
            Table<Long, Long> rows = rows(cluster);
            try (Recording recording = started(CONFLICT)) {
                AtomicBoolean enough = new AtomicBoolean();
                CompletableFuture<Void> one = writing(cluster.database(FIRST), rows, 1, enough);
                CompletableFuture<Void> other = writing(cluster.database(SECOND), rows, 2, enough);
                Waiting.until("somebody has lost a page", () -> cluster.status().total(Counters::pageConflicts) > 0);
                enough.set(true);
                CompletableFuture.allOf(one, other).join();
                List<RecordedEvent> events = ended(recording);
                assertTrue(events.stream().anyMatch(event -> event.getString("page") != null), events::toString);
                for (RecordedEvent event : events) {
                    assertEquals("PAGE", event.getString("kind"));
                    assertTrue(event.getString("proposal").startsWith("w" + event.getInt("writer") + "#"));
                    assertNull(event.getString("table"));
                }
            }
        }
    }

    private static CompletableFuture<Void> writing(
            Database database, Table<Long, Long> rows, long row, AtomicBoolean enough) {
        return CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                database.run(tx -> tx.put(rows, row, row));
            }
        });
    }

    @Test
    void whatADeadWriterLeftIsRecordedWhenItIsSettled() throws IOException {
        try (Cluster cluster = cluster(2)) {
            Table<Long, Long> rows = rows(cluster);
            try (Recording recording = started(SETTLE)) {
                Transaction transaction = cluster.database(FIRST).session().begin();
                transaction.get(rows, 1L); // its page is in memory from here on
                transaction.put(rows, 1L, 1L);
                for (int index = 0; index < 3; index++) {
                    cluster.faults().cutLink(FaultTarget.of(FIRST), FaultTarget.of(new SegmentId(index)));
                }
                var unused = transaction.commitAsync().exceptionally(itsWriterDies -> null);
                Waiting.until(
                        "a segment knows of the proposal",
                        () -> cluster.status().segments().stream().anyMatch(segment -> segment.undecided() > 0));
                cluster.faults().killWriter(FIRST);
                cluster.faults().healAllLinks();
                cluster.faults().restartWriter(FIRST);
                Waiting.until("it is settled", () -> cluster.status().total(Counters::settled) > 0);
                List<RecordedEvent> events = ended(recording);
                assertFalse(events.isEmpty());
                for (RecordedEvent event : events) {
                    assertTrue(event.getString("proposal").startsWith("w0#"), event::toString);
                    assertTrue(List.of("COMMITTED", "ABORTED").contains(event.getString("fate")), event::toString);
                    assertTrue(event.getInt("writer") == 0 || event.getInt("writer") == 1);
                    assertTrue(event.getLong("took") >= 0);
                }
            }
        }
    }

    @Test
    void aPageThatIsNotInMemoryIsRecorded() throws IOException {
        ClusterConfig.Builder small =
                ClusterConfig.inMemory().writers(1).cacheSizeBytes(ClusterConfig.MIN_CACHE_SIZE_BYTES);
        int parts = (int) (4 * ClusterConfig.MIN_CACHE_SIZE_BYTES / (100 * ROW_BYTES));
        try (Cluster cluster = Cluster.open(small.build())) {
            Table<Long, byte[]> rows = cluster.database().table("rows", Codecs.int64(), Codecs.bytes());
            for (long part = 0; part < parts; part++) {
                long first = part * 100;
                cluster.database().run(tx -> {
                    for (long key = first; key < first + 100; key++) {
                        tx.put(rows, key, new byte[ROW_BYTES]);
                    }
                });
            }
            try (Recording recording = started(PAGE_MISS)) {
                for (long part = 0; part < parts; part++) {
                    long key = part * 100;
                    byte[] read =
                            cluster.database().transact(tx -> tx.get(rows, key).orElseThrow());
                    assertEquals(ROW_BYTES, read.length);
                }
                List<RecordedEvent> events = ended(recording);
                assertFalse(events.isEmpty());
                for (RecordedEvent event : events) {
                    assertEquals(0, event.getInt("writer"));
                    assertTrue(event.getString("page").startsWith("page-"), event::toString);
                    assertTrue(List.of(-1, 0, 2, 4).contains(event.getInt("segment")), event::toString);
                    assertFalse(event.getDuration().isNegative());
                }
                assertTrue(events.stream().anyMatch(event -> event.getInt("segment") >= 0), events::toString);
            }
        }
    }

    @Test
    void settingsSayWhatIsRecorded() throws IOException {
        try (Cluster cluster = cluster(1);
                Recording recording = new Recording()) {
            Table<Long, Long> rows = rows(cluster);
            recording.enable(COMMIT).withThreshold(Duration.ofHours(1));
            recording.disable(PAGE_MISS);
            recording.start();
            cluster.database().run(tx -> tx.put(rows, 1L, 1L));
            assertEquals(List.of(), ended(recording));
        }
    }

    @Test
    void nothingIsWatchedWhileNobodyRecords() {
        FlightRecorderProbe probe = new FlightRecorderProbe();
        assertSame(ClientProbe.CommitWatch.NONE, probe.commitBegins(FIRST, null));
        assertSame(ClientProbe.PageWatch.NONE, probe.pageMissed(NodeAddress.of(FIRST), new PageId(7)));
        probe.writer(FIRST, new WriterEvent.Settled(ProposalId.of(0, 1), Fate.ABORTED, 5));
        probe.writer(FIRST, new WriterEvent.PageLost(ProposalId.of(0, 1), null));
        try (Recording recording = started(PAGE_MISS)) {
            assertFalse(probe.pageMissed(NodeAddress.of(FIRST), new PageId(7)) == ClientProbe.PageWatch.NONE);
            assertSame(ClientProbe.CommitWatch.NONE, probe.commitBegins(FIRST, null));
            recording.stop();
        }
    }

    /** As an image that was made without it. */
    @Test
    void aJavaWithoutFlightRecorderWorksAsWell() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.base,java.logging,java.naming,java.xml,jdk.unsupported",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareJava.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
        assertEquals("recorder false, read 42", said.strip());
    }
}
