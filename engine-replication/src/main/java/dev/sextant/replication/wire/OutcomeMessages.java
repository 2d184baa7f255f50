package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.lsn;
import static dev.sextant.replication.wire.ValueCodec.proposalId;
import static dev.sextant.replication.wire.ValueCodec.segment;
import static dev.sextant.replication.wire.ValueCodec.writer;

import dev.sextant.conflict.message.WriterMessage.ClaimRefused;
import dev.sextant.conflict.message.WriterMessage.Claimed;
import dev.sextant.conflict.message.WriterMessage.DoubtsAre;
import dev.sextant.conflict.message.WriterMessage.IncarnationIs;
import dev.sextant.conflict.message.WriterMessage.OpenRefused;
import dev.sextant.conflict.message.WriterMessage.Opened;
import dev.sextant.conflict.message.WriterMessage.Promised;
import dev.sextant.conflict.message.WriterMessage.Voted;
import dev.sextant.replication.wire.proto.ToWriter;

/** What a segment answers to those who decide proposals, take slots or repair. */
final class OutcomeMessages {
    private OutcomeMessages() {}

    // ---- proposals -------------------------------------------------------------------------------------------------

    static ToWriter.Voted toWire(Voted message) {
        return ToWriter.Voted.newBuilder()
                .setSegment(message.segment().index())
                .setGeneration(message.generation())
                .setId(ValueCodec.wire(message.id()))
                .setBallot(FateCodec.wire(message.ballot()))
                .setVerdict(VoteCodec.wire(message.verdict()))
                .build();
    }

    static Voted fromWire(ToWriter.Voted wire) {
        return new Voted(
                segment(wire.getSegment()),
                notNegative(wire.getGeneration(), "a generation"),
                proposalId(wire.getId()),
                FateCodec.ballot(wire.getBallot()),
                VoteCodec.verdict(wire.getVerdict()));
    }

    static ToWriter.Promised toWire(Promised message) {
        return ToWriter.Promised.newBuilder()
                .setSegment(message.segment().index())
                .setGeneration(message.generation())
                .setId(ValueCodec.wire(message.id()))
                .setBallot(FateCodec.wire(message.ballot()))
                .setRegister(FateCodec.wire(message.register()))
                .build();
    }

    static Promised fromWire(ToWriter.Promised wire) {
        return new Promised(
                segment(wire.getSegment()),
                notNegative(wire.getGeneration(), "a generation"),
                proposalId(wire.getId()),
                FateCodec.ballot(wire.getBallot()),
                FateCodec.register(wire.getRegister()));
    }

    static ToWriter.DoubtsAre toWire(DoubtsAre message) {
        return ToWriter.DoubtsAre.newBuilder()
                .setSegment(message.segment().index())
                .setGeneration(message.generation())
                .setRequestId(message.requestId())
                .addAllSlots(Lists.map(message.slots(), FateCodec::wire))
                .addAllHighestSeqs(message.highestSeqs())
                .addAllUndecided(Lists.map(message.undecided(), FateCodec::wire))
                .build();
    }

    static DoubtsAre fromWire(ToWriter.DoubtsAre wire) {
        return new DoubtsAre(
                segment(wire.getSegment()),
                notNegative(wire.getGeneration(), "a generation"),
                wire.getRequestId(),
                FateCodec.slots(wire.getSlotsList()),
                ValueCodec.highestSeqs(wire.getHighestSeqsList()),
                Lists.read(wire.getUndecidedList(), WireLimits.MAX_PROPOSALS, "proposals", FateCodec::undecided));
    }

    // ---- slots -----------------------------------------------------------------------------------------------------

    static ToWriter.IncarnationIs toWire(IncarnationIs message) {
        return ToWriter.IncarnationIs.newBuilder()
                .setSegment(message.segment().index())
                .setRequestId(message.requestId())
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setSilentNanos(message.silentNanos())
                .build();
    }

    static IncarnationIs fromWire(ToWriter.IncarnationIs wire) {
        return new IncarnationIs(
                segment(wire.getSegment()),
                wire.getRequestId(),
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getSilentNanos(), "a time of silence"));
    }

    static ToWriter.Claimed toWire(Claimed message) {
        return ToWriter.Claimed.newBuilder()
                .setSegment(message.segment().index())
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setNonce(message.nonce())
                .setHighestSeq(message.highestSeq())
                .setHighestLsn(message.highestLsn().value())
                .addAllUndecided(Lists.map(message.undecided(), ValueCodec::wire))
                .build();
    }

    static Claimed fromWire(ToWriter.Claimed wire) {
        return new Claimed(
                segment(wire.getSegment()),
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                wire.getNonce(),
                notNegative(wire.getHighestSeq(), "a seq"),
                lsn(wire.getHighestLsn()),
                ValueCodec.proposalIds(wire.getUndecidedList()));
    }

    static ToWriter.ClaimRefused toWire(ClaimRefused message) {
        return ToWriter.ClaimRefused.newBuilder()
                .setSegment(message.segment().index())
                .setWriter(message.writer().slot())
                .setNonce(message.nonce())
                .setIncarnation(message.incarnation())
                .build();
    }

    static ClaimRefused fromWire(ToWriter.ClaimRefused wire) {
        return new ClaimRefused(
                segment(wire.getSegment()),
                writer(wire.getWriter()),
                wire.getNonce(),
                notNegative(wire.getIncarnation(), "an incarnation"));
    }

    static ToWriter.Opened toWire(Opened message) {
        return ToWriter.Opened.newBuilder()
                .setSegment(message.segment().index())
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setCloseFrom(message.closeFrom())
                .addAllHighestSeqs(message.highestSeqs())
                .build();
    }

    static Opened fromWire(ToWriter.Opened wire) {
        return new Opened(
                segment(wire.getSegment()),
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getCloseFrom(), "a seq"),
                ValueCodec.highestSeqs(wire.getHighestSeqsList()));
    }

    static ToWriter.OpenRefused toWire(OpenRefused message) {
        return ToWriter.OpenRefused.newBuilder()
                .setSegment(message.segment().index())
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setCloseFrom(message.closeFrom())
                .setStandingSeq(message.standingSeq())
                .build();
    }

    static OpenRefused fromWire(ToWriter.OpenRefused wire) {
        return new OpenRefused(
                segment(wire.getSegment()),
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getCloseFrom(), "a seq"),
                Ranges.orNone(wire.getStandingSeq(), "a standing seq"));
    }
}
