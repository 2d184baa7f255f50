package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demonstration on real disks, only shorter; and that it fails when a commit is lost. */
class DemoEndToEndTest {
    @TempDir
    Path folder;

    private record Run(int exitCode, List<String> out, String err) {
        String last() {
            return out.get(out.size() - 1);
        }

        void expect(int code, String lastLine) {
            assertEquals(code, exitCode, () -> String.join("\n", out) + "\n" + err);
            assertTrue(last().matches(lastLine), () -> String.join("\n", out));
            assertEquals(
                    1, out.stream().filter(line -> line.startsWith("RESULT ")).count());
        }
    }

    private static Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = DemoCommand.run(stream(out), stream(err), arguments);
        return new Run(
                exitCode, out.toString(StandardCharsets.UTF_8).lines().toList(), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void everyCheckHoldsAndAgainAfterwardsAndASecondRunGoesOn() throws Exception {
        String place = folder.resolve("kept").toString();
        run("--dir", place, "--seconds", "3", "--rows", "300")
                .expect(
                        DemoCommand.VERIFIED,
                        "RESULT rows=\\d+ commits=\\d+ conflicts_page=\\d+ conflicts_row=\\d+ rebases=\\d+ lost=0"
                                + " phantom=0 max_gap_writer_kill_ms=[\\d.]+ max_gap_az_loss_ms=[\\d.]+ verified=true");
        run("--verify-only", "--dir", place)
                .expect(DemoCommand.VERIFIED, "RESULT rows=\\d+ commits=\\d+ lost=0 phantom=0 verified=true");
        Run second = run("--dir", place, "--seconds", "1", "--rows", "400", "--writers", "1", "--replicas", "2");
        second.expect(DemoCommand.VERIFIED, "RESULT .* max_gap_writer_kill_ms=none .* verified=true");
        assertTrue(second.out().stream().anyMatch(line -> line.contains("  replicas ms ")), second.out()::toString);
        assertTrue(
                second.out().contains("  ok     every acknowledged name is there: 400"),
                second.out().toString());
        try (Stream<Path> left = Files.list(folder.resolve("kept"))) {
            assertEquals(
                    List.of("acknowledged.log", "volume"),
                    left.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aLostCommitFailsItWhenItIsAllThatIsWrong() {
        String place = folder.resolve("broken").toString();
        Run broken = run("--dir", place, "--seconds", "1", "--rows", "100", "--break", "lose-acked");
        broken.expect(DemoCommand.NOT_VERIFIED, "RESULT .* lost=1 phantom=0 .* verified=false");
        List<String> failed = broken.out().stream()
                .filter(line -> line.startsWith("  FAILED "))
                .toList();
        assertEquals(2, failed.size(), failed.toString());
        failed.forEach(line -> assertTrue(line.contains("every acknowledged transfer is there"), line));
        run("--verify-only", "--dir", place)
                .expect(DemoCommand.NOT_VERIFIED, "RESULT .* lost=1 phantom=0 verified=false");
    }
}
