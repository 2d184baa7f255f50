package dev.sextant.bench.space;

import dev.sextant.api.SegmentLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** How much six segments take over time, against what they took for the same rows before any update. */
final class SpaceCurve {
    /** What files may take beside the retention window: this many times the rows when they were new. */
    static final double MOST_TIMES_LIVE = 3;

    private static final double MIB = 1 << 20;

    /** How many points at the end say what is stored: files come and go while they are merged. */
    private static final int LAST_POINTS = 10;

    private final SegmentLayout layout;
    private final long liveBytes;
    private final List<Point> points = new ArrayList<>();

    /**
     * A point.
     *
     * @param stored in the files
     * @param windowBytes written to all segments within the last retention window
     */
    record Point(long updates, Stored stored, long windowBytes) {
        long fileBytes() {
            return stored.bytes();
        }
    }

    SpaceCurve(SegmentLayout layout, long liveBytes) {
        this.layout = layout;
        this.liveBytes = liveBytes;
    }

    Point add(long updates, Stored stored, long windowBytes) {
        Point point = new Point(updates, stored, windowBytes);
        points.add(point);
        return point;
    }

    /** Files in times of the rows when they were new, window and all. */
    double filesTimesLive(Point point) {
        return point.fileBytes() / (double) liveBytes;
    }

    /** Files without what the window may take, in times of the rows when they were new. */
    double timesLive(Point point) {
        return Math.max(0, point.fileBytes() - point.windowBytes()) / (double) liveBytes;
    }

    /** The highest point of the curve. */
    double most() {
        return points.stream().mapToDouble(this::timesLive).max().orElse(0);
    }

    boolean isWithin() {
        return !points.isEmpty() && most() <= MOST_TIMES_LIVE;
    }

    /** What full segments, and tails, take on average in the end. */
    private double storedMib(ToLongFunction<Stored> what) {
        return points.subList(Math.max(0, points.size() - LAST_POINTS), points.size()).stream()
                        .mapToLong(point -> what.applyAsLong(point.stored()))
                        .average()
                        .orElse(0)
                / MIB;
    }

    /** What is stored, as a share of what six segments like the full ones take. */
    private double ofSixFull() {
        return storedMib(Stored::bytes) / storedMib(Stored::sixFullBytes);
    }

    /** What a run with tails stores against one in which all six segments keep pages. */
    static String comparison(SpaceCurve tails, SpaceCurve sixFull) {
        double stored = tails.storedMib(Stored::bytes);
        double six = sixFull.storedMib(Stored::bytes);
        return String.format(
                Locale.ROOT,
                "RESULT compare=tails stored_mib=%.1f six_full_mib=%.1f ratio=%.2f full_mib=%.1f tail_mib=%.1f",
                stored,
                six,
                stored / six,
                tails.storedMib(Stored::fullBytes),
                tails.storedMib(Stored::tailBytes));
    }

    String heading() {
        return String.format(
                Locale.ROOT,
                "%14s %12s %12s %12s %12s %12s %16s",
                "updates",
                "files MiB",
                "full MiB",
                "tails MiB",
                "window MiB",
                "times live",
                "without window");
    }

    String line(Point point) {
        return String.format(
                Locale.ROOT,
                "%,14d %12.1f %12.1f %12.1f %12.1f %12.2f %16.2f",
                point.updates(),
                point.fileBytes() / MIB,
                point.stored().fullBytes() / MIB,
                point.stored().tailBytes() / MIB,
                point.windowBytes() / MIB,
                filesTimesLive(point),
                timesLive(point));
    }

    String result(long rows) {
        Point last = points.get(points.size() - 1);
        return String.format(
                Locale.ROOT,
                "RESULT rows=%d updates=%d live_mib=%.1f files_mib=%.1f window_mib=%.1f files_times_live=%.2f"
                        + " most_without_window=%.2f layout=%s full_mib=%.1f tail_mib=%.1f of_six_full=%.2f within=%b",
                rows,
                last.updates(),
                liveBytes / MIB,
                last.fileBytes() / MIB,
                last.windowBytes() / MIB,
                filesTimesLive(last),
                most(),
                layout.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                storedMib(Stored::fullBytes),
                storedMib(Stored::tailBytes),
                ofSixFull(),
                isWithin());
    }
}
