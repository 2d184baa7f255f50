package dev.sextant.bench.mutant;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one hunt.
 *
 * @param name of the mutant
 * @param seeds run, the one that caught it included
 * @param caughtBy what was wrong in the last of them; null if nothing was in any
 * @param broken why there was nothing to hunt; null if there was
 */
record Hunted(
        String name,
        int seeds,
        @Nullable String caughtBy,
        @Nullable String broken,
        double seconds) {
    private static final int LONGEST_LINE = 160;

    static final String HEADER =
            String.format(Locale.ROOT, "%-34s %5s %8s  %s", "mutant", "seeds", "seconds", "caught by");

    boolean caught() {
        return caughtBy != null;
    }

    /** The row of the table. */
    String row() {
        return String.format(Locale.ROOT, "%-34s %5d %8.1f  %s", name, seeds, seconds, what());
    }

    private String what() {
        if (broken != null) {
            return "BROKEN: " + oneLine(broken);
        }
        return caughtBy == null ? "NOT CAUGHT" : oneLine(caughtBy);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
