package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.AppendedList.VersionRead;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each read by itself and within its transaction; what turns out to be a version of its list is noted there, for those
 * who look at transactions together.
 */
final class ReadCheck {
    private final History history;
    private final Findings findings;

    /** What one transaction knows of one list. */
    private static final class Knowledge {
        /** What it appended, in all. */
        final List<Long> own = new ArrayList<>();

        /** What it read last. */
        @Nullable
        List<Long> lastRead;

        /** How much of {@link #own} it had appended when it read last. */
        int ownAtLastRead;

        /** What the next read must end with, or be if something was read before. */
        boolean explains(List<Long> elements) {
            List<Long> read = lastRead;
            List<Long> since = own.subList(ownAtLastRead, own.size());
            int from = elements.size() - since.size();
            return from >= 0
                    && elements.subList(from, elements.size()).equals(since)
                    && (read == null
                            || read == elements
                            || elements.subList(0, from).equals(read));
        }

        List<Long> ofOthers(List<Long> elements) {
            List<Long> others = new ArrayList<>(elements);
            others.removeAll(own);
            return others;
        }
    }

    ReadCheck(History history, Findings findings) {
        this.history = history;
        this.findings = findings;
    }

    /** Checks all reads of all transactions that happened. */
    void run() {
        for (AppendedList list : history.lists()) {
            if (list.longestReader() >= 0) {
                checkElements(list, list.longestReader(), list.longest());
            }
        }
        for (int i = 0; i < history.size(); i++) {
            if (history.happened(i)) {
                checkTransaction(i);
            }
        }
    }

    private void checkTransaction(int transaction) {
        SortedMap<String, Knowledge> known = new TreeMap<>();
        for (Operation operation : history.get(transaction).operations()) {
            AppendedList list = history.list(operation.key());
            Knowledge knowledge = known.computeIfAbsent(operation.key(), key -> new Knowledge());
            if (operation instanceof Operation.Append append) {
                checkAppend(transaction, list, knowledge, append.element());
            } else if (operation instanceof Operation.Read read) {
                checkRead(transaction, list, knowledge, read.elements());
            } else {
                throw new AssertionError("unhandled " + operation);
            }
        }
    }

    private void checkAppend(int transaction, AppendedList list, Knowledge knowledge, long element) {
        List<Long> read = knowledge.lastRead;
        if (read != null && list.position(element) < read.size() && list.isVersion(read)) {
            String what =
                    history.name(transaction) + " read " + element + " in " + list.key() + " before it appended it";
            findings.add(Anomaly.Kind.INTERNAL_INCONSISTENCY, what);
        }
        knowledge.own.add(element);
    }

    private void checkRead(int reader, AppendedList list, Knowledge knowledge, List<Long> elements) {
        boolean explained = knowledge.explains(elements);
        boolean version = list.isVersion(elements);
        if (!explained) {
            reportWithin(reader, list, knowledge, elements);
        }
        if (!version) {
            reportOrder(reader, list, elements);
            checkElements(list, reader, elements);
        }
        int ofOthers = elements.size() - knowledge.own.size();
        if (explained && version && ofOthers >= 0) {
            list.addRead(new VersionRead(reader, ofOthers, knowledge.own.isEmpty()));
        }
        if (explained && ofOthers > 0) {
            checkLast(reader, list, elements.get(ofOthers - 1));
        }
        knowledge.lastRead = elements;
        knowledge.ownAtLastRead = knowledge.own.size();
    }

    private void reportWithin(int reader, AppendedList list, Knowledge knowledge, List<Long> elements) {
        List<Long> before = knowledge.lastRead;
        if (before == null || knowledge.ofOthers(before).equals(knowledge.ofOthers(elements))) {
            String what = " does not see its own appends to " + list.key() + " as it made them: ";
            findings.add(
                    Anomaly.Kind.INTERNAL_INCONSISTENCY,
                    history.name(reader) + what + knowledge.own + " in " + brief(elements));
        } else {
            String what = " read " + list.key() + " twice and found " + brief(before) + ", then " + brief(elements);
            findings.add(Anomaly.Kind.UNREPEATABLE_READ, history.name(reader) + what);
        }
    }

    private void reportOrder(int reader, AppendedList list, List<Long> elements) {
        int at = 0;
        while (elements.get(at).equals(list.longest().get(at))) {
            at++;
        }
        findings.add(
                Anomaly.Kind.INCOMPATIBLE_ORDER,
                history.name(reader) + " and " + history.name(list.longestReader())
                        + " read different elements at index " + at + " of " + list.key() + ": " + elements.get(at)
                        + " and " + list.longest().get(at));
    }

    private void checkElements(AppendedList list, int reader, List<Long> elements) {
        TreeSet<Long> seen = new TreeSet<>();
        for (long element : elements) {
            String what = history.name(reader) + " read " + element + " in " + list.key();
            int appender = list.appender(element);
            if (!seen.add(element)) {
                findings.add(Anomaly.Kind.DUPLICATE_ELEMENT, what + " more than once");
            } else if (appender < 0) {
                findings.add(Anomaly.Kind.GARBAGE_READ, what + ", which nobody appended");
            } else if (history.get(appender).outcome() == ObservedTransaction.Outcome.ABORTED) {
                findings.add(Anomaly.Kind.G1A, what + ", appended by " + history.name(appender) + ", which aborted");
            }
        }
    }

    private void checkLast(int reader, AppendedList list, long element) {
        int appender = list.appender(element);
        if (appender != reader && list.isIntermediate(element)) {
            String what = " read " + list.key() + " up to " + element + ", after which ";
            findings.add(
                    Anomaly.Kind.G1B, history.name(reader) + what + history.name(appender) + " appended more to it");
        }
    }

    private static String brief(List<Long> elements) {
        int shown = 5;
        return elements.size() <= shown
                ? elements.toString()
                : elements.size() + " elements up to " + elements.subList(elements.size() - shown, elements.size());
    }
}
