package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.Session;
import dev.sextant.bench.demo.AttemptStates.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one acknowledged commit vanish from every segment, as if the engine had lost it, to show that the checks find it.
 *
 * <p>It takes away exactly what a lost commit would leave out: the ledger row, what was moved, and the counter's bump, in one
 * transaction that the acknowledgement file never hears of. What is left is consistent in itself, every sum included, and
 * equal on all segments; so only the search for each acknowledged commit can notice. That is the one check it is about.
 */
final class LoseAcknowledged {
    private LoseAcknowledged() {}

    /** Makes the acknowledged transfer in the middle of all of them vanish. */
    static void one(Cluster cluster, Path file) throws IOException {
        Acknowledgements told = new Acknowledgements();
        AcknowledgementFile.read(file, told);
        List<AttemptId> committed = new ArrayList<>();
        told.transfers().forEach((attempt, state) -> {
            if (state == State.COMMITTED) {
                committed.add(attempt);
            }
        });
        if (committed.isEmpty()) {
            throw new DemoException("No transfer was acknowledged, so none can be lost. Give it more --seconds.");
        }
        AttemptId victim = committed.get(committed.size() / 2);
        DemoTables tables = DemoTables.open(cluster.database());
        try (Session session = cluster.database().session()) {
            session.run(transaction -> {
                Transfer lost =
                        transaction.get(tables.ledger(), victim.toLong()).orElseThrow();
                transaction.delete(tables.ledger(), victim.toLong());
                transaction.add(tables.accounts(), (long) lost.from(), lost.amount());
                transaction.add(tables.accounts(), (long) lost.to(), -lost.amount());
                if (lost.counter() != Transfer.NO_COUNTER) {
                    transaction.add(tables.counters(), DemoTables.counterName(lost.counter()), -1);
                }
            });
        }
    }
}
