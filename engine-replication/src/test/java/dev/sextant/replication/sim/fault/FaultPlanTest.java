package dev.sextant.replication.sim.fault;

import static dev.sextant.replication.sim.fault.FaultPlan.segment;
import static dev.sextant.replication.sim.fault.FaultPlan.writer;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Holds that a plan tells its story, and that bad ones are refused. */
class FaultPlanTest {
    @Test
    void tellsItsStory() {
        FaultPlan plan = FaultPlan.story()
                .at(ofMillis(200))
                .kill(writer(0))
                .then(ofMillis(300))
                .restart(writer(0))
                .and()
                .takeDown(AvailabilityZone.B)
                .at(ofSeconds(1))
                .whenCommitting(writer(1))
                .takeOver(writer(1))
                .when("100 have committed", status -> status.total(counters -> counters.commits()) >= 100)
                .loseDisk(segment(4))
                .at(Duration.ofNanos(1_070_000))
                .cut(writer(0))
                .onlyTo(segment(2))
                .during(ofSeconds(2), ofSeconds(3))
                .slowDisk(segment(3), 20);
        assertEquals("""
                At 200 ms, writer-0 is killed.
                300 ms later, writer-0 starts again.
                At once, zone B goes down.
                At 1 s or later, when writer-1 sends its next proposal, another process takes the slot of writer-1.
                When 100 have committed, segment-4 loses its disk.
                At 1070 µs, nothing passes from writer-0 to segment-2, but still the other way.
                Meanwhile, at 2 s, the disk of segment-3 takes 20.0 times as long.
                Meanwhile, at 3 s, the disk of segment-3 is as fast as it was.""", plan.toString());
        assertEquals("Nothing goes wrong.", FaultPlan.story().toString());
    }

    @Test
    void plansDoNotChange() {
        FaultPlan first = FaultPlan.story().at(ofSeconds(1)).heal();
        FaultPlan unused = first.then(ofSeconds(1)).heal();
        assertEquals(1, first.steps().size());
        assertEquals(2, unused.steps().size());
    }

    private static void refused(String why, Executable plan) {
        String message = assertThrows(IllegalArgumentException.class, plan).getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void badPlansAreRefused() {
        refused("not negative", () -> FaultPlan.story().at(ofMillis(-1)));
        refused("not negative", () -> FaultPlan.story().then(ofMillis(-1)));
        refused("ends after it began", () -> FaultPlan.story().during(ofSeconds(2), ofSeconds(2)));
        refused("a writer slot is 0..3", () -> writer(4));
        refused("a segment index is 0..5", () -> segment(6));
        refused("faster", () -> FaultPlan.story().at(ofSeconds(1)).slowDisk(segment(0), 0.5));
        refused("a clock goes on", () -> FaultPlan.story().at(ofSeconds(1)).skewClock(writer(0), 0));
        refused("a probability", () -> FaultPlan.story().at(ofSeconds(1)).drop(writer(0), writer(1), 2));
        refused("description", () -> FaultPlan.story().when(" ", status -> true));
    }

    @Test
    void plansAboutWritersThatAreNotThereAreRefused() {
        refused(
                "the story is about writer-3, but the simulation has 3 writers",
                () -> FaultPlan.story().at(ofSeconds(1)).kill(writer(3)).checkFits(3));
        refused(
                "writer-2",
                () -> FaultPlan.story()
                        .at(ofSeconds(1))
                        .cut(segment(1))
                        .from(writer(2))
                        .checkFits(2));
        refused(
                "writer-1",
                () -> FaultPlan.story().whenCommitting(writer(1)).heal().checkFits(1));
        FaultPlan.story().at(ofSeconds(1)).kill(writer(2)).checkFits(3);
    }
}
