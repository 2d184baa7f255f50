package dev.sextant.bench.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.SegmentLayout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpaceCommandTest {
    private static final long MIB = 1 << 20;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        return SpaceCommand.run(stream, stream, arguments);
    }

    @Test
    void aShortRunEndsWithItsResult() {
        int code = run("--rows", "500", "--updates", "2000", "--batch", "100", "--retention", "1");
        String text = told.toString(StandardCharsets.UTF_8);
        assertTrue(code == 0 || code == 1, text);
        assertTrue(text.contains("RESULT rows=500 updates=2000 "), text);
        assertTrue(text.contains("within=" + (code == 0)), text);
    }

    @Test
    void bothLayoutsCanBeCompared() {
        run("--rows", "500", "--updates", "2000", "--batch", "100", "--retention", "1", "--compare");
        String text = told.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("layout=full-and-tail ") && text.contains("layout=all-full "), text);
        assertTrue(text.contains("RESULT compare=tails stored_mib="), text);
    }

    @Test
    void whatIsStoredIsToldOfSixLikeTheFullOnes() {
        SpaceCurve curve = new SpaceCurve(SegmentLayout.FULL_AND_TAIL, 10 * MIB);
        curve.add(1, new Stored(30 * MIB, 6 * MIB, 3), 0);
        assertTrue(curve.result(7).contains("full_mib=30.0 tail_mib=6.0 of_six_full=0.60 "), curve.result(7));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--rows", "10", "--batch", "100"));
        assertTrue(told.toString(StandardCharsets.UTF_8).contains("--batch is 1 to --rows"));
    }

    @Test
    void theWindowIsNotHeldAgainstTheFiles() {
        SpaceCurve curve = new SpaceCurve(SegmentLayout.FULL_AND_TAIL, 10 * MIB);
        curve.add(1, new Stored(30 * MIB, 5 * MIB, 3), 6 * MIB);
        assertTrue(curve.isWithin());
        curve.add(2, new Stored(30 * MIB, 11 * MIB, 3), 10 * MIB);
        assertFalse(curve.isWithin());
        assertEquals(3.1, curve.most(), 1e-9);
        curve.add(3, new Stored(15 * MIB, 5 * MIB, 3), 0);
        assertFalse(curve.isWithin(), "once is too often");
    }
}
