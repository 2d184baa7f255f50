package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.ValueCodec.segment;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.replication.wire.proto.WireHello;
import dev.sextant.replication.wire.proto.WireSegmentGeneration;
import dev.sextant.replication.wire.proto.WireUuid;
import dev.sextant.replication.wire.proto.WireZone;
import java.util.UUID;

/** Hellos in bytes. */
public final class HelloCodec {
    private static final Frames<WireHello, Hello> FRAMES = new Frames<>(
            "a hello",
            WireLimits.MAX_HELLO_BYTES,
            WireHello.getDescriptor(),
            WireHello.parser(),
            HelloCodec::toWire,
            HelloCodec::fromWire);

    private HelloCodec() {}

    /** The bytes of a hello. */
    public static byte[] encode(Hello hello) {
        return FRAMES.encode(hello);
    }

    /**
     * The hello in these bytes; what a newer version has added to it is left out.
     *
     * @throws WireException if that is not what they are
     */
    public static Hello decode(byte[] frame) {
        return FRAMES.decode(frame);
    }

    private static WireHello toWire(Hello hello) {
        WireHello.Builder wire = WireHello.newBuilder()
                .setProtocolVersion(hello.protocolVersion())
                .setOldestProtocolVersion(hello.oldestProtocolVersion())
                .setCluster(hello.cluster())
                .setNode(hello.node())
                .setZone(wire(hello.zone()))
                .addAllHosts(Lists.map(hello.hosts(), ValueCodec::wire))
                .setSession(hello.session())
                .setNonce(hello.nonce())
                .addAllGenerations(Lists.map(hello.generations(), HelloCodec::wire))
                .setSettings(hello.settings());
        if (hello.volume() != null) {
            wire.setVolume(wire(hello.volume()));
        }
        return wire.build();
    }

    private static Hello fromWire(WireHello wire) {
        return new Hello(
                wire.getProtocolVersion(),
                wire.getOldestProtocolVersion(),
                wire.getCluster(),
                wire.hasVolume() ? uuid(wire.getVolume()) : null,
                wire.getNode(),
                zone(wire.getZone()),
                Lists.read(wire.getHostsList(), WireLimits.MAX_HOSTS, "hosted parts", ValueCodec::address),
                wire.getSession(),
                wire.getNonce(),
                Lists.read(
                        wire.getGenerationsList(), WireLimits.MAX_HOSTS, "generations", HelloCodec::segmentGeneration),
                wire.getSettings());
    }

    static WireUuid wire(UUID uuid) {
        return WireUuid.newBuilder()
                .setHigh(uuid.getMostSignificantBits())
                .setLow(uuid.getLeastSignificantBits())
                .build();
    }

    static UUID uuid(WireUuid wire) {
        return new UUID(wire.getHigh(), wire.getLow());
    }

    private static WireSegmentGeneration wire(SegmentGeneration generation) {
        return WireSegmentGeneration.newBuilder()
                .setSegment(generation.segment().index())
                .setGeneration(generation.generation())
                .build();
    }

    static SegmentGeneration segmentGeneration(WireSegmentGeneration wire) {
        return new SegmentGeneration(segment(wire.getSegment()), wire.getGeneration());
    }

    static WireZone wire(AvailabilityZone zone) {
        return switch (zone) {
            case A -> WireZone.WIRE_ZONE_A;
            case B -> WireZone.WIRE_ZONE_B;
            case C -> WireZone.WIRE_ZONE_C;
        };
    }

    static AvailabilityZone zone(WireZone wire) {
        return switch (wire) {
            case WIRE_ZONE_A -> AvailabilityZone.A;
            case WIRE_ZONE_B -> AvailabilityZone.B;
            case WIRE_ZONE_C -> AvailabilityZone.C;
            case WIRE_ZONE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("a zone is A, B or C");
        };
    }
}
