package dev.sextant.bench.report;

import dev.sextant.bench.bound.Bound;
import java.util.List;
import java.util.Optional;

/**
 * All that one run measured.
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
        List<Figure> figures) {
    public Report {
        bounds = List.copyOf(bounds);
        entrants = List.copyOf(entrants);
        absent = List.copyOf(absent);
        trials = List.copyOf(trials);
        curves = List.copyOf(curves);
        failures = List.copyOf(failures);
        figures = List.copyOf(figures);
    }

    /** The bound of a name. */
    Optional<Bound> bound(String name) {
        return bounds.stream().filter(bound -> bound.name().equals(name)).findFirst();
    }
}
