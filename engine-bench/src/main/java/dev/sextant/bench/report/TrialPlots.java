package dev.sextant.bench.report;

import dev.sextant.bench.load.MachineUse;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The plots of one trial. Pure. */
final class TrialPlots {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double NANOS = 1e9;

    private TrialPlots() {}

    static String of(Trial trial) {
        StringBuilder html = new StringBuilder();
        Set<Integer> clients = new LinkedHashSet<>();
        trial.results().forEach(result -> clients.add(result.clients()));
        if (clients.size() > 1) {
            html.append(Chart.lines(
                    curve(trial, "throughput", "operations a second", List.of(""), List.of(Result::perSecond))));
        } else {
            html.append(bars(trial, "operations a second", Result::perSecond));
        }
        html.append(latency(trial));
        html.append(timelines(trial));
        if (trial.results().stream()
                .anyMatch(
                        result -> result.use().isPresent() && result.use().get().writtenBytes() > 0)) {
            html.append(bars(trial, "bytes written to disks for an operation", TrialPlots::bytesEach));
            html.append(bars(trial, "flushes of disks for an operation", TrialPlots::flushesEach));
        }
        return html.toString();
    }

    private static String latency(Trial trial) {
        List<String> names = List.of(" p50", " p99", " p99.9");
        List<ToDoubleFunction<Result>> figures = new ArrayList<>();
        for (double percentile : Result.PERCENTILES) {
            figures.add(result -> result.responseMicros(percentile) / MICROS_PER_MILLI);
        }
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < figures.size(); i++) {
            String title = "latency," + names.get(i);
            if (trial.results().stream().map(Result::clients).distinct().count() > 1) {
                html.append(Chart.lines(
                        curve(trial, title, "milliseconds", List.of(names.get(i)), List.of(figures.get(i)))));
            } else {
                html.append(bars(trial, title + ", milliseconds", figures.get(i)));
            }
        }
        return html.toString();
    }

    private static Curve curve(
            Trial trial,
            String title,
            String unit,
            List<String> suffixes,
            List<? extends ToDoubleFunction<Result>> figures) {
        Map<String, List<Curve.Point>> lines = new LinkedHashMap<>();
        for (int i = 0; i < figures.size(); i++) {
            for (Result result : trial.results()) {
                lines.computeIfAbsent(result.contender() + suffixes.get(i), name -> new ArrayList<>())
                        .add(new Curve.Point(result.clients(), figures.get(i).applyAsDouble(result)));
            }
        }
        List<Curve.Series> series = new ArrayList<>();
        lines.forEach((name, points) -> series.add(new Curve.Series(
                name,
                points.stream().sorted((a, b) -> Double.compare(a.x(), b.x())).toList())));
        return new Curve(trial.workload() + ": " + title, "", "clients", unit, true, series);
    }

    private static String bars(Trial trial, String title, ToDoubleFunction<Result> figure) {
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Result result : trial.results()) {
            names.add(result.contender() + ", " + result.clients() + " clients");
            values.add(figure.applyAsDouble(result));
        }
        return Chart.bars(trial.workload() + ": " + title, names, values);
    }

    /** The first round of each contender with its most clients. */
    private static String timelines(Trial trial) {
        Map<String, Result> largest = new LinkedHashMap<>();
        trial.results()
                .forEach(result ->
                        largest.merge(result.contender(), result, (a, b) -> a.clients() >= b.clients() ? a : b));
        StringBuilder html = new StringBuilder();
        int colour = 0;
        for (Result result : largest.values()) {
            Round round = result.rounds().get(0);
            html.append(Chart.timeline(
                    result.contender() + ", " + result.clients() + " clients, first round: operations in each 1/"
                            + round.timeline().length + " of the time",
                    round.timeline(),
                    0,
                    round.nanos() / NANOS,
                    Double.NaN,
                    colour++));
        }
        return html.toString();
    }

    static double flushesEach(Result result) {
        return each(result, result.use().map(MachineUse::flushes).orElse(0L));
    }

    static double writesEach(Result result) {
        return each(result, result.use().map(MachineUse::writes).orElse(0L));
    }

    static double bytesEach(Result result) {
        return each(result, result.use().map(MachineUse::writtenBytes).orElse(0L));
    }

    static double each(Result result, double count) {
        return result.done() == 0 ? 0 : count / result.done();
    }
}
