package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.Codecs;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.KeyTooLargeException;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.Range;
import dev.sextant.api.ScanLimitExceededException;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.TransactionTooLargeException;
import dev.sextant.api.ValueTooLargeException;
import dev.sextant.api.config.Limits;
import dev.sextant.storage.page.PageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each limit refuses what is one too many, before anything of it is kept, and what is allowed is allowed. */
class ClientLimitsTest {
    private static final Limits SMALL = Limits.builder()
            .keyBytes(4)
            .valueBytes(10)
            .transactionRows(3)
            .transactionBytes(30)
            .scanRows(5)
            .scanBytes(40)
            .openTransactions(2)
            .build();

    private final FakeCluster cluster = FakeCluster.of(1, SMALL);
    private final Table<String, String> table = cluster.database().table("limited", Codecs.utf8(), Codecs.utf8());

    private void load(String... keys) {
        for (String key : keys) {
            cluster.database().run(transaction -> transaction.put(table, key, "0123456789"));
        }
    }

    @Test
    void theCatalogIsNotBoundByTheLimitsOfTheApplication() {
        assertEquals(List.of("limited"), cluster.database().tableNames());
    }

    @Test
    void keysAndValues() {
        try (Transaction transaction = cluster.database().begin()) {
            transaction.put(table, "four", "0123456789");
            assertThrows(KeyTooLargeException.class, () -> transaction.put(table, "fiver", ""));
            assertThrows(KeyTooLargeException.class, () -> transaction.get(table, "fiver"));
            assertThrows(KeyTooLargeException.class, () -> transaction.delete(table, "fiver"));
            assertThrows(ValueTooLargeException.class, () -> transaction.put(table, "four", "01234567890"));
            assertThrows(ValueTooLargeException.class, () -> transaction.insert(table, "n", "01234567890"));
            assertThrows(ValueTooLargeException.class, () -> transaction.merge(table, "four", "x", String::concat));
            assertEquals(Optional.of("0123456789"), transaction.get(table, "four"));
            transaction.commit().orThrow();
        }
    }

    @Test
    void aMergeThatGrowsTooLargeAtTheCommitStoresNothing() {
        load("a");
        Transaction transaction = cluster.database().begin();
        transaction.merge(table, "a", "x", String::concat);
        transaction.put(table, "b", "y");
        assertThrows(ValueTooLargeException.class, transaction::commit);
        try (Transaction after = cluster.database().begin()) {
            assertEquals(Optional.empty(), after.get(table, "b"));
        }
        cluster.assertNothingIsLeased();
    }

    @Test
    void rowsOfATransaction() {
        try (Transaction transaction = cluster.database().begin()) {
            transaction.put(table, "a", "");
            transaction.delete(table, "b");
            transaction.merge(table, "c", "", String::concat);
            List<Runnable> onceMore = List.of(
                    () -> transaction.put(table, "d", ""),
                    () -> transaction.delete(table, "d"),
                    () -> transaction.merge(table, "d", "", String::concat),
                    () -> transaction.insert(table, "d", ""));
            onceMore.forEach(write -> {
                TransactionTooLargeException refused = assertThrows(TransactionTooLargeException.class, write::run);
                assertEquals("rows", refused.unit());
                assertEquals(3, refused.limit());
            });
            transaction.put(table, "a", "again");
            transaction.commit().orThrow();
        }
        try (Transaction after = cluster.database().begin()) {
            assertEquals(Optional.empty(), after.get(table, "d"));
            assertEquals(Optional.of("again"), after.get(table, "a"));
        }
    }

    @Test
    void bytesOfATransaction() {
        try (Transaction transaction = cluster.database().begin()) {
            transaction.put(table, "a", "0123456789"); // 11
            transaction.put(table, "b", "0123456789"); // 22
            assertThrows(TransactionTooLargeException.class, () -> transaction.put(table, "c", "01234567"));
            transaction.put(table, "c", "0123456"); // 30
            assertThrows(TransactionTooLargeException.class, () -> transaction.put(table, "c", "01234567"));
            assertEquals(Optional.of("0123456"), transaction.get(table, "c"));
            assertThrows(TransactionTooLargeException.class, () -> transaction.merge(table, "c", "7", String::concat));
            transaction.delete(table, "a"); // 20
            transaction.merge(table, "c", "789", String::concat); // 23
            assertEquals(Optional.of("0123456789"), transaction.get(table, "c"));
            transaction.put(table, "a", "0123456"); // 30
            assertThrows(TransactionTooLargeException.class, () -> transaction.put(table, "a", "01234567"));
            transaction.commit().orThrow();
        }
    }

    @Test
    void bytesOfMergesThatWaitForTheCommit() {
        try (Transaction transaction = cluster.database().begin()) {
            for (int i = 0; i < 29; i++) {
                transaction.merge(table, "a", "x", (current, operand) -> operand);
            }
            assertThrows(
                    TransactionTooLargeException.class,
                    () -> transaction.merge(table, "a", "x", (current, operand) -> operand));
            transaction.commit().orThrow();
        }
    }

    @Test
    void rowsOfAScan() {
        Table<String, String> small = table;
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            cluster.database().run(transaction -> transaction.put(small, key, ""));
        }
        try (Transaction transaction = cluster.database().begin(TransactionOptions.SERIALIZABLE)) {
            ScanLimitExceededException refused =
                    assertThrows(ScanLimitExceededException.class, () -> transaction.scan(table, Range.all()));
            assertEquals("rows", refused.unit());
            ScanOptions six = ScanOptions.DEFAULT.withLimit(6);
            assertThrows(ScanLimitExceededException.class, () -> transaction.scan(table, Range.all(), six));
            ScanOptions five = ScanOptions.DEFAULT.withLimit(5);
            assertEquals(5, transaction.scan(table, Range.all(), five).size());
            assertEquals(
                    5,
                    transaction
                            .scan(table, Range.greaterThan("a"), five.descending())
                            .size());
            assertEquals(5, transaction.scan(table, Range.greaterThan("a")).size());
        }
    }

    @Test
    void bytesOfAScan() {
        load("a", "b", "c", "d"); // 11 bytes each
        try (Transaction transaction = cluster.database().begin()) {
            ScanLimitExceededException refused =
                    assertThrows(ScanLimitExceededException.class, () -> transaction.scan(table, Range.all()));
            assertEquals("bytes", refused.unit());
            assertEquals(40, refused.limit());
            assertEquals(3, transaction.scan(table, Range.lessThan("d")).size());
            assertEquals(
                    3,
                    transaction
                            .scan(table, Range.all(), ScanOptions.DEFAULT.withLimit(3))
                            .size());
        }
    }

    @Test
    void openTransactionsOfAWriter() {
        Transaction first = cluster.database().begin();
        Transaction second = cluster.database().begin();
        OverloadedException refused =
                assertThrows(OverloadedException.class, () -> cluster.database().begin());
        assertEquals("openTransactions", refused.queue());
        first.rollback();
        cluster.database().begin().commit();
        second.rollback();
        cluster.assertNothingIsLeased();
    }

    @Test
    void namesOfTables() {
        List<String> refused = new ArrayList<>(List.of("", "n".repeat(129), "\ud800", "é".repeat(65)));
        for (String name : refused) {
            assertThrows(
                    ConfigurationException.class, () -> cluster.database().table(name, Codecs.utf8(), Codecs.utf8()));
            assertThrows(
                    ConfigurationException.class,
                    () -> cluster.database().openTable(name, Codecs.utf8(), Codecs.utf8()));
        }
        cluster.database().table("n".repeat(128), Codecs.utf8(), Codecs.utf8());
    }

    @Test
    void theLargestValueThatCanBeAllowedFitsAPageFormat() {
        assertEquals(PageFormat.MAX_VALUE_BYTES, Limits.MAX_VALUE_BYTES);
        assertThrows(
                ConfigurationException.class,
                () -> Limits.builder()
                        .valueBytes(PageFormat.MAX_VALUE_BYTES + 1)
                        .build());
    }
}
