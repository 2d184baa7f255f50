package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.Cluster;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.FaultTarget;
import dev.sextant.api.fault.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * One fault after the other, drawn at random, while clients move money; several at a time, but never more than the protocol
 * bears. The seed draws the faults and not what the threads make of them, so a failure may need several runs to show again.
 */
class RandomFaultsTest {
    private static final int STEPS = Integer.getInteger("sextant.faults", 12);
    private static final int MORE_A_STEP = 4;
    private static final int WRITERS = 4;

    private final long seed = Long.getLong("sextant.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final StringBuilder story = new StringBuilder("seed ").append(seed);
    private int rebuilds;

    @Test
    void whateverFailsNothingIsLost() {
        try (Cluster cluster =
                Cluster.open(ClusterConfig.inMemory().writers(WRITERS).build())) {
            Bank bank = new Bank(cluster, 1);
            try {
                for (int step = 0; step < STEPS; step++) {
                    fault(cluster, bank);
                    // Whatever it was, at least one writer goes on.
                    bank.awaitMoreAnywhere(MORE_A_STEP);
                    repair(cluster);
                }
                bank.awaitMoreOn(1, 0, 1, 2, 3);
                bank.close();
                assertEquals(List.of(), bank.audit(cluster), story.toString());
                VerifyReport report = cluster.verify();
                assertTrue(report.isSound(), () -> story + " " + report);
                assertEquals(SegmentId.COUNT, report.segments());
            } catch (AssertionError failure) {
                throw new AssertionError(story.toString(), failure);
            } finally {
                bank.close();
            }
        }
    }

    private void fault(Cluster cluster, Bank bank) {
        Faults faults = cluster.faults();
        WriterId writer = new WriterId(random.nextInt(WRITERS));
        SegmentId segment = new SegmentId(random.nextInt(SegmentId.COUNT));
        switch (random.nextInt(8)) {
            case 0 -> {
                tell("kill " + writer);
                faults.killWriter(writer);
            }
            case 1 -> {
                SegmentId other = new SegmentId((segment.index() + 3) % SegmentId.COUNT);
                tell("kill " + segment + " and " + other);
                faults.killSegment(segment);
                faults.killSegment(other);
            }
            case 2 -> {
                AvailabilityZone zone = segment.zone();
                loseOneOfTwoWriters(cluster, bank, zone);
                tell("take down " + zone);
                faults.takeDown(zone);
            }
            case 3 -> {
                tell("lose the disk of " + segment);
                faults.loseDisk(segment);
                rebuilds++;
            }
            case 4 -> {
                tell("cut " + writer + " from " + segment);
                faults.cutLink(FaultTarget.of(writer), FaultTarget.of(segment));
            }
            case 5 -> {
                tell("cut " + writer + " from the other writers");
                for (int slot = 0; slot < WRITERS; slot++) {
                    faults.cutLink(FaultTarget.of(writer), FaultTarget.of(new WriterId(slot)));
                }
            }
            case 6 -> {
                tell("lose a tenth of what goes between " + writer + " and the segments");
                for (int index = 0; index < SegmentId.COUNT; index++) {
                    faults.dropOnLink(FaultTarget.of(writer), FaultTarget.of(new SegmentId(index)), 0.1);
                }
            }
            default -> {
                tell("slow down " + segment);
                for (int slot = 0; slot < WRITERS; slot++) {
                    faults.delayLink(
                            FaultTarget.of(new WriterId(slot)), FaultTarget.of(segment), Duration.ofMillis(20));
                }
            }
        }
    }

    /** Two writers that die in a vote together with two segments are the known limit; so the second of a zone goes first. */
    private void loseOneOfTwoWriters(Cluster cluster, Bank bank, AvailabilityZone zone) {
        List<WriterId> there = cluster.status().writers().stream()
                .filter(writer -> writer.zone() == zone)
                .map(writer -> writer.id())
                .toList();
        if (there.size() > 1) {
            tell("kill " + there.get(1));
            cluster.faults().killWriter(there.get(1));
            bank.awaitMoreAnywhere(MORE_A_STEP);
        }
    }

    private void tell(String what) {
        story.append("; ").append(what);
    }

    /** Mends everything and waits until all are back. */
    private void repair(Cluster cluster) {
        cluster.faults().healAllLinks();
        for (AvailabilityZone zone : AvailabilityZone.values()) {
            cluster.faults().bringUp(zone);
        }
        Waiting.until(
                () -> "all are back; " + story + "; " + cluster.status(),
                () -> cluster.status().segments().stream().allMatch(s -> s.state() == SegmentState.UP)
                        && cluster.status().writers().stream().allMatch(w -> w.state() == WriterState.OPEN));
        assertEquals(
                rebuilds + SegmentId.COUNT,
                cluster.status().segments().stream()
                        .mapToLong(s -> s.generation())
                        .sum(),
                "each lost disk counts as a generation");
    }
}
