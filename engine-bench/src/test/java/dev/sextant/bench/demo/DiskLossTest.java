package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks lost under load on real disks, only shorter; and what the command line refuses. */
class DiskLossTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        return DiskLossCommand.run(stream(out), stream(err), arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--second-failure", "--zone"})
    void nothingIsLostAndEveryDiskIsFilledAgain(String option) {
        List<String> arguments = new ArrayList<>(List.of("--seconds=3", "--every=1", "--healthy=1", "--rows=300"));
        arguments.addAll(List.of("--clients=4", "--seed=7", "--dir=" + folder.resolve("kept")));
        if (!option.isEmpty()) {
            arguments.add(option);
        }
        assertEquals(DemoCommand.VERIFIED, run(arguments.toArray(String[]::new)), this::told);
        String last = told().lines().reduce("", (before, line) -> line);
        assertTrue(
                last.matches("RESULT losses=([1-9]\\d*) rebuilt=\\1 rebuild_mb_s_p50=[\\d.]+ lost=0 phantom=0"
                        + " max_pause_ms=[\\d.]+ healthy_p999_ms=[\\d.]+ ratio=[\\d.]+ commits=\\d+ verified=true"),
                this::told);
    }

    @Test
    void helpListsWhatUsersNeed() {
        assertEquals(0, run("--help"));
        for (String option : new String[] {"--minutes", "--every", "--zone", "--second-failure", "--seed", "--dir"}) {
            assertTrue(told().contains(option), option);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--minutes 0",
                "--minutes 61",
                "--seconds 0",
                "--every 0",
                "--clients 65",
                "--zone --second-failure",
                "word"
            })
    void refusesWhatMakesNoSense(String arguments) {
        assertEquals(DemoCommand.NOT_RUN, run(arguments.split(" ")));
        assertTrue(told().contains("Usage: ./dev disk-loss"), this::told);
    }
}
