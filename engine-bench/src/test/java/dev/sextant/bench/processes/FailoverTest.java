package dev.sextant.bench.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run that kills a writer with one master and with several. */
class FailoverTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        return FailoverCommand.run(stream, stream, arguments);
    }

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void oneKillOfEachLosesNothingAndIsDrawn() throws Exception {
        Path plot = folder.resolve("plots").resolve("failover.svg");
        int code = run("--kills", "1", "--clients", "2", "--healthy", "1", "--dead", "6", "--plot", plot.toString());
        assertEquals(0, code, this::text);
        assertTrue(text().contains("single master   multi-master"), this::text);
        assertTrue(text().contains(" lost=0 unknown=0"), this::text);
        assertTrue(Files.readString(plot).contains("single master: its process is killed at 0 s"));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--kills", "0"));
        assertTrue(text().contains("all of them are positive"), this::text);
    }

    @Test
    void thePictureHasABarWhereThereWereCommitsAndNoneWhereNot() {
        String svg = FailoverPlot.svg(List.of(-1_000_000L, -999_000L, 2_000_000L), List.of(), 4);
        assertTrue(svg.contains("height=\"150.0\" fill=\"#2b6cb0\""), svg);
        assertTrue(svg.contains("height=\"75.0\" fill=\"#2b6cb0\""), svg);
        assertFalse(FailoverPlot.svg(List.of(), List.of(), 4).contains("height=\"75.0\""));
    }
}
