package dev.sextant.bench.backtrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BacktrackCommandTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        return BacktrackCommand.run(stream, stream, arguments);
    }

    @Test
    void aShortRunEndsWithItsResult() {
        int code = run("--rows", "2000", "--seconds", "3", "--batch", "50");
        String text = told.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, text);
        assertTrue(text.contains("RESULT rows=2000 "), text);
        assertTrue(text.contains(" equal=true"), text);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--rows", "10", "--batch", "100"));
        assertTrue(told.toString(StandardCharsets.UTF_8).contains("--batch is 1 to --rows"));
    }
}
