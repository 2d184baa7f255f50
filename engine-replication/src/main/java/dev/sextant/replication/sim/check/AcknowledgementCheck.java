package dev.sextant.replication.sim.check;

import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.AppendedList.VersionRead;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at what clients were told, and at what should therefore be there: in global reads, in the end, and in what others wrote. */
final class AcknowledgementCheck {
    private final History history;
    private final Findings findings;

    AcknowledgementCheck(History history, Findings findings) {
        this.history = history;
        this.findings = findings;
    }

    /**
     * No two transactions may read one version of a list and both append to it. The dependencies say so too, but only if both
     * appends were seen.
     */
    void findLostUpdates() {
        for (AppendedList list : history.lists()) {
            TreeSet<Integer> appenders = new TreeSet<>(list.appenders().values());
            SortedMap<Integer, Integer> updaters = new TreeMap<>();
            for (VersionRead read : list.reads()) {
                if (read.beforeOwnAppends() && appenders.contains(read.reader())) {
                    Integer other = updaters.putIfAbsent(read.version(), read.reader());
                    if (other != null && other != read.reader()) {
                        reportLostUpdate(list, read, other);
                    }
                }
            }
        }
    }

    private void reportLostUpdate(AppendedList list, VersionRead read, int other) {
        String what = history.name(other) + " and " + history.name(read.reader()) + " both read " + list.key()
                + " with " + read.version() + " elements and appended to it";
        findings.add(Anomaly.Kind.LOST_UPDATE, what);
    }

    /** A global read sees every append that was acknowledged before its transaction began. */
    void findStaleReads() {
        for (AppendedList list : history.lists()) {
            int[] earliest = earliestFrom(list);
            for (VersionRead read : list.reads()) {
                if (history.get(read.reader()).consistency() == ReadConsistency.GLOBAL) {
                    checkStale(list, read, earliest[read.version()]);
                }
            }
        }
    }

    private void checkStale(AppendedList list, VersionRead read, int appender) {
        if (appender >= 0 && ended(appender) < history.get(read.reader()).beganNanos()) {
            String what = " read " + list.key() + " with " + read.version() + " elements, without the append of ";
            findings.add(
                    Anomaly.Kind.STALE_GLOBAL_READ,
                    history.name(read.reader()) + what + history.name(appender) + ", acknowledged before");
        }
    }

    /** For each version, of the appends that are not in it, whose was acknowledged first. */
    private int[] earliestFrom(AppendedList list) {
        int[] writers = list.writers();
        int[] earliest = new int[writers.length + 1];
        earliest[writers.length] = AppendedList.NOBODY;
        for (int unseen : list.unseenAppenders()) {
            earliest[writers.length] = earlier(earliest[writers.length], unseen);
        }
        for (int i = writers.length - 1; i >= 0; i--) {
            earliest[i] = earlier(earliest[i + 1], writers[i]);
        }
        return earliest;
    }

    private int earlier(int one, int other) {
        if (!history.acknowledged(other)) {
            return one;
        }
        return one < 0 || ended(other) < ended(one) ? other : one;
    }

    private long ended(int transaction) {
        return history.get(transaction).endedNanos();
    }

    /** Everything acknowledged is in the final state; a list that it does not read is empty. */
    void findLostWrites(ObservedTransaction finalState) {
        SortedMap<String, List<Long>> state = new TreeMap<>();
        for (Operation operation : finalState.operations()) {
            if (operation instanceof Operation.Read read) {
                state.put(read.key(), read.elements());
            }
        }
        for (AppendedList list : history.lists()) {
            TreeSet<Long> there = new TreeSet<>(state.getOrDefault(list.key(), List.of()));
            list.appenders().forEach((element, appender) -> {
                if (history.acknowledged(appender) && !there.contains(element)) {
                    String what = element + " is not in " + list.key() + " in the end; appended by ";
                    findings.add(Anomaly.Kind.LOST_WRITE, what + history.name(appender) + ", which was acknowledged");
                }
            });
        }
    }
}
