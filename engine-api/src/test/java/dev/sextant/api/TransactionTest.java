package dev.sextant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.config.Limits;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.fake.FakeEngine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The defaults over the asynchronous calls, and what an application's code reads like. */
class TransactionTest {
    private final Database database = new FakeEngine(RetryPolicy.NEVER, Limits.DEFAULT);
    private final Table<String, Long> accounts = database.table("accounts", Codecs.utf8(), Codecs.int64());

    @Test
    void readsItsOwnWrites() {
        try (Transaction tx = database.begin()) {
            tx.put(accounts, "alice", 5L);
            tx.add(accounts, "alice", 2);
            tx.add(accounts, "bob", 3);
            assertEquals(Optional.of(7L), tx.get(accounts, "alice"));
            assertEquals(Optional.of(3L), tx.get(accounts, "bob"));
            tx.delete(accounts, "alice");
            assertEquals(Optional.empty(), tx.get(accounts, "alice"));
        }
        assertEquals(List.of(), database.transact(tx -> tx.scan(accounts, Range.all())));
    }

    @Test
    void insertsOnce() {
        database.run(tx -> tx.insert(accounts, "alice", 1L));
        try (Transaction tx = database.begin()) {
            DuplicateKeyException thrown =
                    assertThrows(DuplicateKeyException.class, () -> tx.insert(accounts, "alice", 2L));
            assertEquals("'alice'", thrown.key());
            tx.insert(accounts, "bob", 2L);
            tx.commit().orThrow();
        }
        assertEquals(
                List.of(new Row<>("alice", 1L), new Row<>("bob", 2L)),
                database.transact(tx -> tx.scan(accounts, Range.all())));
    }

    @Test
    void additionsToOneRowDoNotConflict() {
        Transaction one = database.begin();
        Transaction other = database.begin(TransactionOptions.DEFAULT);
        one.add(accounts, "hits", 1);
        other.add(accounts, "hits", 10);
        one.commit().orThrow();
        other.commit().orThrow();
        assertEquals(Optional.of(11L), database.transact(tx -> tx.get(accounts, "hits")));
    }

    @Test
    void theFirstCommitterWins() {
        Transaction one = database.begin();
        Transaction other = database.begin();
        one.put(accounts, "alice", 1L);
        other.put(accounts, "alice", 2L);
        one.commit().orThrow();
        CommitResult lost = other.commit();
        assertInstanceOf(CommitResult.Conflicted.class, lost);
        assertEquals(
                1, assertThrows(WriteConflictException.class, lost::orThrow).attempts());
        assertEquals(Optional.of(1L), database.transact(tx -> tx.get(accounts, "alice")));
    }

    @Test
    void refusesASumThatDoesNotFit() {
        database.run(tx -> tx.put(accounts, "alice", Long.MAX_VALUE));
        MergeException thrown =
                assertThrows(MergeException.class, () -> database.run(tx -> tx.add(accounts, "alice", 1)));
        assertInstanceOf(ArithmeticException.class, thrown.getCause());
        assertEquals(Optional.of(Long.MAX_VALUE), database.transact(tx -> tx.get(accounts, "alice")));
    }

    @Test
    void scansPageByPageInBothDirections() {
        database.run(tx -> List.of("a", "b", "c", "d").forEach(key -> tx.put(accounts, key, 0L)));
        ScanOptions two = ScanOptions.DEFAULT.withLimit(2);
        database.run(TransactionOptions.DEFAULT.asReadOnly(), tx -> {
            assertEquals(List.of("a", "b"), keys(tx.scan(accounts, Range.all(), two)));
            assertEquals(List.of("c", "d"), keys(tx.scan(accounts, Range.greaterThan("b"), two)));
            assertEquals(List.of("d", "c"), keys(tx.scan(accounts, Range.all(), two.descending())));
            assertEquals(List.of("b", "a"), keys(tx.scan(accounts, Range.lessThan("c"), two.descending())));
            assertEquals(List.of("b", "c"), keys(tx.scan(accounts, Range.closed("b", "c"))));
            assertEquals(List.of("b"), keys(tx.scan(accounts, Range.closedOpen("b", "c"))));
            assertEquals(List.of(), keys(tx.scan(accounts, Range.open("b", "c"))));
            assertEquals(List.of(), keys(tx.scan(accounts, Range.closed("c", "b"))));
            assertEquals(List.of("a"), keys(tx.scan(accounts, Range.atMost("a"))));
            assertEquals(List.of("d"), keys(tx.scan(accounts, Range.atLeast("cc"))));
        });
    }

    @Test
    void endsOnce() {
        Transaction tx = database.begin();
        tx.commit().orThrow();
        tx.close();
        tx.rollback();
        assertThrows(TransactionClosedException.class, () -> tx.get(accounts, "alice"));
        assertThrows(TransactionClosedException.class, tx::commit);
    }

    @Test
    void opensOnlyWhatExists() {
        assertEquals(List.of("accounts"), database.tableNames());
        assertEquals(
                "accounts",
                database.openTable("accounts", Codecs.utf8(), Codecs.int64()).name());
        UnknownTableException thrown = assertThrows(
                UnknownTableException.class, () -> database.openTable("acounts", Codecs.utf8(), Codecs.int64()));
        assertEquals("acounts", thrown.table());
    }

    private static List<String> keys(List<Row<String, Long>> rows) {
        return rows.stream().map(Row::key).toList();
    }
}
