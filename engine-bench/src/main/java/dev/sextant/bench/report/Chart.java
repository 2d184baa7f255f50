package dev.sextant.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws lines and bars as SVG. Pure. */
final class Chart {
    private static final int WIDTH = 720;
    private static final int LEFT = 70;
    private static final int RIGHT = 170;
    private static final int TOP = 30;
    private static final int PLOT = 220;
    private static final int BOTTOM = 45;
    private static final int BAR = 18;
    private static final int LINE = 16;
    private static final String GREY = "#ddd";

    private Chart() {}

    /** Lines, and a dot for each point. */
    static String lines(Curve curve) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        curve.series()
                .forEach(series -> series.points().forEach(point -> {
                    xs.add(point.x());
                    ys.add(point.y());
                }));
        Axis x = Axis.of(xs, curve.doubling());
        Axis y = Axis.of(ys, false);
        Svg svg = frame(curve.title(), curve.x(), curve.y(), x, y);
        for (int i = 0; i < curve.series().size(); i++) {
            Curve.Series series = curve.series().get(i);
            StringBuilder path = new StringBuilder();
            for (Curve.Point point : series.points()) {
                path.append(String.format(Locale.ROOT, "%.1f,%.1f ", across(x, point.x()), up(y, point.y())));
            }
            svg.path(path.toString().strip(), Svg.colour(i));
            for (Curve.Point point : series.points()) {
                String hint = series.name() + ": " + Axis.label(point.y()) + " at " + Axis.label(point.x());
                svg.dot(across(x, point.x()), up(y, point.y()), Svg.colour(i), hint);
            }
            legend(svg, i, series.name());
        }
        return svg.end();
    }

    private static void legend(Svg svg, int index, String name) {
        double y = TOP + LINE * (index + 1);
        svg.box(WIDTH - RIGHT + 15, y - 9, 10, 10, Svg.colour(index), name);
        svg.text(WIDTH - RIGHT + 30, y, "start", name);
    }

    private static Svg frame(String title, String xName, String yName, Axis x, Axis y) {
        Svg svg = new Svg(WIDTH, TOP + PLOT + BOTTOM, title);
        svg.text(LEFT, 16, "start", title + (yName.isEmpty() ? "" : " (" + yName + ")"));
        for (double tick : y.ticks()) {
            svg.line(LEFT, up(y, tick), WIDTH - RIGHT, up(y, tick), GREY);
            svg.text(LEFT - 6, up(y, tick) + 4, "end", Axis.label(tick));
        }
        for (double tick : x.ticks()) {
            svg.line(across(x, tick), TOP + PLOT, across(x, tick), TOP + PLOT + 4, "#333");
            svg.text(across(x, tick), TOP + PLOT + 18, "middle", Axis.label(tick));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, TOP + PLOT + 38, "middle", xName);
        return svg;
    }

    private static double across(Axis x, double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double up(Axis y, double value) {
        return TOP + PLOT * (1 - y.place(value));
    }

    /**
     * How many there were in equal stretches of time.
     *
     * @param fromSeconds what time the first stretch begins
     * @param markSeconds a moment to mark; NaN for none
     */
    static String timeline(
            String title, int[] counts, double fromSeconds, double toSeconds, double markSeconds, int colour) {
        List<Double> values = new ArrayList<>();
        for (int count : counts) {
            values.add((double) count);
        }
        Axis y = Axis.of(values, false);
        double span = toSeconds - fromSeconds;
        Svg svg = new Svg(WIDTH, TOP + PLOT / 2 + BOTTOM, title);
        svg.text(LEFT, 16, "start", title);
        double bottom = TOP + PLOT / 2.0;
        svg.text(LEFT - 6, TOP + 4, "end", Axis.label(y.most()));
        svg.text(LEFT - 6, bottom + 4, "end", "0");
        double room = WIDTH - LEFT - 20.0;
        double width = room / Math.max(1, counts.length);
        for (int i = 0; i < counts.length; i++) {
            double height = counts[i] / y.most() * (bottom - TOP);
            double at = fromSeconds + span * i / counts.length;
            svg.box(
                    LEFT + i * width,
                    bottom - height,
                    Math.max(0.5, width - 0.3),
                    height,
                    Svg.colour(colour),
                    counts[i] + " from " + Axis.label(at) + " s");
        }
        for (double second = Math.ceil(fromSeconds); second <= toSeconds; second += Math.max(1, Math.rint(span / 10))) {
            svg.text(LEFT + (second - fromSeconds) / span * room, bottom + 16, "middle", Axis.label(second) + " s");
        }
        if (!Double.isNaN(markSeconds)) {
            double x = LEFT + (markSeconds - fromSeconds) / span * room;
            svg.line(x, TOP, x, bottom, "#c00");
        }
        return svg.end();
    }

    /** One bar below the other, each with its value. */
    static String bars(String title, List<String> names, List<Double> values) {
        Axis axis = Axis.of(values, false);
        int left = 190;
        Svg svg = new Svg(WIDTH, TOP + names.size() * (BAR + 6) + 10, title);
        svg.text(5, 16, "start", title);
        for (int i = 0; i < names.size(); i++) {
            double y = TOP + i * (BAR + 6.0);
            double width = axis.place(values.get(i)) * (WIDTH - left - 90);
            svg.text(left - 8, y + BAR - 5, "end", names.get(i));
            svg.box(left, y, Math.max(1, width), BAR, Svg.colour(i), names.get(i));
            svg.text(left + width + 6, y + BAR - 5, "start", Axis.label(values.get(i)));
        }
        return svg.end();
    }
}
