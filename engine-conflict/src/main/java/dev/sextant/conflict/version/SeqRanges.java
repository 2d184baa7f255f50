package dev.sextant.conflict.version;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * A set of sequence numbers kept as ranges, so that a gap of millions takes no more room than one of two.
 *
 * <p>Invariant: ranges neither meet nor overlap.
 */
final class SeqRanges {
    /** The first seq of each range to its last. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean contains(long seq) {
        Map.Entry<Long, Long> range = ranges.floorEntry(seq);
        return range != null && seq <= range.getValue();
    }

    /** Adds the seqs from one to another, all of which are above every seq of the set; nothing if {@code last < first}. */
    void addAbove(long first, long last) {
        if (last < first) {
            return;
        }
        Map.Entry<Long, Long> highest = ranges.lastEntry();
        if (highest != null && highest.getValue() == first - 1) {
            ranges.put(highest.getKey(), last);
        } else {
            ranges.put(first, last);
        }
    }

    void remove(long seq) {
        Map.Entry<Long, Long> range = ranges.floorEntry(seq);
        if (range == null || seq > range.getValue()) {
            return;
        }
        ranges.remove(range.getKey());
        if (range.getKey() < seq) {
            ranges.put(range.getKey(), seq - 1);
        }
        if (seq < range.getValue()) {
            ranges.put(seq + 1, range.getValue());
        }
    }

    /** Removes every seq at or below one, but for those excepted, which rise. */
    void removeUpTo(long last, long[] excepted) {
        long[] kept = Arrays.stream(excepted)
                .filter(seq -> seq <= last && contains(seq))
                .toArray();
        Map.Entry<Long, Long> split = ranges.floorEntry(last);
        if (split != null && split.getValue() > last) {
            ranges.put(last + 1, split.getValue());
        }
        ranges.headMap(last, true).clear();
        for (long seq : kept) {
            ranges.put(seq, seq);
        }
        for (long seq : kept) {
            joinWithNext(seq);
        }
    }

    /** Joins the range that ends with a seq with the one that begins right after it, if there are both. */
    private void joinWithNext(long last) {
        Map.Entry<Long, Long> own = ranges.floorEntry(last);
        Long nextEnd = ranges.get(last + 1);
        if (own != null && own.getValue() == last && nextEnd != null) {
            ranges.remove(last + 1);
            ranges.put(own.getKey(), nextEnd);
        }
    }

    /** The highest seq at or below one that is not in the set. */
    long highestAbsent(long from) {
        Map.Entry<Long, Long> range = ranges.floorEntry(from);
        return range != null && from <= range.getValue() ? range.getKey() - 1 : from;
    }

    /** The highest seq at or below one that is in the set; 0 if there is none. */
    long highestPresent(long from) {
        Map.Entry<Long, Long> range = ranges.floorEntry(from);
        return range == null ? 0 : Math.min(from, range.getValue());
    }

    /** Visits the seqs in rising order until the visitor says stop. */
    void visit(LongPredicate visitor) {
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            for (long seq = range.getKey(); seq <= range.getValue(); seq++) {
                if (!visitor.test(seq)) {
                    return;
                }
            }
        }
    }
}
