package dev.sextant.bench.processes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Draws how many commits clients got around a kill, one panel above the other, as SVG. */
final class FailoverPlot {
    private static final long STEP_MICROS = 50_000;
    private static final long BEFORE_MICROS = 2_000_000;
    private static final int WIDTH = 760;
    private static final int PANEL = 150;
    private static final int LEFT = 60;
    private static final int GAP = 50;

    private FailoverPlot() {}

    /** When these processes' clients committed, from two seconds before a window to its end, in microseconds from its beginning. */
    static List<Long> around(Fleet fleet, Collection<Integer> processes, Gap.Window window) throws IOException {
        List<Long> times = new ArrayList<>();
        for (int process : processes) {
            for (Notes.Note note : Notes.read(fleet.notes(process))) {
                long at = note.micros() - window.fromMicros();
                if (note.kind() == Notes.Kind.COMMITTED && at >= -BEFORE_MICROS && note.micros() <= window.toMicros()) {
                    times.add(at);
                }
            }
        }
        return times;
    }

    /** A picture of both, the kill at 0. */
    static String svg(List<Long> single, List<Long> multi, int seconds) {
        StringBuilder svg = new StringBuilder();
        int height = 2 * (PANEL + GAP) + GAP;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                LEFT + WIDTH + 20,
                height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        panel(svg, "single master: its process is killed at 0 s", single, seconds, GAP);
        panel(svg, "multi-master: the process of one of three is killed at 0 s", multi, seconds, PANEL + 2 * GAP);
        svg.append("</svg>\n");
        return svg.toString();
    }

    private static void panel(StringBuilder svg, String title, List<Long> times, int seconds, int top) {
        int steps = (int) ((BEFORE_MICROS + seconds * 1_000_000L) / STEP_MICROS);
        int[] counts = new int[steps];
        for (long at : times) {
            int step = (int) ((at + BEFORE_MICROS) / STEP_MICROS);
            if (step >= 0 && step < steps) {
                counts[step]++;
            }
        }
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        text(svg, LEFT, top - 8, title + " (commits of the others' clients per " + STEP_MICROS / 1_000 + " ms)");
        text(svg, 5, top + 10, String.valueOf(most));
        text(svg, 5, top + PANEL, "0");
        double width = (double) WIDTH / steps;
        for (int step = 0; step < steps; step++) {
            double bar = (double) PANEL * counts[step] / most;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#2b6cb0\"/>%n",
                    LEFT + step * width,
                    top + PANEL - bar,
                    Math.max(0.5, width - 0.5),
                    bar));
        }
        double kill = LEFT + WIDTH * (double) BEFORE_MICROS / (BEFORE_MICROS + seconds * 1_000_000L);
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#c53030\" stroke-width=\"2\"/>%n",
                kill,
                kill,
                top,
                top + PANEL));
        for (int second = -2; second <= seconds; second++) {
            double x = LEFT + WIDTH * (second * 1_000_000.0 + BEFORE_MICROS) / (BEFORE_MICROS + seconds * 1_000_000L);
            text(svg, x, top + PANEL + 16, second + " s");
        }
    }

    private static void text(StringBuilder svg, double x, double y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" fill=\"#333\">%s</text>%n", x, y, text));
    }
}
