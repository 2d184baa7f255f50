package dev.sextant.bench.spread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.report.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    /** A run in which this engine commits so often a second, and RocksDB 100 times. */
    private String run(String name, String command, String galera, int perSecond) throws Exception {
        String result = "{\"contender\": \"%s\", \"clients\": 4, \"perSecond\": %d,"
                + " \"responseMicros\": {\"p50.0\": 500, \"p99.0\": 9000}}";
        String text = "{\"command\": \"" + command + "\", \"commit\": \"abc\", \"machine\": {\"java\": \"17\"},"
                + " \"bounds\": [{\"name\": \"six rocksdb batches\", \"p50Micros\": 250}],"
                + " \"trials\": [{\"workload\": \"update\", \"results\": ["
                + String.format(result, "sextant", perSecond) + ", " + String.format(result, "rocksdb", 100) + "]}],"
                + " \"result\": {\"vs_galera\": " + galera + ", \"hot100\": 0.5}}";
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int spread(String... files) {
        return SpreadCommand.run(
                out,
                out,
                Stream.concat(
                                Stream.of(files),
                                Stream.of("--out", folder.resolve("reports").toString()))
                        .toArray(String[]::new));
    }

    private List<String> row(String name) {
        return text().lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void ofEachFigureTheMiddleAndTheEndsAreTold() throws Exception {
        int code = spread(
                run("a", "./dev bench quick", "3.0", 40),
                run("b", "./dev bench quick", "null", 20),
                run("c", "./dev bench quick", "2.0", 30));
        assertEquals(0, code, this::text);
        assertEquals(List.of("2 2.500 2.000 3.000"), row("vs_galera"), "the run without it is left out");
        assertEquals(List.of("3 0.500 0.500 0.500"), row("hot100"));
        assertEquals(List.of("3 30.000 20.000 40.000"), row("update, sextant, 4 clients: a second"));
        assertEquals(List.of("3 2.000 2.000 2.000"), row("update, sextant, 4 clients: p50 to that of six batches"));
        assertEquals(List.of("3 0.300 0.200 0.400"), row("update, rocksdb, 4 clients: sextant over it, a second"));
        assertTrue(text().endsWith("RESULT vs_galera=2.50 hot100=0.50\n"), this::text);
    }

    @Test
    void theReportSaysTheSame() throws Exception {
        spread(run("a", "./dev bench quick", "3.0", 40), run("b", "./dev bench quick", "1.0", 20));
        Path json;
        Path page;
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            List<Path> sorted = files.sorted().toList();
            page = sorted.get(0);
            json = sorted.get(1);
        }
        Object kept = JsonText.parse(Files.readString(json));
        assertEquals("./dev bench quick", JsonText.at(kept, "command"));
        assertEquals("abc", JsonText.at(kept, "commit"));
        assertEquals(2.0, JsonText.at(kept, "result", "vs_galera"));
        Object first = ((List<?>) JsonText.at(kept, "spreads")).get(0);
        assertEquals("vs_galera", JsonText.at(first, "name"));
        assertEquals(List.of(1.0, 3.0), JsonText.at(first, "values"));
        assertTrue(
                Files.readString(page).contains("<td>vs_galera</td><td class=\"n\">2</td><td class=\"n\">2.00</td>"));
    }

    @Test
    void whatAreNotRunsOfOneCommandIsRefused() throws Exception {
        assertEquals(2, spread(run("a", "./dev bench quick", "1", 1), run("b", "./dev bench lag", "1", 1)));
        assertTrue(text().contains("runs of different commands: ./dev bench quick; ./dev bench lag"), this::text);
        String cut = Files.writeString(folder.resolve("cut"), "{\"command\": \"./dev")
                .toString();
        assertEquals(2, spread(cut));
        assertTrue(text().contains("cut is no report of ./dev bench as JSON"), this::text);
        assertEquals(2, spread(Files.writeString(folder.resolve("other"), "{}").toString()));
        assertEquals(2, spread(folder.resolve("nowhere").toString()));
        assertTrue(Files.notExists(folder.resolve("reports")));
    }
}
