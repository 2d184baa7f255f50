package dev.sextant.bench.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much six segments take over time, against what they took for the same rows before any update. */
final class SpaceCurve {
    /** What files may take beside the retention window: this many times the rows when they were new. */
    static final double MOST_TIMES_LIVE = 3;

    private static final double MIB = 1 << 20;

    private final long liveBytes;
    private final List<Point> points = new ArrayList<>();

    /**
     * A point.
     *
     * @param windowBytes written to all segments within the last retention window
     */
    record Point(long updates, long fileBytes, long windowBytes) {}

    SpaceCurve(long liveBytes) {
        this.liveBytes = liveBytes;
    }

    Point add(long updates, long fileBytes, long windowBytes) {
        Point point = new Point(updates, fileBytes, windowBytes);
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

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%14s %12s %12s %12s %16s",
                "updates",
                "files MiB",
                "window MiB",
                "times live",
                "without window");
    }

    String line(Point point) {
        return String.format(
                Locale.ROOT,
                "%,14d %12.1f %12.1f %12.2f %16.2f",
                point.updates(),
                point.fileBytes() / MIB,
                point.windowBytes() / MIB,
                filesTimesLive(point),
                timesLive(point));
    }

    String result(long rows) {
        Point last = points.get(points.size() - 1);
        return String.format(
                Locale.ROOT,
                "RESULT rows=%d updates=%d live_mib=%.1f files_mib=%.1f window_mib=%.1f files_times_live=%.2f most_without_window=%.2f within=%b",
                rows,
                last.updates(),
                liveBytes / MIB,
                last.fileBytes() / MIB,
                last.windowBytes() / MIB,
                filesTimesLive(last),
                most(),
                isWithin());
    }
}
