package dev.sextant.bench.mutant;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A change of one place in a production source.
 *
 * @param type the top-level class, relative to {@code dev.sextant}
 * @param find what is there now, exactly once; how it is broken into lines does not matter
 * @param replace what is put there
 */
record Edit(String type, String find, String replace) {
    private static final String ROOT_PACKAGE = "dev.sextant.";

    /** The full name of the class. */
    String className() {
        return ROOT_PACKAGE + type;
    }

    /** The source with this change. */
    String applyTo(String source) {
        Matcher places = pattern().matcher(source);
        if (!places.find()) {
            throw new BrokenMutantException(type + " does not have: " + find);
        }
        int from = places.start();
        int to = places.end();
        if (places.find()) {
            throw new BrokenMutantException(type + " has more than once: " + find);
        }
        return source.substring(0, from) + replace + source.substring(to);
    }

    private Pattern pattern() {
        return Pattern.compile(
                Arrays.stream(find.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
    }
}
