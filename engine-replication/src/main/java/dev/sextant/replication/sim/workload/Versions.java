package dev.sextant.replication.sim.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a row may hold that one client alone writes: what it was told it wrote last, or what it wrote later without being told
 * the end, in the order of these writes.
 *
 * <p>A read that shows one of these rules out the ones before: had one of them committed after the one that was read, it would
 * have changed a row that had changed since its snapshot. It says nothing of the later ones, which may be on their way still.
 */
final class Versions<V> {
    private List<Version<V>> possible = new ArrayList<>();

    /**
     * @param mayBeBehind whether a later transaction has committed that left no trace if it came first, and hid this one if not
     */
    private record Version<V>(long transaction, V value, boolean mayBeBehind) {
        Version(long transaction, V value) {
            this(transaction, value, false);
        }
    }

    Versions(V initial) {
        possible.add(new Version<>(0, initial));
    }

    boolean admits(V value) {
        return admitsAny(value::equals);
    }

    boolean admitsAny(Predicate<V> condition) {
        return possible.stream().anyMatch(version -> condition.test(version.value()));
    }

    /**
     * The value was read, and is one of those that are possible.
     *
     * @return the transaction whose end was not known before, and is now: it committed
     */
    OptionalLong seen(V value) {
        int first = 0;
        int matches = 0;
        for (int i = possible.size() - 1; i >= 0; i--) {
            if (possible.get(i).value().equals(value)) {
                first = i;
                matches++;
            }
        }
        boolean isNews = matches == 1 && first > 0;
        dropBefore(first);
        return isNews ? OptionalLong.of(possible.get(0).transaction()) : OptionalLong.empty();
    }

    /**
     * It turned out that the transaction committed. It has written the row, unless what it wrote may have left no trace.
     *
     * @param leavesTrace of which values it is certain that writing them changes the row
     */
    void confirmed(long transaction, Predicate<V> leavesTrace) {
        for (int i = 0; i < possible.size(); i++) {
            Version<V> version = possible.get(i);
            if (version.transaction() == transaction && !version.mayBeBehind() && leavesTrace.test(version.value())) {
                dropBefore(i);
                return;
            }
        }
    }

    private void dropBefore(int first) {
        possible = new ArrayList<>(possible.subList(first, possible.size()));
    }

    /** A transaction without a known end has written the value. */
    void perhaps(long transaction, V value) {
        possible.add(new Version<>(transaction, value));
    }

    /** The transaction has written the value. What had no known end then is behind it now, or never happens. */
    void wrote(long transaction, V value) {
        possible.clear();
        possible.add(new Version<>(transaction, value));
    }

    /**
     * The transaction has committed and may have left no trace in the row, since it may have found there already what it wanted: a
     * delete of a row that is not there. What had no known end then may be hidden by it, or may still come.
     */
    void found(long transaction, V value) {
        possible.replaceAll(version -> new Version<>(version.transaction(), version.value(), true));
        possible.set(0, new Version<>(transaction, value));
    }

    @Override
    public String toString() {
        return possible.stream()
                .map(version -> String.valueOf(version.value()))
                .toList()
                .toString();
    }
}
