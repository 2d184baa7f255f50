package dev.sextant.bench.report;

import dev.sextant.bench.bound.Bound;
import java.util.List;
import java.util.Optional;

/**
 * All that one run measured, or how far several lie apart.
 *
 * @param title what was run
 * @param origin where it comes from
 * @param bounds what the machine could do at best; empty if that was not measured
 * @param entrants who took part
 * @param absent who was to take part and did not
 * @param trials by workload
 * @param curves what is drawn beside
 * @param failures kills, if there were any
 * @param figures the closing line's, in its order; empty if the run has no such line
 * @param spreads what several runs measured; empty for one run
 */
public record Report(
        String title,
        Origin origin,
        List<Bound> bounds,
        List<Entrant> entrants,
        List<Absent> absent,
        List<Trial> trials,
        List<Curve> curves,
        List<Failure> failures,
        List<Figure> figures,
        List<Spread> spreads) {
    public Report {
        bounds = List.copyOf(bounds);
        entrants = List.copyOf(entrants);
        absent = List.copyOf(absent);
        trials = List.copyOf(trials);
        curves = List.copyOf(curves);
        failures = List.copyOf(failures);
        figures = List.copyOf(figures);
        spreads = List.copyOf(spreads);
    }

    /** Of one run. */
    public Report(
            String title,
            Origin origin,
            List<Bound> bounds,
            List<Entrant> entrants,
            List<Absent> absent,
            List<Trial> trials,
            List<Curve> curves,
            List<Failure> failures,
            List<Figure> figures) {
        this(title, origin, bounds, entrants, absent, trials, curves, failures, figures, List.of());
    }

    /** Of several runs of one command. */
    public static Report ofRuns(String title, Origin origin, List<Figure> medians, List<Spread> spreads) {
        return new Report(
                title, origin, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), medians, spreads);
    }

    /** The bound of a name. */
    Optional<Bound> bound(String name) {
        return bounds.stream().filter(bound -> bound.name().equals(name)).findFirst();
    }
}
