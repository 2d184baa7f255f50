package dev.sextant.replication.sim.docs;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.Range;
import dev.sextant.api.Row;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterUnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

// tag::shop[]
/** Takes orders. */
class Shop {
    /** No customer waits longer than this. */
    private static final TransactionOptions QUICK =
            TransactionOptions.DEFAULT.withCommitTimeout(Duration.ofMillis(200));

    private final Database database;
    private final Table<Long, String> orders;
    final RandomGenerator ids;

    Shop(Database database, RandomGenerator ids) {
        this.database = database;
        this.ids = ids;
        orders = database.table("orders", Codecs.int64(), Codecs.utf8());
    }

    void order(String what) {
        boolean placed = false;
        while (!placed) {
            long id = ids.nextLong();
            placed = place(id, what);
        }
    }

    boolean place(long id, String what) {
        try {
            database.run(QUICK, tx -> tx.insert(orders, id, what));
            return true;
        } catch (IndeterminateCommitException | WriterUnavailableException noAnswer) {
            return false; // so try again
        }
    }

    List<String> placedTwice() {
        Set<String> seen = new HashSet<>();
        return database.transact(tx -> tx.scan(orders, Range.all()).stream()
                .map(Row::value)
                .filter(what -> !seen.add(what))
                .toList());
    }
}
// end::shop[]
