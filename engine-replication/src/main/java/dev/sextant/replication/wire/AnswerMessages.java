package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.page;
import static dev.sextant.replication.wire.ValueCodec.point;
import static dev.sextant.replication.wire.ValueCodec.segment;
import static dev.sextant.replication.wire.ValueCodec.version;

import com.google.protobuf.UnsafeByteOperations;
import dev.sextant.conflict.message.WriterMessage.ChangedAre;
import dev.sextant.conflict.message.WriterMessage.HighestAre;
import dev.sextant.conflict.message.WriterMessage.MomentIs;
import dev.sextant.conflict.message.WriterMessage.PageBuilt;
import dev.sextant.conflict.message.WriterMessage.PageRefused;
import dev.sextant.conflict.message.WriterMessage.ReadsChecked;
import dev.sextant.conflict.message.WriterMessage.SegmentStatus;
import dev.sextant.conflict.message.WriterMessage.Told;
import dev.sextant.replication.wire.proto.ToWriter;

/** What a segment answers to those who read, and how it is. */
final class AnswerMessages {
    private AnswerMessages() {}

    // ---- pages -----------------------------------------------------------------------------------------------------

    static ToWriter.PageBuilt toWire(PageBuilt message) {
        return ToWriter.PageBuilt.newBuilder()
                .setRequestId(message.requestId())
                .setSegment(message.segment().index())
                .setPage(message.page().value())
                .setVersion(ValueCodec.wire(message.version()))
                .setImage(UnsafeByteOperations.unsafeWrap(message.image()))
                .build();
    }

    static PageBuilt fromWire(ToWriter.PageBuilt wire) {
        return new PageBuilt(
                wire.getRequestId(),
                segment(wire.getSegment()),
                page(wire.getPage()),
                version(wire.getVersion()),
                Ranges.bytes(wire.getImage(), WireLimits.MAX_PAGE_BYTES, "an image"));
    }

    static ToWriter.PageRefused toWire(PageRefused message) {
        return ToWriter.PageRefused.newBuilder()
                .setRequestId(message.requestId())
                .setSegment(message.segment().index())
                .setPage(message.page().value())
                .setReason(toWire(message.reason()))
                .build();
    }

    static PageRefused fromWire(ToWriter.PageRefused wire) {
        return new PageRefused(
                wire.getRequestId(), segment(wire.getSegment()), page(wire.getPage()), fromWire(wire.getReason()));
    }

    private static ToWriter.PageRefused.Reason toWire(PageRefused.Reason reason) {
        return switch (reason) {
            case BEHIND -> ToWriter.PageRefused.Reason.REASON_BEHIND;
            case TOO_OLD -> ToWriter.PageRefused.Reason.REASON_TOO_OLD;
            case NOT_WHOLE -> ToWriter.PageRefused.Reason.REASON_NOT_WHOLE;
            case NO_PAGES -> ToWriter.PageRefused.Reason.REASON_NO_PAGES;
        };
    }

    private static PageRefused.Reason fromWire(ToWriter.PageRefused.Reason wire) {
        return switch (wire) {
            case REASON_BEHIND -> PageRefused.Reason.BEHIND;
            case REASON_TOO_OLD -> PageRefused.Reason.TOO_OLD;
            case REASON_NOT_WHOLE -> PageRefused.Reason.NOT_WHOLE;
            case REASON_NO_PAGES -> PageRefused.Reason.NO_PAGES;
            case REASON_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a reason for not serving a page that is not known here");
        };
    }

    static ToWriter.ChangedAre toWire(ChangedAre message) {
        ToWriter.ChangedAre.Builder wire = ToWriter.ChangedAre.newBuilder()
                .setRequestId(message.requestId())
                .setSegment(message.segment().index())
                .setAnswer(toWire(message.answer()))
                .addAllPages(Lists.map(message.pages(), ProposalCodec::wire));
        if (message.next() != null) {
            wire.setNext(message.next().value());
        }
        return wire.build();
    }

    static ChangedAre fromWire(ToWriter.ChangedAre wire) {
        return new ChangedAre(
                wire.getRequestId(),
                segment(wire.getSegment()),
                fromWire(wire.getAnswer()),
                ProposalCodec.pageReads(wire.getPagesList()),
                wire.hasNext() ? page(wire.getNext()) : null);
    }

    private static ToWriter.ChangedAre.Answer toWire(ChangedAre.Answer answer) {
        return switch (answer) {
            case TOLD -> ToWriter.ChangedAre.Answer.ANSWER_TOLD;
            case BEHIND -> ToWriter.ChangedAre.Answer.ANSWER_BEHIND;
            case TOO_OLD -> ToWriter.ChangedAre.Answer.ANSWER_TOO_OLD;
        };
    }

    private static ChangedAre.Answer fromWire(ToWriter.ChangedAre.Answer wire) {
        return switch (wire) {
            case ANSWER_TOLD -> ChangedAre.Answer.TOLD;
            case ANSWER_BEHIND -> ChangedAre.Answer.BEHIND;
            case ANSWER_TOO_OLD -> ChangedAre.Answer.TOO_OLD;
            case ANSWER_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("an answer about changed pages that is not known here");
        };
    }

    // ---- proposals, seqs and moments -------------------------------------------------------------------------------

    static ToWriter.SegmentStatus toWire(SegmentStatus message) {
        return ToWriter.SegmentStatus.newBuilder()
                .setSegment(message.segment().index())
                .setGeneration(message.generation())
                .setWhole(message.whole())
                .setHeld(ValueCodec.wire(message.held()))
                .setFloor(ValueCodec.wire(message.floor()))
                .build();
    }

    static SegmentStatus fromWire(ToWriter.SegmentStatus wire) {
        return new SegmentStatus(
                segment(wire.getSegment()),
                notNegative(wire.getGeneration(), "a generation"),
                wire.getWhole(),
                point(wire.getHeld()),
                point(wire.getFloor()));
    }

    static ToWriter.Told toWire(Told message) {
        return ToWriter.Told.newBuilder()
                .setRequestId(message.requestId())
                .setFrom(ValueCodec.wire(message.from()))
                .addAllDecided(Lists.map(message.decided(), ProposalCodec::wire))
                .addAllUnknown(Lists.map(message.unknown(), ValueCodec::wire))
                .build();
    }

    static Told fromWire(ToWriter.Told wire) {
        return new Told(
                wire.getRequestId(),
                ValueCodec.address(wire.getFrom()),
                ProposalCodec.decided(wire.getDecidedList()),
                ValueCodec.proposalIds(wire.getUnknownList()));
    }

    static ToWriter.ReadsChecked toWire(ReadsChecked message) {
        return ToWriter.ReadsChecked.newBuilder()
                .setRequestId(message.requestId())
                .setSegment(message.segment().index())
                .setVote(VoteCodec.wire(message.vote()))
                .build();
    }

    static ReadsChecked fromWire(ToWriter.ReadsChecked wire) {
        return new ReadsChecked(wire.getRequestId(), segment(wire.getSegment()), VoteCodec.pageVote(wire.getVote()));
    }

    static ToWriter.HighestAre toWire(HighestAre message) {
        return ToWriter.HighestAre.newBuilder()
                .setRequestId(message.requestId())
                .setSegment(message.segment().index())
                .addAllSeqs(message.seqs())
                .build();
    }

    static HighestAre fromWire(ToWriter.HighestAre wire) {
        return new HighestAre(
                wire.getRequestId(), segment(wire.getSegment()), ValueCodec.highestSeqs(wire.getSeqsList()));
    }

    static ToWriter.MomentIs toWire(MomentIs message) {
        ToWriter.MomentIs.Builder wire = ToWriter.MomentIs.newBuilder()
                .setRequestId(message.requestId())
                .setSegment(message.segment().index());
        if (message.moment() != null) {
            wire.setMoment(ValueCodec.wire(message.moment()));
        }
        return wire.build();
    }

    static MomentIs fromWire(ToWriter.MomentIs wire) {
        return new MomentIs(
                wire.getRequestId(),
                segment(wire.getSegment()),
                wire.hasMoment() ? ValueCodec.moment(wire.getMoment()) : null);
    }
}
