package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.wire.proto.WireHello;
import dev.sextant.replication.wire.proto.WireSegmentGeneration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds that a hello that makes no sense is refused, whoever made it. */
class HelloTest {
    private static final NodeAddress SEGMENT = NodeAddress.of(new SegmentId(2));
    private static final Hello HELLO = new Hello(
            Hello.PROTOCOL_VERSION,
            Hello.OLDEST_PROTOCOL_VERSION,
            "shop",
            new UUID(1, 2),
            "node-b",
            AvailabilityZone.B,
            List.of(SEGMENT),
            7,
            -8,
            List.of(new SegmentGeneration(new SegmentId(2), 1)),
            "10.0.0.2:7400");

    private static WireHello.Builder hello() {
        try {
            return WireHello.parseFrom(HelloCodec.encode(HELLO)).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> senseless() {
        return Stream.of(
                Arguments.of("protocol versions start at 1", hello().clearOldestProtocolVersion()),
                Arguments.of("protocol versions start at 1", hello().setOldestProtocolVersion(-1)),
                Arguments.of("is not below the oldest", hello().setOldestProtocolVersion(Hello.PROTOCOL_VERSION + 1)),
                Arguments.of("a zone is A, B or C", hello().clearZone()),
                Arguments.of("a zone is A, B or C", hello().setZoneValue(4)),
                Arguments.of("a cluster's name has 256 characters", hello().setCluster("x".repeat(256))),
                Arguments.of("a node's name has 256 characters", hello().setNode("x".repeat(256))),
                Arguments.of("a node's settings has 256 characters", hello().setSettings("x".repeat(256))),
                Arguments.of("a session is not negative", hello().setSession(-1)),
                Arguments.of("no part is hosted twice", hello().addHosts(hello().getHosts(0))),
                Arguments.of("a segment has one generation", hello().addGenerations(hello().getGenerations(0))),
                Arguments.of("a generation is not negative", withGeneration(2, -1)),
                Arguments.of("a segment index is 0..5", withGeneration(6, 1)),
                Arguments.of("12 hosted parts, at most 11", manyHosts()));
    }

    private static WireHello.Builder withGeneration(int segment, long generation) {
        return hello().setGenerations(
                        0,
                        WireSegmentGeneration.newBuilder().setSegment(segment).setGeneration(generation));
    }

    private static WireHello.Builder manyHosts() {
        WireHello.Builder hello = hello();
        while (hello.getHostsCount() <= WireLimits.MAX_HOSTS) {
            hello.addHosts(hello.getHosts(0));
        }
        return hello;
    }

    @ParameterizedTest
    @MethodSource("senseless")
    void aSenselessHelloIsRefused(String why, WireHello.Builder hello) {
        byte[] frame = hello.build().toByteArray();
        WireException refusal = assertThrows(WireException.class, () -> HelloCodec.decode(frame));
        String beginning = "a hello of " + frame.length + " bytes is refused, and nothing of it is taken: ";
        assertTrue(refusal.getMessage().startsWith(beginning), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(why), refusal::getMessage);
    }

    @Test
    void aBlankProcessHasNoVolume() {
        Hello blank = HelloCodec.decode(
                hello().clearVolume().clearGenerations().build().toByteArray());
        assertNull(blank.volume());
        assertEquals(List.of(), blank.generations());
    }
}
