package dev.sextant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterHealth.Problem;
import dev.sextant.api.ClusterHealth.Reason;
import dev.sextant.api.ClusterHealth.Verdict;
import dev.sextant.api.ClusterStatus.CatchUp;
import dev.sextant.api.ClusterStatus.Outage;
import dev.sextant.api.ClusterStatus.RedoLag;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.ScrubStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.spi.JsonReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {
    private static WriterStatus writer(int slot, WriterState state, ClusterStatus.InDoubt inDoubt) {
        WriterId id = new WriterId(slot);
        return new WriterStatus(
                id,
                id.zone(),
                state,
                1,
                ReadPoint.ZERO,
                new ClusterStatus.Counters(1, 2, 3, 4, 5, 6, 7, 8, 9),
                new ClusterStatus.Attempts(10, 1, 2, 3),
                inDoubt,
                Map.of(new WriterId(slot == 0 ? 1 : 0), new ClusterStatus.RedoLag(4, Duration.ofMillis(5))),
                0,
                new ClusterStatus.CacheStatus(100, 20, 30),
                latency(7),
                Map.of(new SegmentId(5), latency(9), new SegmentId(0), latency(8)));
    }

    private static ClusterStatus.Latency latency(long micros) {
        Duration duration = Duration.ofNanos(micros * 1_000);
        return new ClusterStatus.Latency(3, duration, duration, duration);
    }

    private static WriterStatus writer(int slot, WriterState state) {
        return writer(slot, state, ClusterStatus.InDoubt.NONE);
    }

    private static final List<WriterStatus> ALL_OPEN =
            List.of(writer(0, WriterState.OPEN), writer(1, WriterState.OPEN));

    private static SegmentStatus segment(int index, SegmentLayout layout, SegmentState state) {
        SegmentId id = new SegmentId(index);
        Optional<Outage> outage = state == SegmentState.FAILED
                ? Optional.of(new Outage("Its disk is \"full\".", Duration.ofSeconds(2), 3, Optional.empty()))
                : Optional.empty();
        return segment(id, layout.role(id), state, CatchUp.NONE, ScrubStatus.NONE, Duration.ZERO, outage);
    }

    private static SegmentStatus segment(
            SegmentId id,
            SegmentRole role,
            SegmentState state,
            CatchUp catchUp,
            ScrubStatus scrub,
            Duration logKeptFor,
            Optional<Outage> outage) {
        return new SegmentStatus(
                id, role, state, 1, ReadPoint.ZERO, 1, 2, 3_000, 4_000, catchUp, scrub, logKeptFor, outage);
    }

    /** All up, but for those given. */
    private static List<SegmentStatus> segments(SegmentState others, int... away) {
        List<SegmentStatus> segments = new ArrayList<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.add(segment(index, SegmentLayout.FULL_AND_TAIL, SegmentState.UP));
        }
        for (int index : away) {
            segments.set(index, segment(index, SegmentLayout.FULL_AND_TAIL, others));
        }
        return segments;
    }

    private static ClusterHealth health(List<WriterStatus> writers, List<SegmentStatus> segments) {
        return ClusterHealth.of(new ClusterStatus(writers, segments));
    }

    private static List<Problem> problems(ClusterHealth health) {
        return health.reasons().stream().map(Reason::problem).toList();
    }

    private static void assertHealth(ClusterHealth health, Verdict verdict, Problem... problems) {
        assertEquals(List.of(problems), problems(health));
        assertEquals(verdict, health.verdict());
        JsonReader.read(health.toJson());
    }

    // ---- verdicts --------------------------------------------------------------------------------------------------

    @Test
    void allIsWell() {
        ClusterHealth health = health(ALL_OPEN, segments(SegmentState.UP));
        assertHealth(health, Verdict.HEALTHY);
        assertTrue(health.writable() && health.readable());
    }

    @Test
    void oneSegmentAwayStopsNothing() {
        assertHealth(health(ALL_OPEN, segments(SegmentState.DOWN, 3)), Verdict.DEGRADED, Problem.SEGMENT_DOWN);
        assertHealth(health(ALL_OPEN, segments(SegmentState.FAILED, 3)), Verdict.DEGRADED, Problem.SEGMENT_FAILED);
        assertHealth(
                health(ALL_OPEN, segments(SegmentState.REBUILDING, 3)), Verdict.DEGRADED, Problem.SEGMENT_REBUILDING);
    }

    @Test
    void whatIsOutOfReachDoesNotCount() {
        List<WriterStatus> writers = List.of(writer(0, WriterState.OPEN), writer(1, WriterState.UNKNOWN));
        ClusterHealth health = health(writers, segments(SegmentState.UNKNOWN, 4, 5));
        assertHealth(
                health,
                Verdict.DEGRADED,
                Problem.ZONE_LOST,
                Problem.NO_SEGMENT_TO_SPARE,
                Problem.SEGMENT_UNKNOWN,
                Problem.SEGMENT_UNKNOWN,
                Problem.WRITER_UNKNOWN);
        assertTrue(health.writable());
        assertFalse(health(writers, segments(SegmentState.UNKNOWN, 3, 4, 5)).writable());
    }

    @Test
    void aFailedSegmentSaysWhy() {
        List<Reason> reasons =
                health(ALL_OPEN, segments(SegmentState.FAILED, 3)).reasons();
        assertEquals(
                "segment-3 is out of service. Its disk is \"full\".",
                reasons.get(0).message());
    }

    @Test
    void aLostZoneLeavesNoSegmentToSpare() {
        ClusterHealth health = health(ALL_OPEN, segments(SegmentState.DOWN, 2, 3));
        assertHealth(
                health,
                Verdict.DEGRADED,
                Problem.ZONE_LOST,
                Problem.NO_SEGMENT_TO_SPARE,
                Problem.SEGMENT_DOWN,
                Problem.SEGMENT_DOWN);
        assertTrue(health.reasons().get(0).message().contains("zone B"));
        assertTrue(health.writable() && health.readable());
    }

    @Test
    void twoSegmentsOfTwoZonesAreNoLostZone() {
        assertHealth(
                health(ALL_OPEN, segments(SegmentState.DOWN, 1, 2)),
                Verdict.DEGRADED,
                Problem.NO_SEGMENT_TO_SPARE,
                Problem.SEGMENT_DOWN,
                Problem.SEGMENT_DOWN);
    }

    @Test
    void threeSegmentsReadAndDoNotCommit() {
        ClusterHealth health = health(ALL_OPEN, segments(SegmentState.DOWN, 1, 3, 5));
        assertEquals(Verdict.UNAVAILABLE, health.verdict());
        assertEquals(Problem.WRITE_QUORUM_LOST, problems(health).get(0));
        assertFalse(health.writable());
        assertTrue(health.readable());
    }

    @Test
    void threeTailsHaveNoPages() {
        ClusterHealth health = health(ALL_OPEN, segments(SegmentState.DOWN, 0, 2, 4));
        assertEquals(
                List.of(Problem.WRITE_QUORUM_LOST, Problem.NO_PAGES_IN_REACH),
                problems(health).subList(0, 2));
        assertFalse(health.readable());
    }

    @Test
    void withoutAWriterNothingGoes() {
        ClusterHealth health = health(
                List.of(writer(0, WriterState.DOWN), writer(1, WriterState.FENCED), writer(2, WriterState.STARTING)),
                segments(SegmentState.UP));
        assertHealth(
                health,
                Verdict.UNAVAILABLE,
                Problem.NO_WRITER_OPEN,
                Problem.WRITER_DOWN,
                Problem.WRITER_FENCED,
                Problem.WRITER_STARTING);
        assertFalse(health.writable() || health.readable());
    }

    @Test
    void withoutAWriterAReplicaThatIsOpenCanBeRead() {
        for (ReplicaState state : ReplicaState.values()) {
            ClusterHealth health = ClusterHealth.of(new ClusterStatus(
                    List.of(writer(0, WriterState.DOWN)), segments(SegmentState.UP), List.of(replica(state))));
            assertEquals(state == ReplicaState.OPEN, health.readable(), state::toString);
            assertFalse(health.writable());
            assertEquals(Verdict.UNAVAILABLE, health.verdict());
            String message = health.reasons().get(0).message();
            assertEquals(state == ReplicaState.OPEN, message.contains("read replicas answer reads"), message);
        }
    }

    @Test
    void aReplicaNeedsThreeSegmentsAndPages() {
        for (int[] away : List.of(new int[] {1, 3, 4, 5}, new int[] {0, 2, 4})) {
            ClusterHealth health = ClusterHealth.of(new ClusterStatus(
                    List.of(), segments(SegmentState.DOWN, away), List.of(replica(ReplicaState.OPEN))));
            assertFalse(health.readable());
        }
    }

    @Test
    void oneOfTwoWritersIsEnough() {
        ClusterHealth health =
                health(List.of(writer(0, WriterState.DOWN), writer(1, WriterState.OPEN)), segments(SegmentState.UP));
        assertHealth(health, Verdict.DEGRADED, Problem.WRITER_DOWN);
        assertTrue(health.writable());
    }

    @Test
    void doubtIsTold() {
        WriterStatus doubtful =
                writer(0, WriterState.OPEN, new ClusterStatus.InDoubt(2, List.of(ProposalId.of(1, 17))));
        ClusterHealth health = health(List.of(doubtful), segments(SegmentState.UP));
        assertHealth(health, Verdict.DEGRADED, Problem.PROPOSALS_IN_DOUBT);
        assertTrue(health.reasons().get(0).message().contains("w1#17"));
    }

    @Test
    void aWriterThatIsDownKnowsOfNoDoubtAnyMore() {
        ClusterStatus.InDoubt former = new ClusterStatus.InDoubt(1, List.of(ProposalId.of(1, 17)));
        assertHealth(
                health(
                        List.of(writer(0, WriterState.OPEN), writer(1, WriterState.DOWN, former)),
                        segments(SegmentState.UP)),
                Verdict.DEGRADED,
                Problem.WRITER_DOWN);
    }

    @Test
    void whatASegmentLacksOrFearsIsTold() {
        SegmentId id = new SegmentId(1);
        CatchUp behind = new CatchUp(500, 0, 0, Optional.of(Duration.ofSeconds(9)));
        List<SegmentStatus> segments = segments(SegmentState.UP);
        segments.set(
                1,
                segment(
                        id,
                        SegmentRole.TAIL,
                        SegmentState.UP,
                        behind,
                        new ScrubStatus(1, 2, true),
                        Duration.ofSeconds(70),
                        Optional.empty()));
        assertHealth(
                health(ALL_OPEN, segments),
                Verdict.DEGRADED,
                Problem.SEGMENT_BEHIND,
                Problem.DISK_DAMAGED,
                Problem.LOG_KEPT);
    }

    @Test
    void aFewProposalsOnTheirWayAreNoReason() {
        List<SegmentStatus> segments = segments(SegmentState.UP);
        segments.set(
                1,
                segment(
                        new SegmentId(1),
                        SegmentRole.TAIL,
                        SegmentState.UP,
                        new CatchUp(3, 0, 0, Optional.empty()),
                        ScrubStatus.NONE,
                        Duration.ZERO,
                        Optional.empty()));
        assertHealth(health(ALL_OPEN, segments), Verdict.HEALTHY);
    }

    // ---- replicas --------------------------------------------------------------------------------------------------

    private static final Duration JUST_BELOW = Duration.ofNanos(1);

    private static ReplicaStatus replica(
            ReplicaState state, Duration startingFor, ClusterStatus.InDoubt inDoubt, RedoLag lag) {
        return new ReplicaStatus(
                new ReplicaId(3),
                AvailabilityZone.C,
                state,
                startingFor,
                ReadPoint.ZERO,
                inDoubt,
                Map.of(new WriterId(0), RedoLag.NONE, new WriterId(1), lag),
                2,
                new ClusterStatus.CacheStatus(100, 20, 30));
    }

    private static ReplicaStatus replica(ReplicaState state) {
        return replica(state, Duration.ZERO, ClusterStatus.InDoubt.NONE, RedoLag.NONE);
    }

    private static ClusterHealth health(ReplicaStatus... replicas) {
        return ClusterHealth.of(new ClusterStatus(ALL_OPEN, segments(SegmentState.UP), List.of(replicas)));
    }

    private static void assertReplica(ReplicaStatus replica, Problem problem, String... texts) {
        ClusterHealth health = health(replica);
        assertHealth(health, Verdict.DEGRADED, problem);
        assertTrue(health.writable() && health.readable(), "commits do not need it");
        String message = health.reasons().get(0).message();
        for (String text : texts) {
            assertTrue(message.contains(text), message);
        }
    }

    @Test
    void aReplicaThatAnswersReadsOrHasJustStartedIsWell() {
        assertHealth(health(replica(ReplicaState.OPEN), replica(ReplicaState.STARTING)), Verdict.HEALTHY);
    }

    @Test
    void aReplicaThatIsAwayIsTold() {
        assertReplica(replica(ReplicaState.DOWN), Problem.REPLICA_DOWN, "replica-3 is down", "start it");
        assertReplica(replica(ReplicaState.UNKNOWN), Problem.REPLICA_UNKNOWN, "replica-3 is out of reach");
    }

    @Test
    void aReplicaThatStartsForLongIsTold() {
        Duration most = ClusterHealth.REPLICA_STARTS_LONG;
        ClusterStatus.InDoubt none = ClusterStatus.InDoubt.NONE;
        assertReplica(replica(ReplicaState.STARTING, most, none, RedoLag.NONE), Problem.REPLICA_STARTING, "for 10 s");
        assertHealth(
                health(replica(ReplicaState.STARTING, most.minus(JUST_BELOW), none, RedoLag.NONE)), Verdict.HEALTHY);
    }

    @Test
    void aReplicaThatIsFarBehindAWriterIsTold() {
        Duration most = ClusterHealth.REPLICA_LAGS_LONG;
        ClusterStatus.InDoubt none = ClusterStatus.InDoubt.NONE;
        assertReplica(
                replica(ReplicaState.OPEN, Duration.ZERO, none, new RedoLag(17, most)),
                Problem.REPLICA_BEHIND,
                "behind writer-1: 17 proposals",
                "for 5 s");
        RedoLag less = new RedoLag(256, most.minus(JUST_BELOW));
        assertHealth(health(replica(ReplicaState.OPEN, Duration.ZERO, none, less)), Verdict.HEALTHY);
        assertReplica(replica(ReplicaState.DOWN, Duration.ZERO, none, new RedoLag(17, most)), Problem.REPLICA_DOWN);
    }

    @Test
    void doubtOfAReplicaThatRunsIsTold() {
        ClusterStatus.InDoubt doubt = new ClusterStatus.InDoubt(2, List.of(ProposalId.of(1, 17)));
        for (ReplicaState state : List.of(ReplicaState.OPEN, ReplicaState.STARTING)) {
            assertReplica(
                    replica(state, Duration.ZERO, doubt, RedoLag.NONE),
                    Problem.PROPOSALS_IN_DOUBT,
                    "replica-3",
                    "2 in all",
                    "w1#17");
        }
        assertReplica(replica(ReplicaState.DOWN, Duration.ZERO, doubt, RedoLag.NONE), Problem.REPLICA_DOWN);
    }

    // ---- patterns --------------------------------------------------------------------------------------------------

    /** Six segments have 64 patterns of up and down. */
    @Test
    void everyPatternOfSegmentsIsJudgedByCounting() {
        for (SegmentLayout layout : SegmentLayout.values()) {
            for (int pattern = 0; pattern < 1 << SegmentId.COUNT; pattern++) {
                List<SegmentStatus> segments = new ArrayList<>();
                int up = 0;
                int full = 0;
                for (int index = 0; index < SegmentId.COUNT; index++) {
                    boolean isUp = (pattern >> index & 1) == 1;
                    segments.add(segment(index, layout, isUp ? SegmentState.UP : SegmentState.DOWN));
                    up += isUp ? 1 : 0;
                    full += isUp && layout.isFull(new SegmentId(index)) ? 1 : 0;
                }
                ClusterHealth health = health(ALL_OPEN, segments);
                String what = layout + " " + Integer.toBinaryString(pattern);
                assertEquals(up >= 4, health.writable(), what);
                assertEquals(up >= 3 && full > 0, health.readable(), what);
                Verdict expected = up == 6 ? Verdict.HEALTHY : up >= 4 ? Verdict.DEGRADED : Verdict.UNAVAILABLE;
                assertEquals(expected, health.verdict(), what);
            }
        }
    }

    // ---- JSON ------------------------------------------------------------------------------------------------------

    @Test
    @SuppressWarnings("unchecked")
    void theJsonSaysWhatTheStatusSays() {
        ClusterHealth health = health(ALL_OPEN, segments(SegmentState.FAILED, 3));
        Map<String, Object> json = (Map<String, Object>) JsonReader.read(health.toJson());
        assertEquals("DEGRADED", json.get("verdict"));
        assertEquals(true, json.get("writable"));
        assertEquals(5L, json.get("segmentsUp"));

        Map<String, Object> writer = ((List<Map<String, Object>>) json.get("writers")).get(0);
        assertEquals("OPEN", writer.get("state"));
        assertEquals(3L, ((Map<String, Object>) writer.get("counters")).get("proposals"));
        assertEquals(7_000L, ((Map<String, Object>) writer.get("quorum")).get("p50Nanos"));
        List<Map<String, Object>> votes = (List<Map<String, Object>>) writer.get("votes");
        assertEquals(
                List.of(0L, 5L), votes.stream().map(vote -> vote.get("segment")).toList());
        assertEquals(List.of(Map.of("peer", 1L, "proposals", 4L, "ageNanos", 5_000_000L)), writer.get("redoLag"));

        Map<String, Object> failed = ((List<Map<String, Object>>) json.get("segments")).get(3);
        assertEquals("B", failed.get("zone"));
        assertEquals("TAIL", failed.get("role"));
        Map<String, Object> outage = (Map<String, Object>) failed.get("outage");
        assertEquals("Its disk is \"full\".", outage.get("problem"));
        assertEquals(null, outage.get("nextTryNanos"));
        assertTrue(outage.containsKey("nextTryNanos"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theJsonTellsOfReplicas() {
        ReplicaStatus replica = replica(
                ReplicaState.STARTING,
                Duration.ofNanos(12),
                ClusterStatus.InDoubt.NONE,
                new RedoLag(4, Duration.ofNanos(5)));
        Map<String, Object> json =
                (Map<String, Object>) JsonReader.read(health(replica).toJson());
        Map<String, Object> told = ((List<Map<String, Object>>) json.get("replicas")).get(0);
        assertEquals(3L, told.get("replica"));
        assertEquals("C", told.get("zone"));
        assertEquals("STARTING", told.get("state"));
        assertEquals(12L, told.get("startingForNanos"));
        assertEquals(2L, told.get("openTransactions"));
        assertEquals(
                List.of(
                        Map.of("writer", 0L, "proposals", 0L, "ageNanos", 0L),
                        Map.of("writer", 1L, "proposals", 4L, "ageNanos", 5L)),
                told.get("redoLag"));
        assertEquals(Map.of("sizeBytes", 100L, "hits", 20L, "misses", 30L), told.get("cache"));
    }

    @Test
    void theJsonIsTheSameEachTime() {
        ClusterHealth health = health(ALL_OPEN, segments(SegmentState.DOWN, 1));
        assertEquals(
                health.toJson(),
                health(ALL_OPEN, segments(SegmentState.DOWN, 1)).toJson());
    }
}
