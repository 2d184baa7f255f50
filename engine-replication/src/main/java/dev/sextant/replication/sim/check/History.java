package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The transactions in the order in which they began (their place in it is their number here), which of them happened, and what
 * is known of the lists. A transaction of unknown outcome happened if what it appended was read by one that happened.
 */
final class History {
    private final List<ObservedTransaction> transactions;
    private final boolean[] happened;
    private final SortedMap<String, AppendedList> lists = new TreeMap<>();

    History(List<ObservedTransaction> observed) {
        transactions = new ArrayList<>(observed);
        transactions.sort(Comparator.comparingLong(ObservedTransaction::beganNanos));
        happened = new boolean[transactions.size()];
        for (int i = 0; i < transactions.size(); i++) {
            addAppends(i);
        }
        settle();
        lists.values().forEach(AppendedList::fixOrder);
    }

    private void addAppends(int transaction) {
        for (Operation operation : get(transaction).operations()) {
            AppendedList list = lists.computeIfAbsent(operation.key(), AppendedList::new);
            if (operation instanceof Operation.Append append) {
                list.append(transaction, append.element());
            }
        }
    }

    private void settle() {
        Deque<Integer> fresh = new ArrayDeque<>();
        for (int i = 0; i < transactions.size(); i++) {
            if (get(i).outcome() == Outcome.COMMITTED) {
                happened[i] = true;
                fresh.add(i);
            }
        }
        while (!fresh.isEmpty()) {
            int transaction = fresh.remove();
            for (Operation operation : get(transaction).operations()) {
                if (operation instanceof Operation.Read read) {
                    believe(transaction, read, fresh);
                }
            }
        }
    }

    /** Only the longest read of a list is searched for more that happened: the others are its prefixes, or wrong anyway. */
    private void believe(int reader, Operation.Read read, Collection<Integer> fresh) {
        AppendedList list = list(read.key());
        if (!list.offer(reader, read.elements())) {
            return;
        }
        for (long element : read.elements()) {
            int appender = list.appender(element);
            if (appender >= 0 && !happened[appender] && get(appender).outcome() == Outcome.UNKNOWN) {
                happened[appender] = true;
                fresh.add(appender);
            }
        }
    }

    int size() {
        return transactions.size();
    }

    ObservedTransaction get(int transaction) {
        return transactions.get(transaction);
    }

    /** Whether it committed, as its client was told or as others saw; {@link AppendedList#NOBODY} did not. */
    boolean happened(int transaction) {
        return transaction >= 0 && happened[transaction];
    }

    /** Whether its client was told that it committed. */
    boolean acknowledged(int transaction) {
        return transaction >= 0 && get(transaction).outcome() == Outcome.COMMITTED;
    }

    AppendedList list(String key) {
        return lists.computeIfAbsent(key, AppendedList::new);
    }

    /** All lists that anybody named, in the order of their names. */
    Collection<AppendedList> lists() {
        return lists.values();
    }

    /** What a transaction is called in sentences. */
    String name(int transaction) {
        ObservedTransaction it = get(transaction);
        return "T" + transaction + " (client " + it.client() + ", " + it.beganNanos() + ".." + it.endedNanos() + " ns)";
    }
}
