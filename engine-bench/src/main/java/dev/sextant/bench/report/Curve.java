package dev.sextant.bench.report;

import java.util.List;

/**
 * Some lines in one plot, and a table of their points.
 *
 * @param title what it shows
 * @param description how it was measured
 * @param x what the horizontal axis is
 * @param y what the vertical axis is
 * @param doubling whether each doubling on the horizontal axis is as wide, rather than each step
 * @param series the lines
 */
public record Curve(String title, String description, String x, String y, boolean doubling, List<Series> series) {
    public Curve {
        series = List.copyOf(series);
    }

    /** One whose horizontal axis begins at 0. */
    public Curve(String title, String description, String x, String y, List<Series> series) {
        this(title, description, x, y, false, series);
    }

    /** One line, its points from left to right. */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** One point. */
    public record Point(double x, double y) {}
}
