package dev.sextant.bench.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RestartCommandTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        return RestartCommand.run(stream, stream, arguments);
    }

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aShortRunEndsWithItsResult() {
        int code = run("--history", "50,100", "--restarts", "2", "--clients", "2");
        assertNotEquals(2, code, text());
        assertTrue(text().contains("RESULT ms_50="), text());
        assertTrue(text().contains(" ms_100="), text());
        assertTrue(text().contains(code == 0 ? " in_time=true" : " in_time=false"), text());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--history", "100,50"));
        assertTrue(text().contains("--history rises"), text());
    }
}
