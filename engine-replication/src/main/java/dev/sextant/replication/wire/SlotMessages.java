package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.writer;

import dev.sextant.conflict.message.SegmentMessage.AskDoubts;
import dev.sextant.conflict.message.SegmentMessage.AskIncarnation;
import dev.sextant.conflict.message.SegmentMessage.Claim;
import dev.sextant.conflict.message.SegmentMessage.Heartbeat;
import dev.sextant.conflict.message.SegmentMessage.Journal;
import dev.sextant.conflict.message.SegmentMessage.Open;
import dev.sextant.conflict.message.SegmentMessage.OpenSession;
import dev.sextant.replication.wire.proto.ToSegment;

/** Messages to segments about slots and those who hold them, and what a repair asks. */
final class SlotMessages {
    private SlotMessages() {}

    static ToSegment.AskDoubts toWire(AskDoubts message) {
        return ToSegment.AskDoubts.newBuilder()
                .setRequestId(message.requestId())
                .build();
    }

    static AskDoubts fromWire(ToSegment.AskDoubts wire) {
        return new AskDoubts(wire.getRequestId());
    }

    static ToSegment.AskIncarnation toWire(AskIncarnation message) {
        return ToSegment.AskIncarnation.newBuilder()
                .setWriter(message.writer().slot())
                .setRequestId(message.requestId())
                .build();
    }

    static AskIncarnation fromWire(ToSegment.AskIncarnation wire) {
        return new AskIncarnation(writer(wire.getWriter()), wire.getRequestId());
    }

    static ToSegment.Claim toWire(Claim message) {
        return ToSegment.Claim.newBuilder()
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setNonce(message.nonce())
                .build();
    }

    static Claim fromWire(ToSegment.Claim wire) {
        return new Claim(
                writer(wire.getWriter()), notNegative(wire.getIncarnation(), "an incarnation"), wire.getNonce());
    }

    static ToSegment.Open toWire(Open message) {
        return ToSegment.Open.newBuilder()
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setNonce(message.nonce())
                .setCloseFrom(message.closeFrom())
                .setFirstSeq(message.firstSeq())
                .build();
    }

    static Open fromWire(ToSegment.Open wire) {
        return new Open(
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                wire.getNonce(),
                notNegative(wire.getCloseFrom(), "a seq"),
                notNegative(wire.getFirstSeq(), "a seq"));
    }

    static ToSegment.Heartbeat toWire(Heartbeat message) {
        return ToSegment.Heartbeat.newBuilder()
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .addAllInUse(Lists.map(message.inUse(), ValueCodec::wire))
                .build();
    }

    static Heartbeat fromWire(ToSegment.Heartbeat wire) {
        return new Heartbeat(
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                Lists.read(wire.getInUseList(), WireLimits.MAX_POINTS, "read points", ValueCodec::point));
    }

    static ToSegment.OpenSession toWire(OpenSession message) {
        return ToSegment.OpenSession.newBuilder()
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setGeneration(message.generation())
                .setNextSeq(message.nextSeq())
                .build();
    }

    static OpenSession fromWire(ToSegment.OpenSession wire) {
        return new OpenSession(
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getGeneration(), "a generation"),
                notNegative(wire.getNextSeq(), "a seq"));
    }

    static ToSegment.Journal toWire(Journal message) {
        return ToSegment.Journal.newBuilder()
                .setMoment(ValueCodec.wire(message.moment()))
                .build();
    }

    static Journal fromWire(ToSegment.Journal wire) {
        return new Journal(ValueCodec.moment(wire.getMoment()));
    }
}
