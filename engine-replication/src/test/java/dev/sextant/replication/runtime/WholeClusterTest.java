package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ClusterHealth.Verdict;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterState;
import dev.sextant.replication.runtime.console.Statuses;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WholeClusterTest {
    /** What a process tells that hosts the parts of a zone. */
    private static ClusterStatus zone(int index, WriterState writer) {
        return new ClusterStatus(
                List.of(Statuses.writer(index, writer, 10, 1)),
                IntStream.of(2 * index, 2 * index + 1)
                        .mapToObj(segment -> Statuses.segment(segment, SegmentState.UP))
                        .toList());
    }

    private static ClusterStatus zone(int index) {
        return zone(index, WriterState.OPEN);
    }

    private static ClusterStatus whole(
            ClusterStatus own, List<ClusterStatus> present, List<ClusterStatus> former, boolean complete) {
        return WholeCluster.of(own, present, former, complete, 3, SegmentLayout.FULL_AND_TAIL);
    }

    private static List<SegmentState> segments(ClusterStatus status) {
        return status.segments().stream()
                .map(ClusterStatus.SegmentStatus::state)
                .toList();
    }

    private static List<WriterState> writers(ClusterStatus status) {
        return status.writers().stream().map(ClusterStatus.WriterStatus::state).toList();
    }

    private static final SegmentState UP = SegmentState.UP;
    private static final SegmentState NO = SegmentState.UNKNOWN;

    @Test
    void whatAllTellIsTheWhole() {
        ClusterStatus status = whole(zone(1), List.of(zone(2), zone(0)), List.of(), true);
        assertEquals(List.of(UP, UP, UP, UP, UP, UP), segments(status));
        assertEquals(List.of(WriterState.OPEN, WriterState.OPEN, WriterState.OPEN), writers(status));
        assertEquals(Verdict.HEALTHY, ClusterHealth.of(status).verdict());
        assertEquals(2, status.writers().get(2).id().slot());
    }

    @Test
    void whatOneToldThatIsGoneIsNotKnownNow() {
        ClusterStatus status = whole(zone(0), List.of(zone(1)), List.of(zone(2)), false);
        assertEquals(List.of(UP, UP, UP, UP, NO, NO), segments(status));
        assertEquals(List.of(WriterState.OPEN, WriterState.OPEN, WriterState.UNKNOWN), writers(status));
        assertEquals(10, status.writers().get(2).counters().commits(), "what it had done");
        ClusterHealth health = ClusterHealth.of(status);
        assertEquals(Verdict.DEGRADED, health.verdict());
        assertEquals(true, health.writable());
    }

    @Test
    void whoReachesNobodyCannotCommit() {
        ClusterHealth health = ClusterHealth.of(whole(zone(0), List.of(), List.of(zone(1), zone(2)), false));
        assertEquals(Verdict.UNAVAILABLE, health.verdict());
        assertEquals(false, health.writable());
    }

    @Test
    void whatNobodyHasEverToldOfIsNotKnown() {
        ClusterStatus status = whole(zone(0), List.of(), List.of(), false);
        assertEquals(List.of(UP, UP, NO, NO, NO, NO), segments(status));
        assertEquals(List.of(WriterState.OPEN, WriterState.UNKNOWN, WriterState.UNKNOWN), writers(status));
        assertEquals(SegmentRole.TAIL, status.segments().get(5).role());
    }

    @Test
    void aSlotThatNoProcessHasIsNoPartOfIt() {
        ClusterStatus none = new ClusterStatus(List.of(), zone(2).segments());
        ClusterStatus status = whole(zone(0), List.of(zone(1), none), List.of(), true);
        assertEquals(2, status.writers().size());
        assertEquals(Verdict.HEALTHY, ClusterHealth.of(status).verdict());
    }

    @Test
    void ofTwoWithOneSlotTheHolderCounts() {
        ClusterStatus standBy = new ClusterStatus(zone(1, WriterState.STARTING).writers(), List.of());
        assertEquals(
                WriterState.OPEN,
                writers(whole(zone(0), List.of(standBy, zone(1)), List.of(), true))
                        .get(1));
        assertEquals(
                WriterState.OPEN,
                writers(whole(zone(1), List.of(standBy), List.of(), false)).get(1));
        assertEquals(
                WriterState.STARTING,
                writers(whole(zone(0), List.of(standBy), List.of(zone(1)), false))
                        .get(1));
    }

    // ---- replicas --------------------------------------------------------------------------------------------------

    private static ClusterStatus replica(int index, ReplicaState state) {
        return new ClusterStatus(List.of(), List.of(), List.of(Statuses.replica(index, state)));
    }

    private static List<String> replicas(ClusterStatus status) {
        return status.replicas().stream()
                .map(replica -> replica.id() + " " + replica.state())
                .toList();
    }

    @Test
    void replicasOfAllProcessesAreTold() {
        ClusterStatus status = whole(
                replica(4, ReplicaState.OPEN),
                List.of(zone(0), zone(1), zone(2), replica(1, ReplicaState.STARTING)),
                List.of(),
                true);
        assertEquals(List.of("replica-1 STARTING", "replica-4 OPEN"), replicas(status));
    }

    @Test
    void aReplicaThatIsGoneIsNotKnownNow() {
        ClusterStatus status = whole(zone(0), List.of(zone(1), zone(2)), List.of(replica(1, ReplicaState.OPEN)), false);
        assertEquals(List.of("replica-1 UNKNOWN"), replicas(status));
        ClusterStatus.ReplicaStatus gone = status.replicas().get(0);
        assertEquals(3, gone.cache().hits(), "what it had done");
        assertEquals(0, gone.openTransactions());
        assertEquals(0, gone.lag().size());
    }

    @Test
    void aReplicaThatMovedIsKnownWhereItIs() {
        List<ClusterStatus> former = List.of(replica(1, ReplicaState.OPEN));
        assertEquals(
                List.of("replica-1 STARTING"),
                replicas(whole(zone(0), List.of(replica(1, ReplicaState.STARTING)), former, false)));
        assertEquals(
                List.of("replica-1 DOWN"), replicas(whole(replica(1, ReplicaState.DOWN), List.of(), former, false)));
    }

    @Test
    void aReplicaThatNobodyToldOfDoesNotExist() {
        assertEquals(List.of(), replicas(whole(zone(0), List.of(), List.of(), false)));
        assertEquals(List.of(), replicas(whole(zone(0), List.of(zone(1), zone(2)), List.of(), true)));
    }
}
