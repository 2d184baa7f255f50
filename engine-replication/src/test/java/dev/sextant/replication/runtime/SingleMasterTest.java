package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.ClusterMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes with a read replica each, one of which is the master at a time. */
class SingleMasterTest {
    private static final TransactionOptions NEWEST = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);

    @TempDir
    Path parent;

    private NodeFleet fleet;

    @AfterEach
    void closeFleet() {
        fleet.close();
    }

    private void startAll() {
        fleet = new NodeFleet(parent, 0, ClusterMode.SINGLE_MASTER);
        fleet.startAll();
    }

    private static Table<Long, String> table(Database database) {
        return database.table("rows", Codecs.int64(), Codecs.utf8());
    }

    /** Nobody may be the master for a while. */
    private void put(int node, long key, String value) {
        Database database = fleet.node(node).database();
        long deadline = System.nanoTime() + NodeFleet.PATIENCE.toNanos();
        while (true) {
            try {
                database.run(transaction -> transaction.put(table(database), key, value));
                return;
            } catch (WriterUnavailableException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    private int master() {
        long deadline = System.nanoTime() + NodeFleet.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (int index = 0; index < 3; index++) {
                if (fleet.isRunning(index)
                        && fleet.node(index).status().hosted().writers().get(0).state() == WriterState.OPEN) {
                    return index;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nobody is the master");
    }

    @Test
    void anotherOneTakesThePlaceOfAMasterThatDies() {
        startAll();
        for (int index = 0; index < 3; index++) {
            put(index, index, "by " + index);
        }
        int first = master();
        fleet.stop(first);
        int left = (first + 1) % 3;
        put(left, 7, "after it");
        int second = master();
        assertTrue(second != first);
        fleet.start(first).awaitOpen(NodeFleet.PATIENCE);
        put(first, 8, "it is back");
        assertEquals(second, master());
        Database there = fleet.node(left).database();
        Table<Long, String> table = table(there);
        for (long key : List.of(0L, 1L, 2L)) {
            assertEquals(Optional.of("by " + key), there.transact(NEWEST, transaction -> transaction.get(table, key)));
        }
        assertEquals(Optional.of("after it"), there.transact(NEWEST, transaction -> transaction.get(table, 7L)));
        assertEquals(Optional.of("it is back"), there.transact(NEWEST, transaction -> transaction.get(table, 8L)));
    }
}
