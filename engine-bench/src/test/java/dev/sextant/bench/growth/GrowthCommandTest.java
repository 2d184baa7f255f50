package dev.sextant.bench.growth;

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
class GrowthCommandTest {
    private static final Pace SHORT = new Pace(
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(150),
            2,
            Duration.ofMillis(300),
            List.of(100, 300),
            List.of(1, 4),
            List.of(1, 4, 64),
            List.of(100, 20_000));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    private int run(String... arguments) {
        String out = folder.resolve("reports").toString();
        String dir = folder.resolve("work").toString();
        return GrowthCommand.run(
                SHORT,
                this.out,
                this.out,
                Stream.concat(Stream.of(arguments), Stream.of("--out", out, "--dir", dir))
                        .toArray(String[]::new));
    }

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    private String lastLine() {
        return text().lines().reduce("", (earlier, later) -> later);
    }

    private Object json() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            Path json = files.filter(file -> file.toString().endsWith("-growth.json"))
                    .findFirst()
                    .orElseThrow();
            return JsonText.parse(Files.readString(json));
        }
    }

    @Test
    void everyAxisIsMeasuredAndTheLastLineIsTheResult() throws Exception {
        assertEquals(0, run(), this::text);
        String result = "RESULT rows_ratio=N writers4=N clients64=N ios_commit=(N|none) bytes_commit=N";
        assertTrue(lastLine().matches(result.replace("N", "\\d+\\.\\d\\d")), this::text);
        Object json = json();
        List<?> trials = (List<?>) JsonText.at(json, "trials");
        assertEquals(4, trials.size());
        assertEquals(3, ((List<?>) JsonText.at(trials.get(2), "results")).size(), "1, 4 and 64 clients");
        List<?> curves = (List<?>) JsonText.at(json, "curves");
        assertTrue(
                curves.stream().anyMatch(curve -> JsonText.at(curve, "title").equals("History: disk space")),
                this::text);
        try (Stream<Path> left = Files.list(folder.resolve("work"))) {
            assertEquals(0, left.count(), "what it worked on is gone");
        }
    }

    @Test
    void whatIsNotAskedForIsNotMeasured() throws Exception {
        assertEquals(0, run("--only", "history"), this::text);
        assertEquals(
                "RESULT rows_ratio=none writers4=none clients64=none ios_commit=none bytes_commit=none", lastLine());
        assertEquals(4, ((List<?>) JsonText.at(json(), "curves")).size(), "those of the history");
        assertTrue(((List<?>) JsonText.at(json(), "trials")).isEmpty());
    }

    @Test
    void historyCanBeLeftOut() {
        assertEquals(0, run("--only", "clients,history", "--history-seconds", "0"), this::text);
        assertFalse(text().contains("history, "), this::text);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--rows-most", "9999"));
        assertTrue(text().contains("--rows-most is 10000 to 100000000"), this::text);
        assertEquals(2, run("--seconds", "0"));
        assertTrue(text().contains("--seconds is 1 to 3600"), this::text);
        assertEquals(2, run("--warm-up", "-1"));
        assertTrue(text().contains("--warm-up is 0 to 3600"), this::text);
        assertEquals(2, run("--rounds", "0"));
        assertTrue(text().contains("--rounds is 1 to 100"), this::text);
        assertEquals(2, run("--history-seconds", "-1"));
        assertTrue(text().contains("--history-seconds is 0 to 604800"), this::text);
        assertEquals(2, run("--only", "dance"));
        assertTrue(text().contains("--only takes rows, writers, clients, values, history"), this::text);
        assertFalse(Files.exists(folder.resolve("work")), "nothing has begun");
    }

    @Test
    void rowsGoByTensToTheMost() {
        assertEquals(List.of(10_000), GrowthCommand.rowsUpTo(10_000));
        assertEquals(List.of(10_000, 100_000, 1_000_000, 10_000_000), GrowthCommand.rowsUpTo(10_000_000));
        assertEquals(List.of(10_000, 25_000), GrowthCommand.rowsUpTo(25_000));
    }
}
