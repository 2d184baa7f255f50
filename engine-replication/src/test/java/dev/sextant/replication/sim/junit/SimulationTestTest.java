package dev.sextant.replication.sim.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.sextant.api.Codecs;
import dev.sextant.api.Table;
import dev.sextant.replication.sim.Simulation;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.fault.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs classes with simulation tests through JUnit itself, and looks at what it reports. */
class SimulationTestTest {
    /** The seeds that the classes below were run with; only the test that runs one at a time looks. */
    private static final List<Long> RAN = new ArrayList<>();

    private static TestExecutionSummary run(Class<?> tests, Map<String, String> parameters) {
        RAN.clear();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .configurationParameters(parameters)
                                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static String failure(TestExecutionSummary summary) {
        assertEquals(1, summary.getTotalFailureCount());
        return String.valueOf(summary.getFailures().get(0).getException().getMessage());
    }

    static class Passing {
        @SimulationTest(seeds = 5, firstSeed = 40)
        void writes(Simulation simulation, TestInfo info) {
            RAN.add(simulation.seed());
            assertEquals("seed " + simulation.seed(), info.getDisplayName());
            Table<String, Long> table = simulation.cluster().database().table("t", Codecs.utf8(), Codecs.int64());
            simulation.client("client", me -> simulation.cluster().database().run(tx -> tx.put(table, "row", 1L)));
            simulation.run();
        }
    }

    @Test
    void runsEachSeedOnce() {
        TestExecutionSummary summary = run(Passing.class, Map.of());
        assertEquals(5, summary.getTestsSucceededCount());
        assertEquals(LongStream.range(40, 45).boxed().toList(), RAN);
    }

    @Test
    void thePropertyRestrictsToOneSeed() {
        assertEquals(1, run(Passing.class, Map.of("sextant.seed", "0x11")).getTestsSucceededCount());
        assertEquals(List.of(17L), RAN);
    }

    @Test
    void aPropertyThatIsNoNumberIsRefused() {
        String message = failure(run(Passing.class, Map.of("sextant.seed", "lots")));
        assertTrue(message.contains("sextant.seed is a number such as 17 or 0x11, not 'lots'"), message);
    }

    static class FailingOnce {
        @SimulationTest(seeds = 10)
        void fails(Simulation.Builder builder) {
            RAN.add(builder.seed());
            if (builder.seed() == 7) {
                throw new IllegalStateException("bad luck");
            }
        }
    }

    @Test
    void aFailureNamesItsSeedAndHowToRunIt() {
        TestExecutionSummary summary = run(FailingOnce.class, Map.of());
        assertEquals(9, summary.getTestsSucceededCount());
        String message = failure(summary);
        assertTrue(message.startsWith("seed 7 fails: bad luck"), message);
        assertTrue(message.contains("Run just this seed: -Dsextant.seed=7"), message);
    }

    static class Aborted {
        @SimulationTest(seeds = 3)
        void doesNotApply(Simulation.Builder builder) {
            Assumptions.assumeTrue(builder.seed() != 2);
        }
    }

    @Test
    void anAssumptionIsNoFailure() {
        TestExecutionSummary summary = run(Aborted.class, Map.of());
        assertEquals(2, summary.getTestsSucceededCount());
        assertEquals(1, summary.getTestsAbortedCount());
    }

    static class Fresh {
        @SimulationTest(seeds = 2, freshSeeds = true)
        void runs(Simulation.Builder builder) {
            RAN.add(builder.seed());
        }
    }

    @Test
    void freshSeedsComeFromTheTime() {
        assertEquals(2, run(Fresh.class, Map.of()).getTestsSucceededCount());
        assertEquals(1, RAN.get(1) - RAN.get(0));
        assertTrue(RAN.get(0) > 1_000_000, () -> "drew " + RAN);
    }

    static final class AWriterDies implements Supplier<FaultPlan> {
        @Override
        public FaultPlan get() {
            return FaultPlan.story().at(Duration.ofMillis(1)).kill(FaultPlan.writer(3));
        }
    }

    static class WithFaults {
        @SimulationTest(seeds = 1, writers = 4, faults = AWriterDies.class)
        void loses(Simulation simulation) {
            simulation.runFor(Duration.ofSeconds(1));
            assertEquals(1, simulation.faultCounts().of(FaultKind.WRITER_CRASH));
        }
    }

    @Test
    void takesAPlan() {
        assertEquals(1, run(WithFaults.class, Map.of()).getTestsSucceededCount());
    }

    static class WithoutSimulation {
        @SimulationTest
        void hasNone(TestInfo info) {
            throw new AssertionError("not reached by " + info);
        }
    }

    static class WithoutSeeds {
        @SimulationTest(seeds = 0)
        void hasNone(Simulation simulation) {
            throw new AssertionError("not reached by seed " + simulation.seed());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        String parameter = failure(run(WithoutSimulation.class, Map.of()));
        assertTrue(parameter.contains("needs one parameter of type Simulation or Simulation.Builder"), parameter);
        String seeds = failure(run(WithoutSeeds.class, Map.of()));
        assertTrue(seeds.contains("has 0 seeds, but needs at least 1"), seeds);
    }
}
