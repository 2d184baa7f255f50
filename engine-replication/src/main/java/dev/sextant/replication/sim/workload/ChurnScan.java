package dev.sextant.replication.sim.workload;

import dev.sextant.api.Range;
import dev.sextant.api.ScanOptions;
import java.util.List;
import java.util.Optional;

/**
 * A scan from the lowest key to the highest, both included, or the other way.
 *
 * @param limit the most rows; zero for all
 */
record ChurnScan(long low, long high, boolean descending, int limit) {
    Range<Long> range() {
        return Range.closed(low, high);
    }

    ScanOptions options() {
        ScanOptions directed = descending ? ScanOptions.DEFAULT.descending() : ScanOptions.DEFAULT;
        return limit == 0 ? directed : directed.withLimit(limit);
    }

    boolean contains(long key) {
        return key >= low && key <= high;
    }

    /** What is wrong with these keys, whoever wrote their rows. */
    Optional<String> fault(List<Long> keys) {
        if (limit > 0 && keys.size() > limit) {
            return Optional.of("got " + keys.size() + " rows by " + this);
        }
        for (int i = 0; i < keys.size(); i++) {
            if (!contains(keys.get(i))) {
                return Optional.of("got the row at " + keys.get(i) + " by " + this);
            }
            if (i > 0 && (descending ? keys.get(i) >= keys.get(i - 1) : keys.get(i) <= keys.get(i - 1))) {
                return Optional.of("got the keys " + keys + " by " + this);
            }
        }
        return Optional.empty();
    }

    /** The part of it that these keys tell all of: it ends with the last one if there may be more. */
    ChurnScan told(List<Long> keys) {
        if (limit == 0 || keys.size() < limit) {
            return this;
        }
        long last = keys.get(keys.size() - 1);
        return descending ? new ChurnScan(last, high, true, 0) : new ChurnScan(low, last, false, 0);
    }
}
