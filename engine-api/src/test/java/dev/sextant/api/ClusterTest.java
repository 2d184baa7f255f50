package dev.sextant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterStatus.Attempts;
import dev.sextant.api.ClusterStatus.CacheStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.InDoubt;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.FaultTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the API does by itself before and beside an engine. */
class ClusterTest {
    @Test
    void saysWhatToAddWhereThereIsNoEngine() {
        ClusterConfig config = ClusterConfig.inMemory().build();
        EngineMissingException thrown = assertThrows(EngineMissingException.class, () -> Cluster.open(config));
        assertEquals(Remedy.FIX_SETUP, thrown.remedy());
    }

    @Test
    void addsUpCountersAndSegments() {
        ClusterStatus status = new ClusterStatus(
                List.of(writer(0, 3), writer(1, 4)),
                List.of(segment(0, SegmentState.UP), segment(1, SegmentState.DOWN), segment(2, SegmentState.UP)));
        assertEquals(7, status.total(Counters::commits));
        assertEquals(2, status.segmentsUp());
    }

    @Test
    void writersGoRoundTheZonesAndSegmentsStandTwoByTwo() {
        List<AvailabilityZone> zones =
                List.of(new WriterId(0).zone(), new WriterId(1).zone(), new WriterId(2).zone(), new WriterId(3).zone());
        assertEquals(List.of(AvailabilityZone.A, AvailabilityZone.B, AvailabilityZone.C, AvailabilityZone.A), zones);
        assertEquals(AvailabilityZone.B, FaultTarget.of(new WriterId(1)).zone());
        assertEquals(AvailabilityZone.B, FaultTarget.of(new SegmentId(3)).zone());
        assertEquals(FaultTarget.of(new SegmentId(3)), FaultTarget.of(new SegmentId(3)));
    }

    @Test
    void aReportWithAProblemIsNotSound() {
        assertTrue(new VerifyReport(1, 1, 1, 0, 6, List.of()).isSound());
        assertEquals(false, new VerifyReport(1, 1, 1, 0, 6, List.of("page-0 forks")).isSound());
    }

    private static WriterStatus writer(int slot, long commits) {
        WriterId id = new WriterId(slot);
        return new WriterStatus(
                id,
                id.zone(),
                WriterState.OPEN,
                1,
                ReadPoint.ZERO,
                new Counters(commits, 0, 0, 0, 0, 0, 0, 0, 0),
                Attempts.NONE,
                InDoubt.NONE,
                Map.of(),
                0,
                CacheStatus.EMPTY,
                ClusterStatus.Latency.NONE,
                Map.of());
    }

    private static SegmentStatus segment(int index, SegmentState state) {
        return new SegmentStatus(
                new SegmentId(index),
                SegmentRole.FULL,
                state,
                1,
                ReadPoint.ZERO,
                0,
                0,
                0,
                0,
                ClusterStatus.CatchUp.NONE,
                ClusterStatus.ScrubStatus.NONE,
                java.time.Duration.ZERO,
                Optional.empty());
    }
}
