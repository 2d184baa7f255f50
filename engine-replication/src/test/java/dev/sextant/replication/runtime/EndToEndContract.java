package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.FaultTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four writers at once on six segments while parts of them fail: whatever was acknowledged is there, on every kind of disk. */
abstract class EndToEndContract {
    private static final int SOME = 5;

    private Cluster cluster;
    private Bank bank;

    /** Where the volume of the test is; the same for each call in a test. */
    abstract ClusterConfig.Builder config();

    @BeforeEach
    void open() {
        cluster = Cluster.open(config().writers(4).build());
        bank = new Bank(cluster, 1);
        bank.awaitMoreOn(SOME, 0, 1, 2, 3);
    }

    @AfterEach
    void close() {
        try {
            bank.close();
        } finally {
            cluster.close();
        }
    }

    /** Ends the clients and looks at everything. */
    private void assertSound() {
        bank.close();
        assertEquals(List.of(), bank.audit(cluster));
        Waiting.until(
                "all segments are up: " + cluster.status(),
                () -> cluster.status().segmentsUp() == 6);
        VerifyReport report = cluster.verify();
        assertTrue(report.isSound(), report.toString());
        assertEquals(6, report.segments());
        assertEquals(3, report.trees());
        assertTrue(report.rows() >= Bank.ACCOUNTS + bank.size(), report.toString());
    }

    private WriterState state(int slot) {
        return cluster.status().writers().get(slot).state();
    }

    private SegmentState segment(int index) {
        return cluster.status().segments().get(index).state();
    }

    private void awaitOpen(int slot) {
        Waiting.until("writer " + slot + " is open", () -> state(slot) == WriterState.OPEN);
    }

    private void awaitUp(int index) {
        Waiting.until("segment " + index + " is up", () -> segment(index) == SegmentState.UP);
    }

    @Test
    void withoutFaultsEverythingIsThere() {
        bank.awaitMoreOn(20, 0, 1, 2, 3);
        assertSound();
    }

    @Test
    void aKilledWriterStopsNobodyElseAndComesBack() {
        cluster.faults().killWriter(new WriterId(1));
        assertEquals(WriterState.DOWN, state(1));
        bank.awaitMoreOn(20, 0, 2, 3);

        cluster.faults().restartWriter(new WriterId(1));
        awaitOpen(1);
        assertTrue(cluster.status().writers().get(1).incarnation() > 1);
        bank.awaitMoreOn(20, 0, 1, 2, 3);
        assertSound();
    }

    @Test
    void everyWriterMayDieInTurn() {
        for (int slot = 0; slot < 4; slot++) {
            cluster.faults().killWriter(new WriterId(slot));
            bank.awaitMore((slot + 1) % 4, SOME);
            cluster.faults().restartWriter(new WriterId(slot));
            awaitOpen(slot);
            bank.awaitMore(slot, SOME);
        }
        assertSound();
    }

    @Test
    void twoKilledSegmentsStopNobodyAndCatchUp() {
        cluster.faults().killSegment(new SegmentId(0));
        cluster.faults().killSegment(new SegmentId(5));
        assertEquals(SegmentState.DOWN, segment(0));
        bank.awaitMoreOn(20, 0, 1, 2, 3);

        cluster.faults().restartSegment(new SegmentId(0));
        cluster.faults().restartSegment(new SegmentId(5));
        awaitUp(0);
        awaitUp(5);
        bank.awaitMoreOn(SOME, 0, 1, 2, 3);
        assertSound();
    }

    @Test
    void aLostDiskIsRebuiltUnderANewGeneration() {
        SegmentId lost = new SegmentId(2);
        long before = cluster.status().segments().get(2).generation();
        cluster.faults().loseDisk(lost);
        bank.awaitMoreOn(SOME, 0, 1, 2, 3);
        awaitUp(2);
        assertTrue(cluster.status().segments().get(2).generation() > before);

        // Now it must count: with it and only three others there is a quorum.
        cluster.faults().killSegment(new SegmentId(0));
        cluster.faults().killSegment(new SegmentId(4));
        bank.awaitMoreOn(SOME, 0, 1, 2, 3);
        cluster.faults().restartSegment(new SegmentId(0));
        cluster.faults().restartSegment(new SegmentId(4));
        assertSound();
    }

    @Test
    void aLostZoneStopsNobodyElseAndComesBack() {
        cluster.faults().takeDown(AvailabilityZone.A);
        assertEquals(4, cluster.status().segmentsUp());
        bank.awaitMoreOn(20, 1, 2);

        cluster.faults().bringUp(AvailabilityZone.A);
        awaitOpen(0);
        awaitOpen(3);
        bank.awaitMoreOn(SOME, 0, 1, 2, 3);
        assertSound();
    }

    @Test
    void cutAndLossyAndSlowLinksCostTimeAndNothingElse() {
        FaultTarget writer = FaultTarget.of(new WriterId(0));
        cluster.faults().cutLink(writer, FaultTarget.of(new SegmentId(3)));
        cluster.faults().cutLink(writer, FaultTarget.of(new WriterId(2)));
        cluster.faults().delayLink(writer, FaultTarget.of(new SegmentId(1)), Duration.ofMillis(3));
        for (int index = 0; index < SegmentId.COUNT; index++) {
            cluster.faults().dropOnLink(FaultTarget.of(new WriterId(1)), FaultTarget.of(new SegmentId(index)), 0.05);
        }
        bank.awaitMoreOn(20, 0, 1, 2, 3);

        cluster.faults().healAllLinks();
        bank.awaitMoreOn(SOME, 0, 1, 2, 3);
        assertSound();
    }

    @Test
    void aWriterCutOffFromItsQuorumGoesOnWhenTheCutHeals() {
        for (int index = 0; index < 3; index++) {
            cluster.faults().cutLink(FaultTarget.of(new WriterId(2)), FaultTarget.of(new SegmentId(index)));
        }
        bank.awaitMoreOn(SOME, 0, 1, 3);
        cluster.faults().healAllLinks();
        awaitOpen(2);
        bank.awaitMoreOn(SOME, 0, 1, 2, 3);
        assertSound();
    }

    @Test
    void aClosedClusterSaysSo() {
        bank.close();
        cluster.close();
        cluster.close();

        assertThrows(ClusterClosedException.class, () -> cluster.database());
        assertThrows(ClusterClosedException.class, () -> cluster.verify());
        assertThrows(ClusterClosedException.class, () -> cluster.faults().killWriter(new WriterId(0)));
        assertEquals(WriterState.DOWN, state(0));
        assertEquals(0, cluster.status().segmentsUp());
    }

    @Test
    void closingEndsWhatIsUnderWay() {
        // The clients go on meanwhile: each gets an answer, or hears that the cluster is closed.
        cluster.close();
        bank.close();
    }
}
