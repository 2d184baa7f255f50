package dev.sextant.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * One figure of the closing line.
 *
 * @param name of letters, digits and underscores
 * @param value empty if what it is about was not there
 */
public record Figure(String name, OptionalDouble value) {
    public Figure {
        if (!name.matches("[a-z0-9_]+")) {
            throw new IllegalArgumentException("no figure is called " + name);
        }
    }

    /** How it stands in the closing line. */
    String text() {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "none";
    }

    /** The closing line. */
    public static String line(List<Figure> figures) {
        return figures.stream()
                .map(figure -> figure.name() + "=" + figure.text())
                .collect(Collectors.joining(" ", "RESULT ", ""));
    }
}
