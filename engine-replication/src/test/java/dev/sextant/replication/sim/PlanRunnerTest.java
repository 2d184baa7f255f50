package dev.sextant.replication.sim;

import static dev.sextant.replication.sim.fault.FaultPlan.segment;
import static dev.sextant.replication.sim.fault.FaultPlan.writer;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.fault.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds that what a story tells happens, and when it tells. */
class PlanRunnerTest {
    private static WriterState writerState(Simulation simulation, int slot) {
        return simulation.cluster().status().writers().get(slot).state();
    }

    private static SegmentState segmentState(Simulation simulation, int index) {
        return simulation.cluster().status().segments().get(index).state();
    }

    private static Table<String, Long> table(Simulation simulation) {
        return simulation.cluster().database().table("t", Codecs.utf8(), Codecs.int64());
    }

    /** Commits now and then, as it can. */
    private static void keepBusy(Simulation simulation) {
        Table<String, Long> table = table(simulation);
        for (int slot = 0; slot < 3; slot++) {
            Database database = simulation.cluster().database();
            simulation.client("busy-" + slot, me -> {
                for (int i = 0; i < 200; i++) {
                    String row = me.name() + i;
                    database.run(tx -> tx.put(table, row, 1L));
                    me.pause(ofMillis(10));
                }
            });
        }
    }

    @Test
    void stepsComeOneAfterTheOther() {
        FaultPlan plan = FaultPlan.story()
                .at(ofMillis(200))
                .kill(writer(0))
                .then(ofMillis(300))
                .restart(writer(0))
                .at(ofMillis(100))
                .kill(segment(3));
        try (Simulation simulation = Simulation.seeded(1).faults(plan).start()) {
            simulation.runFor(ofMillis(199));
            assertEquals(WriterState.OPEN, writerState(simulation, 0));
            simulation.runFor(ofMillis(2));
            assertEquals(WriterState.DOWN, writerState(simulation, 0));
            simulation.runFor(ofMillis(298));
            assertEquals(SegmentState.UP, segmentState(simulation, 3), "its time is over, but it is not its turn");
            simulation.runFor(ofMillis(2));
            assertEquals(SegmentState.DOWN, segmentState(simulation, 3));
            assertNotEquals(WriterState.DOWN, writerState(simulation, 0));
        }
    }

    @Test
    void whatGoesOnMeanwhileDoesNotWait() {
        FaultPlan plan = FaultPlan.story()
                .when("never", status -> false)
                .kill(writer(0))
                .during(ofMillis(100), ofMillis(200))
                .down(segment(1));
        try (Simulation simulation = Simulation.seeded(2).faults(plan).start()) {
            simulation.runFor(ofMillis(150));
            assertEquals(SegmentState.DOWN, segmentState(simulation, 1));
            simulation.runFor(ofMillis(500));
            assertEquals(SegmentState.UP, segmentState(simulation, 1));
            assertEquals(WriterState.OPEN, writerState(simulation, 0));
        }
    }

    /** All six segments have the proposal, so it commits, though the writer never learns of it. */
    @Test
    void aWriterIsKilledWithItsProposalOnTheWay() {
        FaultPlan plan =
                FaultPlan.story().at(ofSeconds(1)).whenCommitting(writer(0)).kill(writer(0));
        List<String> trace = new ArrayList<>();
        try (Simulation simulation =
                Simulation.seeded(3).faults(plan).trace(trace::add).start()) {
            Table<String, Long> table = table(simulation);
            simulation.pause(ofSeconds(2));
            assertEquals(WriterState.OPEN, writerState(simulation, 0));
            Transaction tx = simulation.cluster().database(new WriterId(0)).begin();
            tx.put(table, "row", 1L);
            String unused = tx.commit().toString();
            assertEquals(WriterState.DOWN, writerState(simulation, 0));
            simulation.pause(ofSeconds(10));
            Database others = simulation.cluster().database();
            assertTrue(others.transact(again -> again.get(table, "row")).isPresent());
        }
        assertEquals(
                1,
                trace.stream()
                        .filter(line -> line.contains("sends its next proposal"))
                        .count());
    }

    @Test
    void processesStandStillAndClocksAreWrong() {
        FaultPlan plan = FaultPlan.story()
                .at(ofMillis(100))
                .pause(writer(1))
                .and()
                .pause(segment(2))
                .then(ofMillis(100))
                .resume(writer(1))
                .and()
                .resume(segment(2))
                .and()
                .skewClock(writer(2), 1.1)
                .and()
                .jumpClock(segment(0), ofSeconds(1))
                .then(ofMillis(100))
                .takeOver(writer(0));
        try (Simulation simulation = Simulation.seeded(4).faults(plan).start()) {
            keepBusy(simulation);
            simulation.runFor(ofMillis(150));
            assertFalse(simulation.cluster().verify().segments() == 6, "the one that stands still is not asked");
            simulation.run();
            simulation.runFor(ofSeconds(3));
            assertEquals(List.of(), simulation.cluster().verify().problems());
            for (FaultKind kind : List.of(
                    FaultKind.WRITER_PAUSE,
                    FaultKind.SEGMENT_PAUSE,
                    FaultKind.CLOCK_SKEW,
                    FaultKind.CLOCK_JUMP,
                    FaultKind.WRITER_ZOMBIE)) {
                assertEquals(1, simulation.faultCounts().of(kind), kind::label);
            }
        }
    }

    @Test
    void linksAreCutSlowAndLossyUntilTheyHeal() {
        FaultPlan plan = FaultPlan.story()
                .at(ofMillis(10))
                .cut(writer(0))
                .onlyTo(segment(0))
                .and()
                .drop(writer(1), segment(1), 0.5)
                .and()
                .delay(writer(2), segment(2), ofMillis(5))
                .then(ofMillis(500))
                .heal();
        try (Simulation simulation = Simulation.seeded(5).faults(plan).start()) {
            keepBusy(simulation);
            simulation.runFor(ofMillis(600));
            for (FaultKind kind : List.of(FaultKind.PARTITION, FaultKind.NETWORK_DROP, FaultKind.SLOW_LINK)) {
                assertNotEquals(0, simulation.faultCounts().of(kind), kind::label);
            }
            String counts = simulation.faultCounts().toString();
            simulation.run();
            assertEquals(counts, simulation.faultCounts().toString(), "all is healed");
        }
    }

    @Test
    void aPlanAboutOthersDoesNotStart() {
        Simulation.Builder builder = Simulation.seeded(6)
                .writers(2)
                .faults(FaultPlan.story().at(ofSeconds(1)).kill(writer(2)));
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, builder::start);
        assertTrue(refusal.getMessage().contains("the simulation has 2 writers"), refusal.getMessage());
    }
}
