package dev.sextant.bench.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.report.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, for a moment. */
class WireCommandTest {
    /** An update of a row of 100 bytes cannot be told to six segments in less. */
    private static final double LEAST_BYTES = 6 * 100;

    private static final WireStudy.Pace SHORT =
            new WireStudy.Pace(List.of(1, 2), Duration.ofMillis(50), Duration.ofMillis(400));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    private int run(String... arguments) {
        String reports = folder.resolve("reports").toString();
        String work = folder.resolve("work").toString();
        return WireCommand.run(
                SHORT,
                out,
                out,
                Stream.concat(Stream.of(arguments), Stream.of("--out", reports, "--dir", work))
                        .toArray(String[]::new));
    }

    private String text() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatCrossesTheWireIsCounted() throws Exception {
        assertEquals(0, run(), this::text);
        Path json;
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            json = files.filter(file -> file.toString().endsWith("-wire.json"))
                    .findFirst()
                    .orElseThrow();
        }
        Object report = JsonText.parse(Files.readString(json));
        assertTrue((double) JsonText.at(report, "result", "sent_commit") > LEAST_BYTES, this::text);
        assertTrue((double) JsonText.at(report, "result", "received_commit") > 0, this::text);
        assertTrue((double) JsonText.at(report, "result", "idle_second") > 0, "heartbeats cross it, too");
        Object curve = ((List<?>) JsonText.at(report, "curves")).get(0);
        assertEquals(2, ((List<?>) JsonText.at(curve, "series", "whole pages")).size());
        String last = text().lines().reduce("", (earlier, later) -> later);
        String result =
                "RESULT clients=2.00 sent_commit=N received_commit=N pages_commit=N pages_ratio=N idle_second=N";
        assertTrue(last.matches(result.replace("N", "\\d+\\.\\d\\d")), this::text);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(2, run("--clients", "4,0"));
        assertTrue(text().contains("--clients is 1 to 256"), this::text);
        assertEquals(2, run("--seconds", "0"));
        assertTrue(text().contains("--seconds is 1 to 3600"), this::text);
        assertFalse(Files.exists(folder.resolve("work")), "nothing has begun");
    }
}
