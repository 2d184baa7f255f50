package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.replication.wire.proto.WireEvent;
import dev.sextant.replication.wire.proto.WirePeerFrame;
import dev.sextant.replication.wire.proto.WireReplicaStatus;
import dev.sextant.replication.wire.proto.WireSegmentStatus;
import dev.sextant.replication.wire.proto.WireStatus;
import dev.sextant.replication.wire.proto.WireWriterStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** How processes tell each other how they are. */
class StatusCodecTest {
    private static final String STATUS_FRAME =
            "3acb010a63080110021802220d0a040b0c0d0e1205080112010a2a1208151016181720182819301a381b401c481d3208081f"
                    + "102018212022382942040803102a4a06080210331834503d583e603f6840720808461047184820497a0c0803120808501051"
                    + "18522053124708041001180420052a0d0a040b0c0d0e1205080112010a305b385c405d485e505f5860606168627065786680"
                    + "01018801679201130a0b49742069732066756c6c2e10681869206a1a1b09060000000000000010071803220c497420686170"
                    + "70656e65642e";

    private static final String REPLICA_STATUS_FRAME =
            "3a31222f08011003180220042a0d0a040b0c0d0e1205080112010a30293a040803102a4206080210331834483d503e583f6040";

    @Property(tries = 500)
    void everyStatusSurvivesTheWire(@ForAll long seed) {
        PeerFrame.Status status = new RandomStatuses(seed).status();
        byte[] frame = PeerFrameCodec.encode(status);
        PeerFrame decoded = PeerFrameCodec.decode(frame);
        assertEquals(status, decoded);
        assertArrayEquals(frame, PeerFrameCodec.encode(decoded));
    }

    @Property(tries = 5_000)
    void aStatusThatWasDamagedIsTakenOrRefused(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] frame = PeerFrameCodec.encode(new RandomStatuses(seed).status());
        byte[] damaged = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
            assertNotNull(PeerFrameCodec.decode(damaged));
        } catch (WireException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("is refused"), refused::getMessage);
        }
    }

    /** Every field of it has a number of its own. */
    private static PeerFrame.Status example() {
        ReadPoint point = ReadPoint.of(new long[] {11, 12, 13, 14}, new long[][] {{}, {10}, {}, {}});
        WriterStatus writer = new WriterStatus(
                new WriterId(1),
                new WriterId(1).zone(),
                WriterState.OPEN,
                2,
                point,
                new ClusterStatus.Counters(21, 22, 23, 24, 25, 26, 27, 28, 29),
                new ClusterStatus.Attempts(31, 32, 33, 34),
                new ClusterStatus.InDoubt(41, List.of(ProposalId.of(3, 42))),
                Map.of(new WriterId(2), new ClusterStatus.RedoLag(51, Duration.ofNanos(52))),
                61,
                new ClusterStatus.CacheStatus(62, 63, 64),
                latency(70),
                Map.of(new SegmentId(3), latency(80)));
        SegmentStatus segment = new SegmentStatus(
                new SegmentId(4),
                SegmentRole.FULL,
                SegmentState.FAILED,
                5,
                point,
                91,
                92,
                93,
                94,
                new ClusterStatus.CatchUp(95, 96, 97, Optional.of(Duration.ofNanos(98))),
                new ClusterStatus.ScrubStatus(101, 102, true),
                Duration.ofNanos(103),
                Optional.of(new ClusterStatus.Outage(
                        "It is full.", Duration.ofNanos(104), 105, Optional.of(Duration.ofNanos(106)))));
        return new PeerFrame.Status(
                new ClusterStatus(List.of(writer), List.of(segment)),
                List.of(new PeerFrame.Event(6, 7, PeerFrame.Severity.ERROR, "It happened.")));
    }

    /** Likewise; such a process has no writer. */
    private static PeerFrame.Status replicaExample() {
        ReplicaStatus replica = new ReplicaStatus(
                new ReplicaId(1),
                AvailabilityZone.C,
                ReplicaState.OPEN,
                Duration.ofNanos(4),
                ReadPoint.of(new long[] {11, 12, 13, 14}, new long[][] {{}, {10}, {}, {}}),
                new ClusterStatus.InDoubt(41, List.of(ProposalId.of(3, 42))),
                Map.of(new WriterId(2), new ClusterStatus.RedoLag(51, Duration.ofNanos(52))),
                61,
                new ClusterStatus.CacheStatus(62, 63, 64));
        return new PeerFrame.Status(new ClusterStatus(List.of(), List.of(), List.of(replica)), List.of());
    }

    private static ClusterStatus.Latency latency(long from) {
        return new ClusterStatus.Latency(
                from, Duration.ofNanos(from + 1), Duration.ofNanos(from + 2), Duration.ofNanos(from + 3));
    }

    /** A change of the format takes a new version of the protocol. */
    @Test
    void framesThatWereWrittenOnceAreReadForEver() {
        PeerFrame.AskStatus ask = new PeerFrame.AskStatus(5);
        assertEquals("3209090500000000000000", HexFormat.of().formatHex(PeerFrameCodec.encode(ask)));
        PeerFrame.Status status = example();
        assertEquals(status, PeerFrameCodec.decode(HexFormat.of().parseHex(STATUS_FRAME)));
        assertEquals(STATUS_FRAME, HexFormat.of().formatHex(PeerFrameCodec.encode(status)));
        PeerFrame.Status replica = replicaExample();
        assertEquals(REPLICA_STATUS_FRAME, HexFormat.of().formatHex(PeerFrameCodec.encode(replica)));
        assertEquals(replica, PeerFrameCodec.decode(HexFormat.of().parseHex(REPLICA_STATUS_FRAME)));
    }

    @Test
    void aQuestionSurvivesTheWire() {
        for (long number : new long[] {0, 1, Long.MAX_VALUE, -1}) {
            PeerFrame.AskStatus ask = new PeerFrame.AskStatus(number);
            assertEquals(ask, PeerFrameCodec.decode(PeerFrameCodec.encode(ask)));
        }
    }

    @Test
    void whatIsTooLongIsCutBeforeItIsSent() {
        List<ProposalId> doubts = IntStream.rangeClosed(1, 200)
                .mapToObj(seq -> ProposalId.of(1, seq))
                .toList();
        WriterStatus drawn = new RandomStatuses(1).writer(0);
        WriterStatus writer = new WriterStatus(
                drawn.id(),
                drawn.zone(),
                drawn.state(),
                drawn.incarnation(),
                drawn.readPoint(),
                drawn.counters(),
                drawn.attempts(),
                new ClusterStatus.InDoubt(200, doubts),
                drawn.peers(),
                drawn.queued(),
                drawn.cache(),
                drawn.quorum(),
                drawn.votes());
        PeerFrame.Event event = new PeerFrame.Event(1, 2, PeerFrame.Severity.INFO, "x".repeat(5_000));
        PeerFrame.Status decoded = (PeerFrame.Status) PeerFrameCodec.decode(PeerFrameCodec.encode(
                new PeerFrame.Status(new ClusterStatus(List.of(writer), List.of()), List.of(event))));
        ClusterStatus.InDoubt inDoubt = decoded.hosted().writers().get(0).inDoubt();
        assertEquals(200, inDoubt.count());
        assertEquals(doubts.subList(0, WireLimits.MAX_DOUBTS), inDoubt.oldest());
        assertEquals(
                WireLimits.MAX_SENTENCES_CHARS, decoded.events().get(0).text().length());
    }

    /** A clock that was read by a slow thread must not cost the connection. */
    @Test
    void aTimeBelowZeroIsSentAsNone() {
        WriterStatus drawn = new RandomStatuses(1).writer(0);
        WriterStatus writer = new WriterStatus(
                drawn.id(),
                drawn.zone(),
                drawn.state(),
                drawn.incarnation(),
                drawn.readPoint(),
                drawn.counters(),
                drawn.attempts(),
                drawn.inDoubt(),
                Map.of(new WriterId(1), new ClusterStatus.RedoLag(1, Duration.ofNanos(-5))),
                drawn.queued(),
                drawn.cache(),
                drawn.quorum(),
                drawn.votes());
        PeerFrame.Status decoded = (PeerFrame.Status) PeerFrameCodec.decode(
                PeerFrameCodec.encode(new PeerFrame.Status(new ClusterStatus(List.of(writer), List.of()), List.of())));
        assertEquals(
                Duration.ZERO,
                decoded.hosted().writers().get(0).peers().get(new WriterId(1)).age());
    }

    private static void assertRefused(WireStatus.Builder status, String why) {
        byte[] frame = WirePeerFrame.newBuilder().setStatus(status).build().toByteArray();
        WireException refused = assertThrows(WireException.class, () -> PeerFrameCodec.decode(frame));
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
    }

    private static WireStatus.Builder good() {
        return StatusCodec.wire(new PeerFrame.Status(
                        new ClusterStatus(
                                List.of(new RandomStatuses(2).writer(0)),
                                List.of(new RandomStatuses(2).segment(0)),
                                List.of(new RandomStatuses(2).replica())),
                        List.of()))
                .toBuilder();
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        WireWriterStatus writer = good().getWriters(0);
        WireSegmentStatus segment = good().getSegments(0);
        assertRefused(good().addWriters(writer.toBuilder().setWriter(4)), "a writer slot is 0..3");
        assertRefused(good().addWriters(writer.toBuilder().setStateValue(9)), "a writer is starting");
        assertRefused(good().addWriters(writer.toBuilder().setQueued(-1)), "not negative");
        assertRefused(good().addWriters(writer.toBuilder().clearReadPoint()), "writer slots in a read point");
        assertRefused(
                good().addWriters(writer.toBuilder()
                        .setInDoubt(0)
                        .clearOldestInDoubt()
                        .addOldestInDoubt(ValueCodec.wire(ProposalId.of(0, 1)))),
                "no more proposals in doubt");
        assertRefused(good().addSegments(segment.toBuilder().setSegment(6)), "a segment index is 0..5");
        assertRefused(good().addSegments(segment.toBuilder().setStateValue(0)), "a segment is up");
        assertRefused(good().addSegments(segment.toBuilder().setRoleValue(3)), "a segment is full");
        assertRefused(good().addSegments(segment.toBuilder().setLogKeptNanos(-1)), "not negative");
        WireReplicaStatus replica = good().getReplicas(0);
        assertRefused(good().addReplicas(replica.toBuilder().setReplica(15)), "a replica is 0..14");
        assertRefused(good().addReplicas(replica.toBuilder().setStateValue(4)), "a replica is starting");
        assertRefused(good().addReplicas(replica.toBuilder().clearState()), "a replica is starting");
        assertRefused(good().addReplicas(replica.toBuilder().clearZone()), "a zone is A, B or C");
        assertRefused(good().addReplicas(replica.toBuilder().clearReadPoint()), "writer slots in a read point");
        assertRefused(good().addReplicas(replica.toBuilder().setStartingNanos(-1)), "not negative");
        assertRefused(good().addReplicas(replica.toBuilder().setOpenTransactions(-1)), "not negative");
        assertRefused(good().addReplicas(replica.toBuilder().setCacheHits(-1)), "not negative");
        assertRefused(
                good().addReplicas(replica.toBuilder()
                        .setInDoubt(0)
                        .clearOldestInDoubt()
                        .addOldestInDoubt(ValueCodec.wire(ProposalId.of(0, 1)))),
                "no more proposals in doubt");
        WireEvent event = WireEvent.newBuilder().setSeverityValue(1).build();
        assertRefused(good().addEvents(event.toBuilder().setSeverityValue(0)), "an event is an information");
        assertRefused(
                good().addEvents(event.toBuilder().setText("x".repeat(WireLimits.MAX_SENTENCES_CHARS + 1))),
                "characters of a text");
    }

    @Test
    void moreOfAnythingThanThereCanBeIsRefused() {
        WireStatus.Builder writers = good();
        WireStatus.Builder segments = good();
        WireStatus.Builder replicas = good();
        WireStatus.Builder events = good();
        WireEvent event = WireEvent.newBuilder().setSeverityValue(1).build();
        for (int i = 0; i < WireLimits.MAX_HOSTS; i++) {
            writers.addWriters(good().getWriters(0));
            segments.addSegments(good().getSegments(0));
            replicas.addReplicas(good().getReplicas(0));
        }
        for (int i = 0; i <= WireLimits.MAX_EVENTS; i++) {
            events.addEvents(event);
        }
        assertRefused(writers, "writers, at most");
        assertRefused(segments, "segments, at most");
        assertRefused(replicas, "replicas, at most");
        assertRefused(events, "events, at most");
    }
}
