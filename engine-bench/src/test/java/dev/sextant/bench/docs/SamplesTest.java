package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Session;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import dev.sextant.api.fault.FaultTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that every Java sample of the documentation is one that the compiler has seen, and runs it. */
class SamplesTest {
    /** The sources of samples; those of simulations need the engine to compile, so they are beside it. */
    private static final List<String> SOURCES = List.of(
            "engine-bench/src/test/java/dev/sextant/bench/docs/Samples.java",
            "engine-bench/src/test/java/dev/sextant/bench/docs/WatchingSamples.java",
            "engine-replication/src/test/java/dev/sextant/replication/sim/docs/Shop.java",
            "engine-replication/src/test/java/dev/sextant/replication/sim/docs/CarefulShop.java",
            "engine-replication/src/test/java/dev/sextant/replication/sim/docs/ShopTest.java");

    private static Map<String, String> regions() {
        Map<String, String> regions = new TreeMap<>();
        for (String source : SOURCES) {
            Pages.regions(Pages.read(source))
                    .forEach((tag, text) -> assertNull(
                            regions.put(tag, text), () -> "two regions are tagged " + tag + ", one in " + source));
        }
        return regions;
    }

    @Test
    void pagesShowWhatIsCompiled() {
        Map<String, String> regions = regions();
        Set<String> shown = new TreeSet<>();
        for (Path page : Pages.all()) {
            for (Pages.Sample sample : Pages.samples(Pages.read(page))) {
                assertTrue(
                        regions.containsKey(sample.tag()),
                        () -> page + " has a sample that is no region of " + SOURCES + ":\n" + sample.text());
                assertEquals(
                        regions.get(sample.tag()), sample.text(), () -> "the sample " + sample.tag() + " in " + page);
                shown.add(sample.tag());
            }
        }
        assertEquals(regions.keySet(), shown, "every region is shown somewhere");
    }

    @Test
    void embeddingWorksAndLasts(@TempDir Path folder) {
        Path directory = folder.resolve("bank");
        Samples.embed(directory);
        try (Cluster cluster =
                Cluster.open(ClusterConfig.in(directory).writers(1).build())) {
            Database bank = cluster.database();
            Table<String, Long> accounts = bank.openTable("accounts", Codecs.utf8(), Codecs.int64());
            Map<String, Long> balances = bank.transact(tx -> Map.of(
                    "alice", tx.get(accounts, "alice").orElseThrow(),
                    "bob", tx.get(accounts, "bob").orElseThrow()));
            assertEquals(Map.of("alice", 70L, "bob", 30L), balances);
        }
    }

    @Test
    void commitsEndAsShown() {
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(2).build())) {
            Table<String, Long> table = cluster.database().table("t", Codecs.utf8(), Codecs.int64());
            Session session = cluster.database().session();
            Transaction first = session.begin();
            Transaction second = session.begin();
            first.put(table, "row", 1L);
            second.put(table, "row", 2L);
            assertEquals("done", Samples.outcome(session, first));
            assertEquals("nothing happened, try again: ROW_WRITTEN", Samples.outcome(session, second));
        }
    }

    @Test
    void thePastIsReadAsShown() {
        Timeouts often = Timeouts.builder().journal(Duration.ofMillis(5)).build();
        try (Cluster cluster =
                Cluster.open(ClusterConfig.inMemory().writers(1).timeouts(often).build())) {
            Database bank = cluster.database();
            Table<String, Long> accounts = bank.table("accounts", Codecs.utf8(), Codecs.int64());
            bank.run(tx -> tx.put(accounts, "alice", 70L));
            long seen = 0;
            for (int tries = 0; seen == 0 && tries < 10_000; tries++) {
                seen = seenAt(bank, accounts, Instant.now());
            }
            assertEquals(70L, seen, "the moment after the commit is journaled soon");
            assertThrows(SnapshotTooOldException.class, () -> Samples.past(bank, accounts, Instant.EPOCH));
        }
    }

    @Test
    void aBackupIsRestoredAsShown(@TempDir Path folder) {
        Path backups = folder.resolve("backups");
        Path target = folder.resolve("restored");
        Timeouts often = Timeouts.builder().journal(Duration.ofMillis(5)).build();
        Instant created;
        try (Cluster cluster = Cluster.open(ClusterConfig.in(folder.resolve("bank"))
                .writers(1)
                .timeouts(often)
                .build())) {
            Database bank = cluster.database();
            Table<String, Long> accounts = bank.table("accounts", Codecs.utf8(), Codecs.int64());
            bank.run(tx -> tx.put(accounts, "alice", 70L));
            long seen = 0;
            for (int tries = 0; seen == 0 && tries < 10_000; tries++) {
                seen = seenAt(bank, accounts, Instant.now());
            }
            assertEquals(70L, seen);
            created = cluster.backup(backups).created();
        }
        Samples.restore(backups, target, created);
        try (Cluster cluster = Cluster.open(ClusterConfig.in(target).writers(1).build())) {
            Database bank = cluster.database();
            Table<String, Long> accounts = bank.openTable("accounts", Codecs.utf8(), Codecs.int64());
            long restored = bank.transact(tx -> tx.get(accounts, "alice").orElse(0L));
            assertEquals(70L, restored);
        }
    }

    private static long seenAt(Database bank, Table<String, Long> accounts, Instant instant) {
        try {
            return Samples.past(bank, accounts, instant);
        } catch (SnapshotTooOldException nothingIsJournaledYet) {
            return 0;
        }
    }

    /** Cut links tell nobody anything, so the writer proposes and cannot know what became of it. */
    @Test
    void aCommitInDoubtEndsAsShown() {
        Timeouts timeouts = Timeouts.builder()
                .commit(Duration.ofSeconds(2))
                .heartbeat(Duration.ofSeconds(2))
                .silence(Duration.ofSeconds(10))
                .build();
        WriterId writer = new WriterId(0);
        try (Cluster cluster = Cluster.open(
                ClusterConfig.inMemory().writers(1).timeouts(timeouts).build())) {
            Table<String, Long> table = cluster.database().table("t", Codecs.utf8(), Codecs.int64());
            Session session = cluster.database(writer).session();
            Transaction tx = session.begin();
            tx.get(table, "row"); // its page is in memory from here on
            tx.put(table, "row", 1L);
            for (int index = 0; index < 3; index++) {
                cluster.faults().cutLink(FaultTarget.of(writer), FaultTarget.of(new SegmentId(index)));
            }
            String answer = Samples.outcome(session, tx);
            assertTrue(answer.startsWith("ask later: Indeterminate"), answer);
        }
    }

    @Test
    void theConsoleIsWhereTheSampleSays(@TempDir Path folder) {
        assertEquals(
                "127.0.0.1:8080",
                WatchingSamples.console(folder).console().orElseThrow().toString());
    }

    @Test
    void findsSamplesWithAndWithoutTag() {
        String page = "<!-- sample: one -->\n```java\na();\n```\ntext\n```java\nb();\n```\n```\nnot Java\n```\n";
        assertEquals(List.of(new Pages.Sample("one", "a();\n"), new Pages.Sample("", "b();\n")), Pages.samples(page));
    }

    @Test
    void regionsLoseTheirCommonIndentation() {
        String source = "    // tag::one[]\n    if (a) {\n        b();\n    }\n    // end::one[]\n";
        assertEquals(Map.of("one", "if (a) {\n    b();\n}\n"), Pages.regions(source));
    }
}
