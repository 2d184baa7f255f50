package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.PageId;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.Table;
import dev.sextant.api.UnknownTableException;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.tree.RootPageIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables are created once, by whomever, and found by everybody. */
class TableOpenerTest {
    private final FakeCluster cluster = FakeCluster.ofRetries(2, RetryPolicy.NEVER);

    @AfterEach
    void everySnapshotIsReleased() {
        cluster.assertNothingIsLeased();
    }

    private static ClientTable<?, ?> open(Database database, String name) {
        return assertInstanceOf(ClientTable.class, database.table(name, Codecs.utf8(), Codecs.utf8()));
    }

    /** A process of its own on the same volume: it knows no table but from the catalog. */
    private FakeCluster another() {
        return new FakeCluster(8, cluster.config, cluster.volume);
    }

    @Test
    void aTableHasOneRootForEverybodyForEver() {
        ClientTable<?, ?> created = open(cluster.database(), "a");
        assertTrue(RootPageIds.isRoot(created.root()));
        assertNotEquals(PageId.CATALOG_ROOT, created.root());
        assertEquals(created.root(), open(cluster.database(1), "a").root());
        FakeCluster other = another();
        assertEquals(created.root(), open(other.database(), "a").root());
        assertEquals(
                created.root(),
                ((ClientTable<?, ?>) another().database().openTable("a", Codecs.utf8(), Codecs.utf8())).root());
        assertNotEquals(created.root(), open(cluster.database(), "b").root());
    }

    @Test
    void anOpenedTableCostsNothingMore() {
        open(cluster.database(), "a");
        cluster.kill(0);
        cluster.kill(1);
        open(cluster.database(), "a");
        assertThrows(WriterUnavailableException.class, () -> open(cluster.database(), "b"));
    }

    @Test
    void twoThatCreateATableAtOnceEndWithOne() {
        FakeCluster other = another();
        List<ClientTable<?, ?>> theirs = new ArrayList<>();
        for (int slot = 0; slot < 2; slot++) {
            cluster.writer(slot).instead = input -> {
                if (input instanceof WriterInput.Commit && theirs.isEmpty()) {
                    theirs.add(open(other.database(), "a"));
                }
                return null;
            };
        }
        ClientTable<?, ?> ours = open(cluster.database(), "a");
        assertEquals(theirs.get(0).root(), ours.root());
        assertEquals(List.of("a"), cluster.database().tableNames());
    }

    @Test
    void tablesThatDrawTheSameRootDrawAgain() {
        long[] draws = {5, 5, 5, 6};
        int[] next = {0};
        cluster.random = new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public long nextLong() {
                return draws[Math.min(next[0]++, draws.length - 1)];
            }
        };
        assertEquals(RootPageIds.of(5), open(cluster.database(), "a").root());
        assertEquals(RootPageIds.of(6), open(cluster.database(), "b").root());
    }

    @Test
    void tablesThatDrawTheSameRootAtOnceDoNotShareIt() {
        FakeCluster other = another();
        other.random = new Random(99);
        cluster.random = new Random(99);
        List<ClientTable<?, ?>> theirs = new ArrayList<>();
        for (int slot = 0; slot < 2; slot++) {
            cluster.writer(slot).instead = input -> {
                if (input instanceof WriterInput.Commit && theirs.isEmpty()) {
                    theirs.add(open(other.database(), "b"));
                }
                return null;
            };
        }
        ClientTable<?, ?> ours = open(cluster.database(), "a");
        assertEquals(RootPageIds.of(new Random(99).nextLong()), theirs.get(0).root());
        assertNotEquals(theirs.get(0).root(), ours.root());
    }

    @Test
    void onlyTablesThatExistAreOpened() {
        UnknownTableException unknown = assertThrows(
                UnknownTableException.class, () -> cluster.database().openTable("a", Codecs.utf8(), Codecs.utf8()));
        assertEquals("a", unknown.table());
        assertEquals(List.of(), cluster.database().tableNames());
        open(another().database(), "a");
        // This process's writers have not heard of it, so its absence here proves nothing.
        cluster.database(0).openTable("a", Codecs.utf8(), Codecs.utf8());
    }

    @Test
    void namesAreListedInTheOrderOfTheirBytes() {
        List<String> names = new ArrayList<>(List.of("zeta", "a", "ab", "A", "éclair", "\uffff", "\ud83d\ude00"));
        names.forEach(name -> open(cluster.database(), name));
        assertEquals(
                List.of("A", "a", "ab", "zeta", "éclair", "\uffff", "\ud83d\ude00"),
                cluster.database(1).tableNames());
    }

    @Test
    void manyNamesAreListedInParts() {
        for (int i = 0; i < 1_000; i++) {
            open(cluster.database(), String.format("t%04d", i));
        }
        assertEquals(1_000, cluster.database().tableNames().size());
        open(cluster.database(), "t9999");
        List<String> names = another().database().tableNames();
        assertEquals(1_001, names.size());
        assertEquals("t9999", names.get(1_000));
    }

    @Test
    void tooFewSegmentsToCreateATable() {
        for (int slot = 0; slot < 2; slot++) {
            cluster.writer(slot).instead =
                    input -> input instanceof WriterInput.Commit ? new ClientAnswer.Indeterminate() : null;
        }
        QuorumLostException lost = assertThrows(QuorumLostException.class, () -> open(cluster.database(), "a"));
        assertEquals(4, lost.needed());
    }

    @Test
    void aTableThatWasNeverWrittenIsEmptyToAWriterThatHasNotHeardOfIt() {
        Table<String, String> table = cluster.database(0).table("new", Codecs.utf8(), Codecs.utf8());
        assertEquals(
                Optional.empty(), cluster.database(1).session().transact(transaction -> transaction.get(table, "a")));
        cluster.database(1).run(transaction -> transaction.put(table, "a", "b"));
        assertEquals(
                Optional.of("b"), cluster.database(1).session().transact(transaction -> transaction.get(table, "a")));
    }

    @Test
    void aRecordOfAnotherFormatIsNotGuessedAt() {
        assertThrows(IllegalStateException.class, () -> CatalogRows.root(new byte[9]));
        assertThrows(IllegalStateException.class, () -> CatalogRows.root(new byte[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> CatalogRows.name(CatalogRows.reservationKey(new PageId(5))));
        PageId root = RootPageIds.of(-7);
        assertEquals(root, CatalogRows.root(CatalogRows.rootValue(root)));
        assertEquals("é", CatalogRows.name(CatalogRows.nameKey("é")));
        assertEquals(3, ClusterConfig.inMemory().build().writers());
    }
}
