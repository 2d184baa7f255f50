package dev.sextant.bench.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Real processes, killed and cut off: nothing is lost and nothing stays unknown. How long the others paused is for longer runs. */
class ProcessesCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return ProcessesCommand.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    @Test
    void processesThatAreKilledAndCutOffLoseNothing() {
        int code = run(
                "--network",
                "proxies",
                "--warm-up",
                "0",
                "--healthy",
                "1",
                "--fault",
                "1",
                "--turns",
                "1",
                "--hardships",
                "KILL,PAUSE,PARTITION");
        String printed = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, () -> printed + err.toString(StandardCharsets.UTF_8));
        assertTrue(printed.contains("RESULT processes=3 faults=3 "), printed);
        assertTrue(printed.contains(" lost=0 phantom=0 unknown=0 "), printed);
    }

    @Test
    void processesInNamespacesThatAreCutOffLoseNothing() {
        Optional<String> hindrance = Namespaces.hindrance();
        assumeTrue(hindrance.isEmpty(), () -> "network namespaces cannot be made here: " + hindrance.orElseThrow());
        int code = run(
                "--network",
                "namespaces",
                "--warm-up",
                "0",
                "--healthy",
                "1",
                "--fault",
                "2",
                "--turns",
                "1",
                "--hardships",
                "PARTITION");
        String printed = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, () -> printed + err.toString(StandardCharsets.UTF_8));
        assertTrue(printed.contains("network: network namespaces sextant-"), printed);
        assertTrue(printed.contains("RESULT processes=3 faults=1 "), printed);
        assertTrue(printed.contains(" lost=0 phantom=0 unknown=0 "), printed);
    }

    @Test
    void argumentsThatAreNoUseAreRefused() {
        assertEquals(2, run("--processes", "4"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("3 or 6"), err::toString);
    }
}
