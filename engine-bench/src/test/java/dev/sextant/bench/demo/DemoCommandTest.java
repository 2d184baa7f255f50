package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: what is refused, and how. */
class DemoCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        return DemoCommand.run(stream(out), stream(err), arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpListsWhatUsersNeed() {
        assertEquals(0, run("--help"));
        for (String option : new String[] {
            "--seconds", "--dir", "--writers", "--replicas", "--verify-only", "--starvation", "--console", "--help"
        }) {
            assertTrue(out().contains(option), option);
        }
        for (String hidden : new String[] {"--break", "--no-hold", "--no-reservations", "--rows"}) {
            assertFalse(out().contains(hidden), hidden);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--seconds 0",
                "--seconds 3601",
                "--seconds many",
                "--writers 0",
                "--writers 5",
                "--replicas -1",
                "--replicas 16",
                "--rows 0",
                "--verify-only",
                "--break everything",
                "--verify-only --dir here --break lose-acked",
                "--no-such-option",
                "word"
            })
    void refusesWhatMakesNoSense(String arguments) {
        assertEquals(DemoCommand.NOT_RUN, run(arguments.split(" ")));
        assertTrue(err().contains("Usage: ./dev demo"), err());
        assertEquals("", out());
    }

    @Test
    void nothingCanBeVerifiedWithoutAnAcknowledgementFile() {
        assertEquals(DemoCommand.NOT_RUN, run("--verify-only", "--dir", folder.toString()));
        assertTrue(err().startsWith("demo: There is no "), err());
        assertFalse(Files.exists(folder.resolve("volume")));
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertEquals(DemoCommand.NOT_RUN, run("--dir", file.resolve("below").toString()));
        assertTrue(err().contains("cannot be made"), err());
    }
}
