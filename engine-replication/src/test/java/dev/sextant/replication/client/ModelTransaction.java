package dev.sextant.replication.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The dumbest transaction there is: a copy of all rows, and a list of changes that is run anew for every answer. A merge
 * appends its operand, so that the order of merges shows.
 */
final class ModelTransaction {
    /** How often the rows had been changed by others when it began. */
    final int begunAt;

    private final NavigableMap<Long, String> snapshot;
    private final List<Change> changes = new ArrayList<>();
    private final Set<Long> tied = new LinkedHashSet<>();

    private record Change(Kind kind, long key, String value) {
        void apply(Map<Long, String> rows) {
            switch (kind) {
                case PUT -> rows.put(key, value);
                case DELETE -> rows.remove(key);
                case MERGE -> rows.merge(key, value, String::concat);
            }
        }
    }

    private enum Kind {
        PUT,
        DELETE,
        MERGE
    }

    ModelTransaction(int begunAt, NavigableMap<Long, String> snapshot) {
        this.begunAt = begunAt;
        this.snapshot = new TreeMap<>(snapshot);
    }

    NavigableMap<Long, String> rows() {
        NavigableMap<Long, String> rows = new TreeMap<>(snapshot);
        changes.forEach(change -> change.apply(rows));
        return rows;
    }

    Optional<String> get(long key) {
        return Optional.ofNullable(rows().get(key));
    }

    void put(long key, String value) {
        changes.add(new Change(Kind.PUT, key, value));
        tied.add(key);
    }

    void delete(long key) {
        changes.add(new Change(Kind.DELETE, key, ""));
        tied.add(key);
    }

    void merge(long key, String value) {
        changes.add(new Change(Kind.MERGE, key, value));
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The keys whose rows must not have been changed by others. */
    Set<Long> tied() {
        return tied;
    }

    /** The changes on top of the newest rows. A row that was put or deleted is as the snapshot made it. */
    void commit(NavigableMap<Long, String> newest, Map<Long, Integer> changedAt, int moment) {
        NavigableMap<Long, String> mine = rows();
        Set<Long> keys = new LinkedHashSet<>();
        for (Change change : changes) {
            keys.add(change.key());
            if (!tied.contains(change.key())) {
                change.apply(newest);
            }
        }
        for (long key : keys) {
            boolean leavesNoTrace = tied.contains(key) && !mine.containsKey(key) && !snapshot.containsKey(key);
            if (leavesNoTrace) {
                continue;
            }
            changedAt.put(key, moment);
            if (tied.contains(key)) {
                if (mine.containsKey(key)) {
                    newest.put(key, mine.get(key));
                } else {
                    newest.remove(key);
                }
            }
        }
    }
}
