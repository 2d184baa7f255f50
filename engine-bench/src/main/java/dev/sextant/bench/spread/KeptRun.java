package dev.sextant.bench.spread;

import dev.sextant.bench.bound.Bound;
import dev.sextant.bench.report.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of one run.
 *
 * @param command what repeats it
 * @param commit what was checked out
 * @param machine what it ran on, by names for tables
 * @param result the figures of its closing line, in their order, those without a value left out
 * @param measured what can be told of its trials: for each contender and number of clients its pace and latency, and ratios to the first
 *     contender and to the bound
 */
record KeptRun(
        String command,
        String commit,
        Map<String, String> machine,
        Map<String, Double> result,
        Map<String, Double> measured) {
    private static final double MICROS_PER_MILLI = 1_000;

    /**
     * Reads the JSON of a report.
     *
     * @throws IOException if there is no such file, or it is no report
     */
    static KeptRun read(Path file) throws IOException {
        try {
            return of(JsonText.parse(Files.readString(file)));
        } catch (IllegalArgumentException none) {
            throw new IOException(
                    file + " is no report of ./dev bench as JSON; give it the .json files of one command", none);
        }
    }

    private static KeptRun of(@Nullable Object json) {
        if (!(JsonText.at(json, "command") instanceof String command)) {
            throw new IllegalArgumentException("no report: it names no command");
        }
        Map<String, String> machine = new LinkedHashMap<>();
        map(JsonText.at(json, "machine")).forEach((name, value) -> machine.put(name, String.valueOf(value)));
        Map<String, Double> result = new LinkedHashMap<>();
        map(JsonText.at(json, "result")).forEach((name, value) -> {
            if (value instanceof Double number) {
                result.put(name, number);
            }
        });
        return new KeptRun(command, String.valueOf(JsonText.at(json, "commit")), machine, result, measured(json));
    }

    private static Map<String, Double> measured(@Nullable Object json) {
        Map<String, Double> measured = new LinkedHashMap<>();
        double boundMicros = boundMicros(json);
        for (Object trial : list(JsonText.at(json, "trials"))) {
            List<?> results = list(JsonText.at(trial, "results"));
            for (Object each : results) {
                String what = JsonText.at(trial, "workload") + ", " + JsonText.at(each, "contender") + ", "
                        + clients(each) + " clients";
                double p50 = number(each, "responseMicros", "p50.0");
                measured.put(what + ": a second", number(each, "perSecond"));
                measured.put(what + ": p50 ms", p50 / MICROS_PER_MILLI);
                measured.put(what + ": p99 ms", number(each, "responseMicros", "p99.0") / MICROS_PER_MILLI);
                if (boundMicros > 0) {
                    measured.put(what + ": p50 to that of six batches", p50 / boundMicros);
                }
                addRatio(measured, what, results, each);
            }
        }
        return measured;
    }

    /** What the first contender does with as many clients over what this one does. */
    private static void addRatio(Map<String, Double> measured, String what, List<?> results, @Nullable Object each) {
        Object first = JsonText.at(results.get(0), "contender");
        if (first == null || first.equals(JsonText.at(each, "contender")) || number(each, "perSecond") == 0) {
            return;
        }
        for (Object ours : results) {
            if (first.equals(JsonText.at(ours, "contender")) && clients(ours).equals(clients(each))) {
                measured.put(
                        what + ": " + first + " over it, a second",
                        number(ours, "perSecond") / number(each, "perSecond"));
            }
        }
    }

    private static String clients(@Nullable Object result) {
        return String.format(Locale.ROOT, "%.0f", number(result, "clients"));
    }

    private static double boundMicros(@Nullable Object json) {
        for (Object bound : list(JsonText.at(json, "bounds"))) {
            if (Bound.SIX_ROCKSDB_BATCHES.equals(JsonText.at(bound, "name"))) {
                return number(bound, "p50Micros");
            }
        }
        return 0;
    }

    private static double number(@Nullable Object json, String... path) {
        if (JsonText.at(json, path) instanceof Double number) {
            return number;
        }
        throw new IllegalArgumentException("no report: it has no number " + String.join(".", path));
    }

    private static List<?> list(@Nullable Object json) {
        return json instanceof List<?> list ? list : List.of();
    }

    private static Map<String, @Nullable Object> map(@Nullable Object json) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> any) {
            any.forEach((name, value) -> map.put(String.valueOf(name), value));
        }
        return map;
    }
}
