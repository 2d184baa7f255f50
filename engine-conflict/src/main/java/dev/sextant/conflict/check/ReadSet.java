package dev.sextant.conflict.check;

import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a serializable transaction read at its snapshot: single rows and ranges. All observations are of one instant, so what
 * is already known adds nothing and is dropped; the ranges never overlap.
 */
public final class ReadSet {
    private final TreeMap<RowKey, Observed> points = new TreeMap<>();
    /** By table and start. */
    private final TreeMap<RowKey, RangeRead> ranges = new TreeMap<>();

    private int rangeRowCount;
    private long sizeBytes;

    /** Remembers what a look-up of the row has shown. */
    public void addPoint(RowKey row, Observed observed) {
        if (isInRange(row)) {
            return;
        }
        Observed earlier = points.putIfAbsent(row, observed);
        if (earlier == null) {
            sizeBytes += row.key().length + Long.BYTES;
        } else {
            Check.state(!earlier.readsUnlike(observed), "one snapshot shows a row in one state", row);
        }
    }

    /** Remembers what a scan has shown, as far as no earlier scan has. */
    public void addRange(RangeRead read) {
        byte @Nullable [] from = read.covered().from();
        List<RangeRead> news = new ArrayList<>();
        for (RangeRead known : overlapping(read)) {
            addPart(news, read, from, known.covered().from());
            from = known.covered().to();
            if (from == null) {
                break;
            }
        }
        if (from != null) {
            addPart(news, read, from, read.covered().to());
        }
        for (RangeRead part : news) {
            ranges.put(new RowKey(part.table(), part.covered().from()), part);
            rangeRowCount += part.rows().size();
            sizeBytes += part.sizeBytes();
        }
    }

    private static void addPart(List<RangeRead> parts, RangeRead read, byte[] from, byte @Nullable [] to) {
        if (to == null || Arrays.compareUnsigned(from, to) < 0) {
            parts.add(read.within(new KeyRange(from, to)));
        }
    }

    /** The known ranges that share keys with the one read, ascending. */
    private List<RangeRead> overlapping(RangeRead read) {
        RowKey start = new RowKey(read.table(), read.covered().from());
        List<RangeRead> known = new ArrayList<>();
        Map.Entry<RowKey, RangeRead> before = ranges.lowerEntry(start);
        if (before != null && before.getValue().contains(start)) {
            known.add(before.getValue());
        }
        known.addAll(read.covered().cut(read.table(), ranges).values());
        return known;
    }

    private boolean isInRange(RowKey row) {
        Map.Entry<RowKey, RangeRead> before = ranges.floorEntry(row);
        return before != null && before.getValue().contains(row);
    }

    /** The rows looked up, in their order. */
    public SortedMap<RowKey, Observed> points() {
        return Collections.unmodifiableSortedMap(points);
    }

    /** The ranges walked, by table and start; no two overlap. */
    public Collection<RangeRead> ranges() {
        return Collections.unmodifiableCollection(ranges.values());
    }

    public boolean isEmpty() {
        return points.isEmpty() && ranges.isEmpty();
    }

    /** The rows remembered, of look-ups and of ranges. */
    public int rowCount() {
        return points.size() + rangeRowCount;
    }

    /** The bytes of the keys and LSNs remembered. */
    public long sizeBytes() {
        return sizeBytes;
    }
}
