package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The reads of the disk that are under way, and what goes on when each is done. */
final class Loads {
    private final Outbox out;
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private long lastId;

    private record Waiting(Shelf shelf, Consumer<List<StoredEntry>> found, Consumer<String> failed) {}

    Loads(Outbox out) {
        this.out = out;
    }

    /** Reads at most {@code limit} entries of {@code [from, to)}, from the end down if {@code reverse}. */
    void range(Range range, Consumer<List<StoredEntry>> found, Consumer<String> failed) {
        long id = ++lastId;
        waiting.put(id, new Waiting(range.shelf(), found, failed));
        out.emit(new SegmentEffect.Load(id, range.shelf(), range.from(), range.to(), range.reverse(), range.limit()));
    }

    /** What to read. */
    record Range(Shelf shelf, byte[] from, byte[] to, boolean reverse, int limit) {
        static Range ascending(Shelf shelf, byte[] from, byte[] to, int limit) {
            return new Range(shelf, from, to, false, limit);
        }

        static Range key(Shelf shelf, byte[] key) {
            return new Range(shelf, key, SegmentKeys.after(key), false, 1);
        }
    }

    /** Reads several ranges; goes on when all are there, in the order asked for, or with the first failure. */
    void ranges(List<Range> ranges, Consumer<List<List<StoredEntry>>> found, Consumer<String> failed) {
        if (ranges.isEmpty()) {
            found.accept(List.of());
            return;
        }
        Gathering gathering = new Gathering(ranges.size(), found, failed);
        for (int i = 0; i < ranges.size(); i++) {
            int place = i;
            range(ranges.get(i), entries -> gathering.found(place, entries), gathering::failed);
        }
    }

    /** Reads single values, null where there is none. */
    void values(Shelf shelf, List<byte[]> keys, Consumer<List<byte @Nullable []>> found, Consumer<String> failed) {
        List<Range> ranges = keys.stream().map(key -> Range.key(shelf, key)).toList();
        ranges(ranges, lists -> found.accept(singles(lists)), failed);
    }

    private static List<byte @Nullable []> singles(List<List<StoredEntry>> lists) {
        List<byte @Nullable []> values = new ArrayList<>();
        for (List<StoredEntry> list : lists) {
            values.add(list.isEmpty() ? null : list.get(0).value());
        }
        return values;
    }

    void onLoaded(SegmentInput.Loaded loaded) {
        take(loaded.loadId()).found().accept(loaded.entries());
    }

    void onFailed(SegmentInput.LoadFailed failure) {
        Waiting waits = take(failure.loadId());
        byte[] key = failure.key();
        PageId page = key == null ? null : SegmentKeys.pageIfAny(waits.shelf(), key);
        waits.failed().accept(page == null ? failure.problem() : page + ": " + failure.problem());
    }

    private Waiting take(long id) {
        return Check.present(waiting.remove(id), "what is loaded was asked for, once");
    }

    /** Several reads that belong together. */
    private static final class Gathering {
        private final List<List<StoredEntry>> results;
        private final Consumer<List<List<StoredEntry>>> found;
        private final Consumer<String> failed;
        private int left;
        private boolean broken;

        Gathering(int count, Consumer<List<List<StoredEntry>>> found, Consumer<String> failed) {
            this.results = new ArrayList<>(Collections.nCopies(count, List.of()));
            this.found = found;
            this.failed = failed;
            left = count;
        }

        void found(int place, List<StoredEntry> entries) {
            results.set(place, entries);
            left--;
            if (left == 0 && !broken) {
                found.accept(results);
            }
        }

        void failed(String problem) {
            left--;
            if (!broken) {
                broken = true;
                failed.accept(problem);
            }
        }
    }
}
