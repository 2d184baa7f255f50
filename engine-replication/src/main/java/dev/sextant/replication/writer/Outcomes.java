package dev.sextant.replication.writer;

import dev.sextant.api.TransactionId;
import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the latest transactions this writer knows of, its own and those whose redo it applied, so that somebody
 * whose commit was indeterminate can ask.
 */
final class Outcomes {
    static final int MAX_REMEMBERED = 65_536;

    private final TreeMap<TransactionId, ClientAnswer> known = new TreeMap<>();
    private final ArrayDeque<TransactionId> order = new ArrayDeque<>();

    void remember(TransactionId transaction, ClientAnswer answer) {
        if (known.put(transaction, answer) == null) {
            order.addLast(transaction);
            if (order.size() > MAX_REMEMBERED) {
                known.remove(order.removeFirst());
            }
        }
    }

    @Nullable
    ClientAnswer of(TransactionId transaction) {
        return known.get(transaction);
    }
}
