package dev.sextant.replication.sim.workload;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be true of what clients saw of ranges under serializable transactions, each of which scans a whole range before it
 * inserts a row or removes one.
 *
 * <ul>
 *   <li>Counted ranges: the value of a new row is the number of rows there are. So n rows have the values 0 to n-1, each once.
 *   <li>Queues: the value of a new row is one above the highest, and what is removed is the lowest, but never the last. So
 *       the values of the rows follow each other without a gap.
 * </ul>
 *
 * <p>Both hold in every snapshot, not only in the last one: each transaction of a range rests on all earlier ones, and no
 * snapshot shows a commit without what it rests on.
 */
final class PhantomCheck {
    private final Findings findings = new Findings();
    private final SortedMap<Long, Long> inserted = new TreeMap<>();
    private final SortedMap<Long, Long> perhapsInserted = new TreeMap<>();
    private final SortedSet<Long> failed = new TreeSet<>();
    private final SortedSet<Long> removed = new TreeSet<>();
    private final SortedSet<Long> perhapsRemoved = new TreeSet<>();
    /** For each range, which row was inserted, for certain, with which value. */
    private final SortedMap<Long, SortedMap<Long, Long>> keyByValue = new TreeMap<>();

    private static final int RANGE_SHIFT = 32;

    /** Which rows a range has. */
    enum Kind {
        COUNTED,
        QUEUE
    }

    /** The key of the row of a range with this number, which is below 2^32. */
    static long key(long range, long number) {
        return (range << RANGE_SHIFT) | number;
    }

    /** The range of a row. */
    static long range(long key) {
        return key >> RANGE_SHIFT;
    }

    /** Even ranges are counted, odd ones are queues. */
    static Kind kind(long range) {
        return range % 2 == 0 ? Kind.COUNTED : Kind.QUEUE;
    }

    /** The rows of a range as a snapshot had them, by their keys. */
    void seen(String who, long range, SortedMap<Long, Long> rows) {
        SortedSet<Long> values = new TreeSet<>(rows.values());
        findings.require(
                values.size() == rows.size(), "%s saw a value of range %d twice: %s", who, range, rows.values());
        if (!values.isEmpty()) {
            boolean hasNoGap = values.last() - values.first() == values.size() - 1;
            findings.require(hasNoGap, "%s saw a gap in range %d: %s", who, range, values);
            findings.require(
                    kind(range) == Kind.QUEUE || values.first() == 0,
                    "%s did not see the first row of range %d: %s",
                    who,
                    range,
                    values);
        }
        rows.forEach((key, value) ->
                findings.require(!failed.contains(key), "%s saw row %d, whose insert failed", who, key));
    }

    /** A transaction that inserts a row has ended. */
    void inserted(long key, long value, Workload.Step step) {
        switch (step) {
            case COMMITTED -> {
                inserted.put(key, value);
                Long other = keyByValue
                        .computeIfAbsent(range(key), any -> new TreeMap<>())
                        .put(value, key);
                findings.require(
                        other == null, "range %d got value %d twice, in rows %d and %d", range(key), value, other, key);
            }
            case ABORTED -> failed.add(key);
            case UNKNOWN -> perhapsInserted.put(key, value);
        }
    }

    /** A transaction that removes a row has ended. */
    void removed(long key, Workload.Step step) {
        if (step == Workload.Step.COMMITTED) {
            findings.require(removed.add(key), "row %d was removed twice", key);
        } else if (step == Workload.Step.UNKNOWN) {
            perhapsRemoved.add(key);
        }
    }

    /** All rows as they are in the end. */
    void ended(SortedMap<Long, Long> last) {
        SortedMap<Long, SortedMap<Long, Long>> ranges = new TreeMap<>();
        last.forEach((key, value) -> {
            ranges.computeIfAbsent(range(key), any -> new TreeMap<>()).put(key, value);
            Long expected = inserted.getOrDefault(key, perhapsInserted.get(key));
            findings.require(value.equals(expected), "row %d holds %d in the end instead of %s", key, value, expected);
            findings.require(!removed.contains(key), "row %d is there in the end, but was removed", key);
        });
        ranges.forEach((range, rows) -> seen("the last read", range, rows));
        inserted.keySet()
                .forEach(key -> findings.require(
                        last.containsKey(key) || removed.contains(key) || perhapsRemoved.contains(key),
                        "row %d is gone, but nobody removed it",
                        key));
    }

    List<String> anomalies() {
        return findings.sentences();
    }
}
