package dev.sextant.replication.sim.docs;

import static dev.sextant.replication.sim.fault.FaultPlan.segment;
import static dev.sextant.replication.sim.fault.FaultPlan.writer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.replication.sim.SimulatedClient;
import dev.sextant.replication.sim.Simulation;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.fault.FaultPlan;
import dev.sextant.replication.sim.junit.SimulationTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the example of docs/simulation.md: the shop fails where the page says so, and the careful one does not. */
class ShopTest {
    private static final Pattern FAILURE = Pattern.compile(
            "seed (\\d+) fails: expected: <\\[]> but was: <\\[.+]>\\R  Run just this seed: -Dsextant.seed=\\1");

    /** What the page shows; it fails, so it is run only by the test below. */
    static class OrdersArePlacedOnce {
        // tag::story[]
        @SimulationTest(seeds = 50)
        void ordersArePlacedOnce(Simulation.Builder builder) {
            FaultPlan plan = FaultPlan.story()
                    .at(Duration.ofMillis(200))
                    .whenCommitting(writer(0))
                    .kill(writer(0))
                    .then(Duration.ofSeconds(2))
                    .restart(writer(0));
            try (Simulation simulation = builder.faults(plan).start()) {
                Shop shop = new Shop(simulation.cluster().database(), simulation.random());
                simulation.client("alice", me -> buy(shop, me));
                simulation.client("bob", me -> buy(shop, me));
                simulation.run();
                assertEquals(List.of(), shop.placedTwice());
            }
        }

        static void buy(Shop shop, SimulatedClient me) {
            for (int i = 1; i <= 10; i++) {
                shop.order(me.name() + " buys " + i);
                me.pause(Duration.ofMillis(me.random().nextLong(300)));
            }
        }
        // end::story[]
    }

    private static TestExecutionSummary runPage(Map<String, String> parameters) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(OrdersArePlacedOnce.class))
                                .configurationParameters(parameters)
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static String message(TestExecutionSummary summary) {
        return String.valueOf(summary.getFailures().get(0).getException().getMessage());
    }

    @Test
    void theShopPlacesOrdersTwiceAndItsSeedReplaysIt() {
        TestExecutionSummary summary = runPage(Map.of());
        assertNotEquals(0, summary.getTestsFailedCount(), "the bug shows");
        String message = message(summary);
        Matcher matcher = FAILURE.matcher(message);
        assertTrue(matcher.matches(), message);
        TestExecutionSummary replayed = runPage(Map.of("sextant.seed", matcher.group(1)));
        assertEquals(1, replayed.getTestsFoundCount());
        assertEquals(message, message(replayed));
    }

    private static void run(Simulation simulation, Shop shop) {
        simulation.client("alice", me -> OrdersArePlacedOnce.buy(shop, me));
        simulation.client("bob", me -> OrdersArePlacedOnce.buy(shop, me));
        simulation.run();
        assertEquals(List.of(), shop.placedTwice());
    }

    @SimulationTest(seeds = 20)
    void withoutACrashTheShopIsRight(Simulation simulation) {
        run(simulation, new Shop(simulation.cluster().database(), simulation.random()));
    }

    @SimulationTest(seeds = 50)
    void theCarefulShopIsRight(Simulation.Builder builder) {
        FaultPlan plan = FaultPlan.story()
                .at(Duration.ofMillis(200))
                .whenCommitting(writer(0))
                .kill(writer(0))
                .then(Duration.ofSeconds(2))
                .restart(writer(0));
        try (Simulation simulation = builder.faults(plan).start()) {
            run(simulation, new CarefulShop(simulation.cluster().database(), simulation.random()));
            assertEquals(1, simulation.faultCounts().of(FaultKind.WRITER_CRASH));
        }
    }

    @Test
    void theLongStoryIsOne() {
        // tag::faults[]
        FaultPlan plan = FaultPlan.story()
                .at(Duration.ofMillis(200))
                .kill(writer(0))
                .then(Duration.ofMillis(300))
                .restart(writer(0))
                .whenCommitting(writer(1))
                .takeDown(AvailabilityZone.B)
                .then(Duration.ofSeconds(1))
                .bringUp(AvailabilityZone.B)
                .when("100 orders are there", status -> status.total(writers -> writers.commits()) >= 100)
                .loseDisk(segment(4))
                .and()
                .cut(writer(2))
                .from(segment(0))
                .during(Duration.ofSeconds(1), Duration.ofSeconds(3))
                .slowDisk(segment(5), 20);
        // end::faults[]
        try (Simulation simulation = Simulation.seeded(1).faults(plan).start()) {
            CarefulShop shop = new CarefulShop(simulation.cluster().database(), simulation.random());
            for (int i = 0; i < 20; i++) {
                simulation.client("client-" + i, me -> OrdersArePlacedOnce.buy(shop, me));
            }
            simulation.run();
            simulation.runFor(Duration.ofSeconds(5));
            assertEquals(List.of(), shop.placedTwice());
            assertEquals(List.of(), simulation.cluster().verify().problems());
            for (FaultKind kind : List.of(
                    FaultKind.WRITER_CRASH,
                    FaultKind.ZONE_LOSS,
                    FaultKind.LOST_DISK,
                    FaultKind.PARTITION,
                    FaultKind.SLOW_DISK)) {
                assertNotEquals(0, simulation.faultCounts().of(kind), () -> kind + " bites");
            }
        }
    }

    @Test
    void aSimulationWithoutJUnitIsAsShort() {
        // tag::simulation[]
        try (Simulation simulation = Simulation.seeded(17).writers(3).start()) {
            CarefulShop shop = new CarefulShop(simulation.cluster().database(), simulation.random());
            simulation.client("alice", me -> shop.order("an apple"));
            simulation.client("bob", me -> {
                me.pause(Duration.ofMinutes(5)); // virtual ones
                shop.order("a pear");
            });
            simulation.run();
        }
        // end::simulation[]
    }
}
