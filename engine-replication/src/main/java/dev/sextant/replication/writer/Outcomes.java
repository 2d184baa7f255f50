package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import java.util.ArrayDeque;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of the latest transactions this writer knows of, its own and those whose redo it applied, so that somebody who did not
 * hear the end of a commit can ask.
 *
 * <p>Invariants: what is told once stays so. Of every slot, all transactions that committed at seqs above {@link #forgottenUpTo} and
 * were applied here are remembered.
 */
final class Outcomes {
    static final int MAX_REMEMBERED = 65_536;

    private final TreeMap<TransactionId, ClientAnswer> known = new TreeMap<>();
    private final ArrayDeque<Entry> order = new ArrayDeque<>();
    /** Handed to this writer, and not ended. */
    private final TreeSet<TransactionId> underWay = new TreeSet<>();

    private final long[] forgottenUpTo = new long[WriterId.MAX_COUNT];

    /** A transaction all of whose attempts are at or below a seq of a slot. */
    private record Entry(TransactionId transaction, WriterId writer, long seq) {}

    /** Nothing is known of what the point sees. */
    void start(ReadPoint point) {
        for (int slot = 0; slot < forgottenUpTo.length; slot++) {
            forgottenUpTo[slot] = point.upTo(new WriterId(slot));
        }
    }

    /** A client has handed this writer a transaction. */
    void begun(TransactionId transaction) {
        underWay.add(transaction);
    }

    boolean isUnderWay(TransactionId transaction) {
        return underWay.contains(transaction);
    }

    /**
     * A transaction has ended. Why it failed is for its own client, now; who asks later is told that it did not commit.
     *
     * @param writer who tried to commit it
     * @param seq that of its last attempt, or a later one of the same writer
     * @param end never one that leaves open whether it has committed
     */
    void remember(TransactionId transaction, WriterId writer, long seq, ClientAnswer end) {
        ClientAnswer answer = end instanceof ClientAnswer.Failed ? new ClientAnswer.Abandoned(Lsn.ZERO) : end;
        underWay.remove(transaction);
        ClientAnswer before = known.put(transaction, answer);
        if (before == null) {
            order.addLast(new Entry(transaction, writer, seq));
            if (order.size() > MAX_REMEMBERED) {
                forget(order.removeFirst());
            }
        } else {
            boolean wasCommitted = before instanceof ClientAnswer.Committed;
            Check.state(
                    wasCommitted == answer instanceof ClientAnswer.Committed,
                    "a transaction has one outcome, once",
                    transaction);
        }
    }

    private void forget(Entry entry) {
        known.remove(entry.transaction());
        int slot = entry.writer().slot();
        forgottenUpTo[slot] = Math.max(forgottenUpTo[slot], entry.seq());
    }

    @Nullable
    ClientAnswer of(TransactionId transaction) {
        return known.get(transaction);
    }

    /** The seq of a slot up to which a transaction may have committed without being remembered. */
    long forgottenUpTo(WriterId writer) {
        return forgottenUpTo[writer.slot()];
    }
}
