package dev.sextant.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.bound.Bound;
import dev.sextant.bench.load.MachineUse;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    /** Whatever makes a browser fetch something. */
    private static final Pattern FETCHES =
            Pattern.compile("https?:|//[a-z]|\\bsrc\\s*=|\\bhref\\s*=|url\\(|@import|<script|<link|<iframe");

    @TempDir
    Path folder;

    private static Result result(String contender, int clients, Optional<MachineUse> use) {
        Histogram times = new Histogram(3);
        times.recordValueWithCount(500_000, 90);
        times.recordValueWithCount(8_000_000, 10);
        Histogram attempts = new Histogram(3);
        attempts.recordValueWithCount(1, 100);
        Round round = new Round(
                2_000_000_000,
                100,
                0,
                0,
                100,
                times,
                times,
                attempts,
                9_000_000,
                new int[] {1, 0, 3},
                use,
                Map.of("commits", 100L, "bytes written by segments", 5_000L));
        return new Result(contender, "update", clients, OptionalDouble.empty(), List.of(round));
    }

    private static Report report() {
        Optional<MachineUse> use = Optional.of(new MachineUse(200, 300, 409_600, 150));
        Trial trial = new Trial(
                "update",
                "one row <again> & again",
                List.of(result("sextant", 1, use), result("sextant", 4, use), result("peer", 4, Optional.empty())),
                List.of("peer: its rows tell of 1 updates, but clients were told of 2"));
        Curve curve = new Curve(
                "What sharing costs",
                "in the simulator",
                "% shared",
                "times one writer",
                List.of(new Curve.Series("4 writers", List.of(new Curve.Point(0, 4), new Curve.Point(100, 2.5)))));
        return new Report(
                "Benchmark: quick",
                new Origin(Instant.parse("2026-03-04T05:06:07Z"), "./dev bench quick", "abc", Map.of("java", "17")),
                List.of(new Bound(Bound.SIX_ROCKSDB_BATCHES, "six batches", 1_000, 250, 800)),
                List.of(new Entrant("sextant", "1", "six copies")),
                List.of(new Absent("galera", "it is not on the class path")),
                List.of(trial),
                List.of(curve),
                List.of(new Failure("killed", 10, List.of(12.0, 15.0), List.of(-1_000_000L, 500_000L))),
                List.of(
                        new Figure("vs_galera", OptionalDouble.empty()),
                        new Figure("scale4_0", OptionalDouble.of(3.804))));
    }

    @Test
    void theClosingLineHasEveryFigureAndNoneForWhatIsNotThere() {
        assertEquals("RESULT vs_galera=none scale4_0=3.80", Figure.line(report().figures()));
        assertThrows(IllegalArgumentException.class, () -> new Figure("vs galera", OptionalDouble.empty()));
    }

    @Test
    void jsonCanBeReadAndTellsAll() {
        Object json = JsonText.parse(ReportJson.text(report()));
        assertEquals("2026-03-04T05:06:07Z", JsonText.at(json, "taken"));
        assertEquals("abc", JsonText.at(json, "commit"));
        assertEquals("17", JsonText.at(json, "machine", "java"));
        assertEquals(3.804, JsonText.at(json, "result", "scale4_0"));
        Map<?, ?> result = (Map<?, ?>) JsonText.at(json, "result");
        assertTrue(result.containsKey("vs_galera") && result.get("vs_galera") == null);
        Object trial = ((List<?>) JsonText.at(json, "trials")).get(0);
        Object first = ((List<?>) JsonText.at(trial, "results")).get(0);
        assertEquals(50.0, JsonText.at(first, "perSecond"));
        assertEquals(8_000.0, (double) JsonText.at(first, "responseMicros", "p99.0"), 8);
        assertEquals(200.0, JsonText.at(first, "machine", "flushes"));
        assertEquals(1.5, JsonText.at(((List<?>) JsonText.at(json, "failures")).get(0), "ratio"));
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        String page = ReportPage.text(report());
        assertFalse(FETCHES.matcher(page).find(), page);
        assertTrue(FETCHES.matcher("<img src=\"a.png\">").find(), "this test can fail");
    }

    @Test
    void thePageHasEveryTableAndPlotAndTellsWhoIsAbsent() {
        String page = ReportPage.text(report());
        for (String expected : List.of(
                "RESULT vs_galera=none scale4_0=3.80",
                "galera is not here: it is not on the class path",
                "one row &lt;again&gt; &amp; again",
                "peer: its rows tell of 1 updates, but clients were told of 2",
                "update: throughput (operations a second)",
                "update: latency, p99.9",
                "update: bytes written to disks for an operation",
                "update: flushes of disks for an operation",
                "What sharing costs (times one writer)",
                "commits of the other writers' clients; the kill is at 0 s",
                "first round: operations in each 1/3 of the time",
                "not told here",
                // 50 a second of 1,000, and 500 µs to 250
                "5.00 %",
                "2.00×",
                // 150 hundredths in two seconds
                "<td class=\"n\">0.750</td>")) {
            assertTrue(page.contains(expected), () -> expected + " is not in " + page);
        }
    }

    @Test
    void filesAreNamedByTheTimeOfTheRun() throws Exception {
        Path reports = folder.resolve("docs").resolve("benchmarks");
        List<Path> files = ReportFiles.write(report(), reports, "quick");
        assertEquals(
                List.of(
                        reports.resolve("2026-03-04-050607-quick.json"),
                        reports.resolve("2026-03-04-050607-quick.html")),
                files);
        assertEquals(ReportPage.text(report()), Files.readString(files.get(1)));
    }

    @Test
    void commandsAreKeptWithoutPlaces() {
        assertEquals(
                "./dev bench run --clients 4",
                Origin.command("run", List.of("--dir", "/x", "--clients", "4", "--out=/y", "--commit", "z")));
    }

    @Test
    void noHostAndNoPathIsTold() throws Exception {
        Origin origin = Origin.here(Instant.EPOCH, "./dev bench quick", "abc", folder);
        assertTrue(origin.machine().containsKey("processors"));
        assertFalse(origin.toString().contains(folder.toString()));
    }
}
