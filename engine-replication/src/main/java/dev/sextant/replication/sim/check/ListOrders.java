package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.Anomaly.Kind;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each list: who appended which element, and in which order they stand there, as the longest read tells. Every
 * other read must be a beginning of that one.
 */
final class ListOrders {
    private final List<ObservedTransaction> history;
    private final Consumer<Anomaly> found;
    private final Map<String, Map<Long, Integer>> appenders = new TreeMap<>();
    private final Map<String, List<Long>> longest = new TreeMap<>();

    ListOrders(List<ObservedTransaction> history, Consumer<Anomaly> found) {
        this.history = history;
        this.found = found;
        for (int index = 0; index < history.size(); index++) {
            for (Operation operation : history.get(index).operations()) {
                if (operation instanceof Operation.Append append) {
                    appenders
                            .computeIfAbsent(append.key(), key -> new TreeMap<>())
                            .put(append.element(), index);
                }
            }
        }
        committedReads(this::keepLongest);
        committedReads(this::checkRead);
    }

    private interface ReadVisitor {
        void visit(int transaction, Operation.Read read);
    }

    private void committedReads(ReadVisitor visitor) {
        for (int index = 0; index < history.size(); index++) {
            if (history.get(index).outcome() == Outcome.COMMITTED) {
                for (Operation operation : history.get(index).operations()) {
                    if (operation instanceof Operation.Read read) {
                        visitor.visit(index, read);
                    }
                }
            }
        }
    }

    private void keepLongest(int transaction, Operation.Read read) {
        List<Long> known = longest.get(read.key());
        if (known == null || read.elements().size() > known.size()) {
            longest.put(read.key(), read.elements());
        }
    }

    private void checkRead(int transaction, Operation.Read read) {
        List<Long> order = order(read.key());
        if (!order.subList(0, read.elements().size()).equals(read.elements())) {
            report(Kind.INCOMPATIBLE_ORDER, transaction, "read " + read + ", which is no beginning of " + order);
        }
        Set<Long> seen = new TreeSet<>();
        for (Long element : read.elements()) {
            if (!seen.add(element)) {
                report(Kind.DUPLICATE, transaction, "read element " + element + " twice in " + read);
            }
            checkElement(transaction, read, element);
        }
        checkEnd(transaction, read);
    }

    private void checkElement(int transaction, Operation.Read read, Long element) {
        Integer appender = appender(read.key(), element);
        if (appender == null) {
            report(Kind.GARBAGE, transaction, "read element " + element + " that nobody appended in " + read);
        } else if (history.get(appender).outcome() == Outcome.ABORTED) {
            report(Kind.G1A, transaction, "read element " + element + " of T" + appender + ", which aborted");
        }
    }

    /** A list must not end in the middle of what somebody else appended to it. */
    private void checkEnd(int transaction, Operation.Read read) {
        if (read.elements().isEmpty()) {
            return;
        }
        Long last = read.elements().get(read.elements().size() - 1);
        Integer appender = appender(read.key(), last);
        if (appender == null || appender == transaction) {
            return;
        }
        List<Long> appended = appended(appender, read.key());
        if (!appended.get(appended.size() - 1).equals(last)) {
            report(Kind.G1B, transaction, "read " + read + ", which ends in the middle of T" + appender);
        }
    }

    private void report(Kind kind, int transaction, String what) {
        found.accept(new Anomaly(
                kind,
                "T" + transaction + " of client " + history.get(transaction).client() + " " + what));
    }

    /** The elements of a list in their order, as far as anybody saw them. */
    List<Long> order(String key) {
        return longest.getOrDefault(key, List.of());
    }

    /** All lists of which an element was seen. */
    Set<String> keys() {
        return longest.keySet();
    }

    /** Who appended an element; null if nobody did. */
    @Nullable
    Integer appender(String key, Long element) {
        return appenders.getOrDefault(key, Map.of()).get(element);
    }

    /** What a transaction appended to a list, in its order. */
    List<Long> appended(int transaction, String key) {
        List<Long> appended = new ArrayList<>();
        for (Operation operation : history.get(transaction).operations()) {
            if (operation instanceof Operation.Append append && append.key().equals(key)) {
                appended.add(append.element());
            }
        }
        return appended;
    }

    /** Whether it counts as committed: it was told so, or somebody saw an effect of it. */
    boolean happened(int transaction) {
        ObservedTransaction observed = history.get(transaction);
        if (observed.outcome() != Outcome.UNKNOWN) {
            return observed.outcome() == Outcome.COMMITTED;
        }
        for (Operation operation : observed.operations()) {
            if (operation instanceof Operation.Append append
                    && order(append.key()).contains(append.element())) {
                return true;
            }
        }
        return false;
    }
}
