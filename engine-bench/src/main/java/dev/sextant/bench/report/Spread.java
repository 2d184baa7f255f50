package dev.sextant.bench.report;

import java.util.List;

/**
 * How far several runs of one command lie apart in one figure.
 *
 * @param name of the figure
 * @param values one of each run that has it, from the least; at least one
 */
public record Spread(String name, List<Double> values) {
    public Spread {
        values = values.stream().sorted().toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no run has " + name);
        }
    }

    /** The one in the middle; of an even number the mean of the two there. */
    public double median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }

    /** The smallest. */
    public double least() {
        return values.get(0);
    }

    /** The largest. */
    public double most() {
        return values.get(values.size() - 1);
    }
}
