package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sextant.api.CommitToken;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.wire.proto.WireFounder;
import dev.sextant.replication.wire.proto.WirePeerFrame;
import dev.sextant.replication.wire.proto.WireSegmentGeneration;
import dev.sextant.replication.wire.proto.WireVolumeNews;
import dev.sextant.replication.writer.ClientAnswer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What processes send each other: of each kind whether it survives, is read for ever, and does no harm when it is damaged. */
class PeerFrameCodecTest {
    /** Kinds whose bytes are kept elsewhere: with statuses, with messages, and with commits. */
    private static final Set<Class<?>> KEPT_ELSEWHERE =
            Set.of(PeerFrame.AskStatus.class, PeerFrame.Status.class, PeerFrame.Messages.class, PeerFrame.Commit.class);

    private static final String VOLUME =
            "12660a120933000000000000001134000000000000001209111500000000000000120b0801111600000000000000120b0802"
                    + "111700000000000000120b0803111800000000000000120b0804111900000000000000120b0805111a000000000000001a04"
                    + "0805101f";

    private static final String GONE_SEGMENT = "1a0408011004";
    private static final String GONE_WRITER = "1a0408021002";
    private static final String GONE_REPLICA = "1a040804100e";
    private static final String ASK_OUTCOME =
            "2227092d00000000000000112900000000000000192a00000000000000202e2803302b3a042c2f3031";
    private static final String COMMITTED = "2a1a093d0000000000000010011a0d0a040b0c0d0e1205080112010a";
    private static final String NOT_COMMITTED = "2a13093e0000000000000010021a060a0400000000";
    private static final String UNKNOWN = "2a13093f0000000000000010031a060a0400000000";
    private static final String SERVING = "420408011047";
    private static final String COMMIT_ENDED = "521e09510000000000000012130a0d0a040b0c0d0e1205080112010a10521853";

    /** An example of each, in which every field has a number of its own, and the bytes that were written of it once. */
    private static Map<PeerFrame, String> examples() {
        ReadPoint point = ReadPoint.of(new long[] {11, 12, 13, 14}, new long[][] {{}, {10}, {}, {}});
        TreeMap<SegmentId, Long> founders = new TreeMap<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            founders.put(new SegmentId(index), 21L + index);
        }
        TreeMap<SegmentId, Long> generations = new TreeMap<>(Map.of(new SegmentId(5), 31L));
        CommitToken token =
                new CommitToken(new TransactionId(41, 42), new WriterId(3), 43, List.of(44L, 47L, 48L, 49L));
        Map<PeerFrame, String> examples = new LinkedHashMap<>();
        examples.put(new PeerFrame.Volume(new UUID(51, 52), founders, generations), VOLUME);
        examples.put(new PeerFrame.Gone(NodeAddress.of(new SegmentId(4))), GONE_SEGMENT);
        examples.put(new PeerFrame.Gone(NodeAddress.of(new WriterId(2))), GONE_WRITER);
        examples.put(new PeerFrame.Gone(NodeAddress.of(new ReplicaId(14))), GONE_REPLICA);
        examples.put(new PeerFrame.AskOutcome(45, token, 46), ASK_OUTCOME);
        examples.put(new PeerFrame.Outcome(61, PeerFrame.Outcome.Kind.COMMITTED, point), COMMITTED);
        examples.put(new PeerFrame.Outcome(62, PeerFrame.Outcome.Kind.NOT_COMMITTED, ReadPoint.ZERO), NOT_COMMITTED);
        examples.put(new PeerFrame.Outcome(63, PeerFrame.Outcome.Kind.UNKNOWN, ReadPoint.ZERO), UNKNOWN);
        examples.put(new PeerFrame.Serving(new WriterId(1), 71), SERVING);
        examples.put(new PeerFrame.CommitEnded(81, new ClientAnswer.Committed(point, 82, 83)), COMMIT_ENDED);
        return examples;
    }

    @Test
    void everyKindHasAnExample() {
        Set<Class<?>> kinds = examples().keySet().stream().map(Object::getClass).collect(Collectors.toSet());
        kinds.addAll(KEPT_ELSEWHERE);
        assertEquals(Set.copyOf(PeerFrames.kinds()), kinds);
    }

    /** A change of the format takes a new version of the protocol. */
    @Test
    void framesThatWereWrittenOnceAreReadForEver() {
        examples().forEach((frame, bytes) -> {
            assertEquals(bytes, HexFormat.of().formatHex(PeerFrameCodec.encode(frame)), frame::toString);
            assertEquals(frame, PeerFrameCodec.decode(HexFormat.of().parseHex(bytes)));
        });
    }

    @Property(tries = 500)
    void everyFrameSurvivesTheWire(@ForAll long seed) {
        for (Class<?> kind : PeerFrames.kinds()) {
            PeerFrame frame = PeerFrames.draw(kind, seed);
            byte[] bytes = PeerFrameCodec.encode(frame);
            PeerFrame again = PeerFrameCodec.decode(bytes);
            assertEquals(kind, again.getClass());
            assertArrayEquals(bytes, PeerFrameCodec.encode(again), frame::toString);
            if (!KEPT_ELSEWHERE.contains(kind)) {
                assertEquals(frame, again);
            }
        }
    }

    @Property(tries = 2_000)
    void aFrameThatWasDamagedIsTakenOrRefused(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (Class<?> kind : PeerFrames.kinds()) {
            byte[] frame = PeerFrameCodec.encode(PeerFrames.draw(kind, random.nextLong()));
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
    }

    // ---- volumes ---------------------------------------------------------------------------------------------------

    private static void assertRefused(WireVolumeNews.Builder volume) {
        byte[] frame = WirePeerFrame.newBuilder().setVolume(volume).build().toByteArray();
        assertThrows(WireException.class, () -> PeerFrameCodec.decode(frame));
    }

    private static WireVolumeNews.Builder volume() {
        PeerFrame drawn = PeerFrames.draw(PeerFrame.Volume.class, 1);
        try {
            return WirePeerFrame.parseFrom(PeerFrameCodec.encode(drawn)).getVolume().toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("it was just encoded", e);
        }
    }

    @Test
    void aVolumeWithoutAFounderOfEachSegmentIsRefused() {
        assertRefused(volume().removeFounders(5));
        assertRefused(
                volume().setFounders(5, WireFounder.newBuilder().setSegment(4).setNonce(1)));
        assertRefused(
                volume().addFounders(WireFounder.newBuilder().setSegment(5).setNonce(1)));
        assertRefused(
                volume().setFounders(5, WireFounder.newBuilder().setSegment(6).setNonce(1)));
    }

    @Test
    void generationsOfNoSegmentAndTooManyAreRefused() {
        assertRefused(volume().addGenerations(WireSegmentGeneration.newBuilder().setSegment(6)));
        WireVolumeNews.Builder many = volume();
        for (int i = 0; i <= SegmentId.COUNT; i++) {
            many.addGenerations(WireSegmentGeneration.newBuilder().setSegment(1).setGeneration(1));
        }
        assertRefused(many);
    }

    @Test
    void aFrameWithNothingInItIsRefused() {
        WireException refused = assertThrows(WireException.class, () -> PeerFrameCodec.decode(new byte[0]));
        assertTrue(refused.getMessage().contains("no content that is known"), refused.getMessage());
    }
}
