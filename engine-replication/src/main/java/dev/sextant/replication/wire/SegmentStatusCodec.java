package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.WriterStatusCodec.duration;
import static dev.sextant.replication.wire.WriterStatusCodec.nanos;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Outage;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.SegmentState;
import dev.sextant.replication.wire.proto.WireOutage;
import dev.sextant.replication.wire.proto.WireSegmentRole;
import dev.sextant.replication.wire.proto.WireSegmentState;
import dev.sextant.replication.wire.proto.WireSegmentStatus;
import java.util.Optional;

/** How a segment is, as its process tells others. */
final class SegmentStatusCodec {
    private SegmentStatusCodec() {}

    static WireSegmentStatus wire(SegmentStatus status) {
        WireSegmentStatus.Builder wire = WireSegmentStatus.newBuilder()
                .setSegment(status.id().index())
                .setRole(wire(status.role()))
                .setState(wire(status.state()))
                .setGeneration(status.generation())
                .setHeld(ValueCodec.wire(status.held()))
                .setUndecided(status.undecided())
                .setParked(status.parked())
                .setSizeBytes(status.sizeBytes())
                .setWrittenBytes(status.writtenBytes())
                .setMissingProposals(status.catchUp().missingProposals())
                .setPagesToCopy(status.catchUp().pagesToCopy())
                .setCopiedBytes(status.catchUp().copiedBytes())
                .setScrubRounds(status.scrub().rounds())
                .setScrubReadBytes(status.scrub().readBytes())
                .setDamaged(status.scrub().damaged())
                .setLogKeptNanos(nanos(status.logKeptFor()));
        status.catchUp().timeLeft().map(WriterStatusCodec::nanos).ifPresent(wire::setTimeLeftNanos);
        status.outage().map(SegmentStatusCodec::wire).ifPresent(wire::setOutage);
        return wire.build();
    }

    static SegmentStatus status(WireSegmentStatus wire) {
        return new SegmentStatus(
                ValueCodec.segment(wire.getSegment()),
                role(wire.getRole()),
                state(wire.getState()),
                notNegative(wire.getGeneration(), "a number of disks"),
                ValueCodec.point(wire.getHeld()),
                (int) notNegative(wire.getUndecided(), "a number of proposals"),
                (int) notNegative(wire.getParked(), "a number of proposals"),
                notNegative(wire.getSizeBytes(), "a size"),
                notNegative(wire.getWrittenBytes(), "a size"),
                new ClusterStatus.CatchUp(
                        notNegative(wire.getMissingProposals(), "a number of proposals"),
                        notNegative(wire.getPagesToCopy(), "a number of pages"),
                        notNegative(wire.getCopiedBytes(), "a size"),
                        wire.hasTimeLeftNanos() ? Optional.of(duration(wire.getTimeLeftNanos())) : Optional.empty()),
                new ClusterStatus.ScrubStatus(
                        notNegative(wire.getScrubRounds(), "a number of rounds"),
                        notNegative(wire.getScrubReadBytes(), "a size"),
                        wire.getDamaged()),
                duration(wire.getLogKeptNanos()),
                wire.hasOutage() ? Optional.of(outage(wire.getOutage())) : Optional.empty());
    }

    private static WireOutage wire(Outage outage) {
        WireOutage.Builder wire = WireOutage.newBuilder()
                .setProblem(StatusCodec.cut(outage.problem()))
                .setAwayNanos(nanos(outage.awayFor()))
                .setTries(outage.tries());
        outage.nextTry().map(WriterStatusCodec::nanos).ifPresent(wire::setNextTryNanos);
        return wire.build();
    }

    private static Outage outage(WireOutage wire) {
        return new Outage(
                StatusCodec.sentences(wire.getProblem()),
                duration(wire.getAwayNanos()),
                (int) notNegative(wire.getTries(), "a number of tries"),
                wire.hasNextTryNanos() ? Optional.of(duration(wire.getNextTryNanos())) : Optional.empty());
    }

    private static WireSegmentRole wire(SegmentRole role) {
        return switch (role) {
            case FULL -> WireSegmentRole.WIRE_SEGMENT_ROLE_FULL;
            case TAIL -> WireSegmentRole.WIRE_SEGMENT_ROLE_TAIL;
        };
    }

    private static SegmentRole role(WireSegmentRole wire) {
        return switch (wire) {
            case WIRE_SEGMENT_ROLE_FULL -> SegmentRole.FULL;
            case WIRE_SEGMENT_ROLE_TAIL -> SegmentRole.TAIL;
            case WIRE_SEGMENT_ROLE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a segment is full or a tail");
        };
    }

    private static WireSegmentState wire(SegmentState state) {
        return switch (state) {
            case UP -> WireSegmentState.WIRE_SEGMENT_STATE_UP;
            case REBUILDING -> WireSegmentState.WIRE_SEGMENT_STATE_REBUILDING;
            case DOWN -> WireSegmentState.WIRE_SEGMENT_STATE_DOWN;
            case FAILED -> WireSegmentState.WIRE_SEGMENT_STATE_FAILED;
            case UNKNOWN -> throw new IllegalArgumentException("a process knows the state of its own segments");
        };
    }

    private static SegmentState state(WireSegmentState wire) {
        return switch (wire) {
            case WIRE_SEGMENT_STATE_UP -> SegmentState.UP;
            case WIRE_SEGMENT_STATE_REBUILDING -> SegmentState.REBUILDING;
            case WIRE_SEGMENT_STATE_DOWN -> SegmentState.DOWN;
            case WIRE_SEGMENT_STATE_FAILED -> SegmentState.FAILED;
            case WIRE_SEGMENT_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a segment is up, rebuilding, down or failed");
        };
    }
}
