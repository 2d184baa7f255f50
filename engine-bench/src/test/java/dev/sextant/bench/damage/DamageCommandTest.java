package dev.sextant.bench.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageCommandTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        return DamageCommand.run(stream, stream, arguments);
    }

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void someDamageIsMended() {
        assertEquals(0, run("--cases", "6", "--rows", "60"), this::text);
        assertTrue(text().contains("RESULT cases=6 "), this::text);
        assertTrue(text().contains(" wrong=0 lost=0 failed=0"), this::text);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--cases", "0"));
        assertTrue(text().contains("--cases and --rows are positive"), this::text);
    }

    /** The check can fail: rows that the volume does not have are lost, and others are wrong. */
    @Test
    void whatIsLostOrWrongIsCounted(@TempDir Path folder) {
        Path volume = folder.resolve("volume");
        try (Cluster cluster = Cluster.open(DamagedCase.config(volume).build())) {
            cluster.database().run(tx -> tx.put(DamagedCase.table(cluster.database()), 7L, "seven"));
        }
        TreeMap<Long, String> expected = new TreeMap<>();
        expected.put(7L, "not seven");
        expected.put(8L, "eight");
        DamagedCase.Outcome outcome = new DamagedCase(volume, expected).run();
        assertEquals(2 * DamagedCase.WRITERS, outcome.lost(), outcome::toString);
        assertEquals(2 * DamagedCase.WRITERS, outcome.wrong(), outcome::toString);
        assertEquals("", outcome.problem());
    }
}
