package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.ValueCodec.page;
import static dev.sextant.replication.wire.ValueCodec.point;

import dev.sextant.conflict.message.SegmentMessage.AskChanged;
import dev.sextant.conflict.message.SegmentMessage.AskHighest;
import dev.sextant.conflict.message.SegmentMessage.AskMoment;
import dev.sextant.conflict.message.SegmentMessage.CheckReads;
import dev.sextant.conflict.message.SegmentMessage.Pull;
import dev.sextant.conflict.message.SegmentMessage.ReadPage;
import dev.sextant.replication.wire.proto.ToSegment;

/** Messages to segments by which writers read. */
final class ReadMessages {
    private ReadMessages() {}

    static ToSegment.ReadPage toWire(ReadPage message) {
        return ToSegment.ReadPage.newBuilder()
                .setRequestId(message.requestId())
                .setPage(message.page().value())
                .setAt(ValueCodec.wire(message.at()))
                .build();
    }

    static ReadPage fromWire(ToSegment.ReadPage wire) {
        return new ReadPage(wire.getRequestId(), page(wire.getPage()), point(wire.getAt()));
    }

    static ToSegment.Pull toWire(Pull message) {
        return ToSegment.Pull.newBuilder()
                .setRequestId(message.requestId())
                .addAllIds(Lists.map(message.ids(), ValueCodec::wire))
                .build();
    }

    static Pull fromWire(ToSegment.Pull wire) {
        return new Pull(wire.getRequestId(), ValueCodec.proposalIds(wire.getIdsList()));
    }

    static ToSegment.CheckReads toWire(CheckReads message) {
        return ToSegment.CheckReads.newBuilder()
                .setRequestId(message.requestId())
                .addAllReads(Lists.map(message.reads(), ProposalCodec::wire))
                .build();
    }

    static CheckReads fromWire(ToSegment.CheckReads wire) {
        return new CheckReads(wire.getRequestId(), ProposalCodec.pageReads(wire.getReadsList()));
    }

    static ToSegment.AskHighest toWire(AskHighest message) {
        return ToSegment.AskHighest.newBuilder()
                .setRequestId(message.requestId())
                .build();
    }

    static AskHighest fromWire(ToSegment.AskHighest wire) {
        return new AskHighest(wire.getRequestId());
    }

    static ToSegment.AskMoment toWire(AskMoment message) {
        return ToSegment.AskMoment.newBuilder()
                .setRequestId(message.requestId())
                .setEpochMillis(message.epochMillis())
                .build();
    }

    static AskMoment fromWire(ToSegment.AskMoment wire) {
        return new AskMoment(wire.getRequestId(), wire.getEpochMillis());
    }

    static ToSegment.AskChanged toWire(AskChanged message) {
        return ToSegment.AskChanged.newBuilder()
                .setRequestId(message.requestId())
                .setSince(ValueCodec.wire(message.since()))
                .setAt(ValueCodec.wire(message.at()))
                .setFrom(message.from().value())
                .build();
    }

    static AskChanged fromWire(ToSegment.AskChanged wire) {
        return new AskChanged(wire.getRequestId(), point(wire.getSince()), point(wire.getAt()), page(wire.getFrom()));
    }
}
