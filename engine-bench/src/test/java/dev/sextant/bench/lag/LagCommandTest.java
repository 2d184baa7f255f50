package dev.sextant.bench.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.report.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, for a moment. */
class LagCommandTest {
    private static final Pace SHORT = new Pace(List.of(50, 200), 4, Duration.ofMillis(100), Duration.ofMillis(300), 2);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    private int run(String... arguments) {
        String reports = folder.resolve("reports").toString();
        String work = folder.resolve("work").toString();
        return LagCommand.run(
                SHORT,
                out,
                out,
                Stream.concat(Stream.of(arguments), Stream.of("--out", reports, "--dir", work))
                        .toArray(String[]::new));
    }

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theLagIsToldAtEachRateAndTheLastLineIsTheResult() throws Exception {
        assertEquals(0, run(), this::text);
        String result =
                "RESULT rate=200.00 reached=N lag_p50_ms=N lag_p99_ms=N lag_p999_ms=N begin_p50_ms=N begin_p99_ms=N"
                        + " look_p99_ms=N";
        String last = text().lines().reduce("", (earlier, later) -> later);
        assertTrue(last.matches(result.replace("N", "\\d+\\.\\d\\d")), this::text);
        Path json;
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            json = files.filter(file -> file.toString().endsWith("-lag.json"))
                    .findFirst()
                    .orElseThrow();
        }
        Object report = JsonText.parse(Files.readString(json));
        Object trial = ((List<?>) JsonText.at(report, "trials")).get(0);
        List<?> results = (List<?>) JsonText.at(trial, "results");
        assertEquals(
                List.of("sextant-2, 50/s", "sextant-2, 200/s"),
                results.stream().map(each -> JsonText.at(each, "contender")).toList());
        assertEquals(2, ((List<?>) JsonText.at(results.get(0), "rounds")).size());
        Object curve = ((List<?>) JsonText.at(report, "curves")).get(0);
        assertEquals(2, ((List<?>) JsonText.at(curve, "series", "p99")).size());
        assertTrue((double) JsonText.at(report, "result", "begin_p50_ms") > 0, "a commit takes time");
        try (Stream<Path> left = Files.list(folder.resolve("work"))) {
            assertEquals(0, left.count(), "what it worked on is gone");
        }
    }

    @Test
    void whatIsAskedForGoesFirst() {
        assertEquals(0, run("--rate", "100", "--clients", "2", "--rounds", "1", "--seconds", "1", "--warm-up", "0"));
        assertTrue(text().contains("RESULT rate=100.00 "), this::text);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--rate", "1000,0"));
        assertTrue(text().contains("--rate is 1 to 1000000"), this::text);
        assertEquals(2, run("--clients", "0"));
        assertTrue(text().contains("--clients is 1 to 256"), this::text);
        assertEquals(2, run("--seconds", "0"));
        assertTrue(text().contains("--seconds is 1 to 3600"), this::text);
        assertEquals(2, run("--warm-up", "-1"));
        assertTrue(text().contains("--warm-up is 0 to 3600"), this::text);
        assertEquals(2, run("--rounds", "0"));
        assertTrue(text().contains("--rounds is 1 to 100"), this::text);
        assertFalse(Files.exists(folder.resolve("work")), "nothing has begun");
    }
}
