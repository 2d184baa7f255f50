package dev.sextant.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.contender.Contenders;
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

/** The commands, each for a moment. */
class CommandsTest {
    private static final String NUMBER = "\\d+\\.\\d\\d";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    private List<String> reports() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("^[\\d-]+-", ""))
                    .sorted()
                    .toList();
        }
    }

    private String[] with(String... arguments) {
        String out = folder.resolve("reports").toString();
        String dir = folder.resolve("work").toString();
        return Stream.concat(Stream.of(arguments), Stream.of("--out", out, "--dir", dir))
                .toArray(String[]::new);
    }

    @Test
    void aRunMeasuresAndReports() throws Exception {
        String[] arguments = with(
                "--workload=update,counter",
                "--contenders=sextant,nobody,rocksdb",
                "--clients=1,2",
                "--seconds=1",
                "--warm-up=0",
                "--rounds=2",
                "--rows=100",
                "--no-bounds",
                "--rate=50");
        assertEquals(0, RunCommand.run(out, out, arguments), this::text);
        assertEquals(List.of("update-counter.html", "update-counter.json"), reports());
        assertTrue(text().contains("nobody is not here: it is not on the class path"), this::text);
        assertEquals(
                4, text().lines().filter(line -> line.startsWith("  rocksdb ")).count(), this::text);
        try (Stream<Path> left = Files.list(folder.resolve("work"))) {
            assertEquals(0, left.count(), "what it worked on is gone");
        }
    }

    @Test
    void aRunOfNobodyIsNone() {
        assertEquals(2, RunCommand.run(out, out, with("--contenders=nobody", "--no-bounds")), this::text);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, RunCommand.run(out, out, "--workload=dance"));
        assertTrue(text().contains("there is no workload dance, only update"), this::text);
        assertEquals(2, RunCommand.run(out, out, "--clients=0"));
        assertTrue(text().contains("a run has 1 to 256 clients, not 0"), this::text);
        assertEquals(2, RunCommand.run(out, out, "--rounds=0"));
        assertEquals(2, RunCommand.run(out, out, "--rate=0"));
    }

    @Test
    void theShortRunEndsWithItsResult() throws Exception {
        Quick.Pace pace = new Quick.Pace(
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                3,
                Duration.ofMillis(50),
                1,
                2,
                1);
        assertEquals(
                0,
                QuickCommand.run(pace, Contenders.builtIn(Duration.ZERO), out, out, with("--commit", "abc")),
                this::text);
        List<String> lines = text().lines().toList();
        String result = "RESULT vs_galera=none vs_ignite=none vs_rocksdb_occ=N scale4_0=N scale4_10=N scale4_50=N"
                + " scale4_100=N hot100=N gap_ratio=N read_vs_rocksdb=N read_vs_h2=none read_vs_lmdb=none";
        assertTrue(lines.get(lines.size() - 1).matches(result.replace("N", NUMBER)), this::text);
        List<String> absent = lines.subList(lines.size() - 5, lines.size() - 1);
        assertEquals(
                List.of("galera", "ignite", "h2", "lmdb"),
                absent.stream()
                        .map(line -> line.substring(0, line.indexOf(" is not here: ")))
                        .toList());
        assertEquals(List.of("quick.html", "quick.json"), reports());
    }
}
