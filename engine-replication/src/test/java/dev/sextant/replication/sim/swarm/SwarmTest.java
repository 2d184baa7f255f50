package dev.sextant.replication.sim.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.sim.fault.FaultKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SwarmTest {
    private static final String KEPT = "/kept-seeds.txt";
    private static final long FRESH_SECONDS = Long.getLong("sextant.sim.seconds", 100);
    private static final int LEAST_KINDS = 16;
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    private static List<Long> keptSeeds() throws IOException {
        List<Long> seeds = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(SwarmTest.class.getResourceAsStream(KEPT), KEPT);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> seeds.add(Long.decode(line.strip().split("\\s+", 2)[0])));
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("keptSeeds")
    void seedsThatFailedOnceDoSoNoMore(long seed) {
        clean(Trial.run(seed, TrialOptions.NONE));
    }

    @Test
    void worldsNobodyHasSeenAreRight() {
        long first = new SplittableRandom(System.nanoTime() ^ System.currentTimeMillis()).nextLong() >>> 1;
        System.out.printf(Locale.ROOT, "fresh seeds from 0x%x%n", first);
        List<TrialResult> failed = new ArrayList<>();
        Swarm swarm = new Swarm(TrialOptions.NONE, THREADS, result -> {
            if (!result.isClean()) {
                failed.add(result);
            }
        });
        SwarmSummary summary = swarm.run(first, Long.MAX_VALUE, Swarm.secondsFromNow(FRESH_SECONDS));
        System.out.println(summary.report() + summary.resultLine());
        failed.forEach(SwarmTest::clean);
        assertTrue(summary.commits() > 0, "something committed");
        assertTrue(
                summary.faults().bitten().size() >= LEAST_KINDS, () -> "few kinds of faults bit: " + summary.faults());
    }

    private static void clean(TrialResult result) {
        assertTrue(
                result.isClean(),
                () -> String.format(
                        Locale.ROOT,
                        "%s%nworld:  %s%nreplay: ./dev sim --seed 0x%x",
                        result.firstProblem(),
                        result.plan(),
                        result.seed()));
    }

    @Test
    void theSameSeedIsTheSameRunInTwoProcesses() throws IOException, InterruptedException {
        List<String> here = TraceMain.trace(77);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TraceMain.class.getName(),
                        "77")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> there;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            there = lines.lines().toList();
        }
        assertEquals(0, other.waitFor());
        assertTrue(here.size() > 1_000, "a run has more than a few events");
        assertEquals(here, there);
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertNotEquals(
                Trial.run(1, TrialOptions.NONE).fingerprint(),
                Trial.run(2, TrialOptions.NONE).fingerprint());
    }

    @Test
    void whatTheCallerInsistsOnIsWhatHappens() {
        TrialOptions options = new TrialOptions("bank", EnumSet.of(FaultKind.WRITER_CRASH), null, null);
        TrialResult result = Trial.run(3, options);
        clean(result);
        assertTrue(result.plan().replace("reckless ", "").startsWith("bank"), result::plan);
        assertFalse(result.faults().bitten().containsKey(FaultKind.PARTITION), () -> "" + result.faults());
    }
}
