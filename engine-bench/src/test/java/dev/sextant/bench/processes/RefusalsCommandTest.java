package dev.sextant.bench.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who is not let in, by real processes and their logs. */
class RefusalsCommandTest {
    @Test
    void allIntrudersAreRefusedWithALineOnBothSidesAndGetNothing() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = RefusalsCommand.run(out, out);
        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, printed);
        assertTrue(printed.endsWith("RESULT refused=5 of=5 logged_once=true served=0\n"), printed);
        for (String told : new String[] {
            "was not issued by this cluster's authority",
            "showed no certificate",
            "it has a part of the volume",
            "upgrade the older one",
            "does not name sextant:fleet/segment/5"
        }) {
            assertTrue(printed.contains(told), () -> told + " is missing in " + printed);
        }
    }
}
