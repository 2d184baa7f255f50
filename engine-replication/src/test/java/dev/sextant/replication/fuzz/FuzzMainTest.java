package dev.sextant.replication.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The command counts every case once, and the same seed gives the same. */
class FuzzMainTest {
    private static final String RESULT =
            "RESULT cases=25000 accepted=(\\d+) refused=(\\d+) crashes=0 leaks=0 peak_direct_mib=\\d+\\.\\d";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private int run(String... arguments) {
        bytes.reset();
        return FuzzMain.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
    }

    private String lastLine() {
        return bytes.toString(StandardCharsets.UTF_8).lines().reduce("", (before, line) -> line);
    }

    @Test
    void everyCaseIsAcceptedOrRefused() {
        assertEquals(0, run("--cases", "25000", "--seed", "7"));
        String first = lastLine();
        assertTrue(first.matches(RESULT), first);
        long accepted = Long.parseLong(first.replaceAll(RESULT, "$1"));
        long refused = Long.parseLong(first.replaceAll(RESULT, "$2"));
        assertEquals(25_000, accepted + refused);
        assertTrue(accepted > 1_000 && refused > 1_000, first);
        run("--cases", "25000", "--seed", "7");
        assertEquals(first.replaceAll(" peak.*", ""), lastLine().replaceAll(" peak.*", ""));
    }

    @Test
    void argumentsThatAreNoUseAreRefused() {
        assertEquals(2, run("--cases", "0"));
        assertEquals(2, run("--cases"));
        assertEquals(2, run("--case", "3"));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("Usage"));
        assertEquals(0, run("--help"));
    }
}
