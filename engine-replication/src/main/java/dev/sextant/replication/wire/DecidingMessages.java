package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.proposalId;
import static dev.sextant.replication.wire.ValueCodec.writer;

import dev.sextant.conflict.message.SegmentMessage.Decided;
import dev.sextant.conflict.message.SegmentMessage.Prepare;
import dev.sextant.conflict.message.SegmentMessage.Propose;
import dev.sextant.conflict.message.SegmentMessage.Renounce;
import dev.sextant.conflict.message.SegmentMessage.Settle;
import dev.sextant.conflict.message.SegmentMessage.SlotOpened;
import dev.sextant.replication.wire.proto.ToSegment;

/** Messages to segments by which owners and settlers decide proposals. */
final class DecidingMessages {
    private DecidingMessages() {}

    static ToSegment.Propose toWire(Propose message) {
        return ToSegment.Propose.newBuilder()
                .setProposal(ProposalCodec.wire(message.proposal()))
                .build();
    }

    static Propose fromWire(ToSegment.Propose wire) {
        return new Propose(ProposalCodec.proposal(wire.getProposal()));
    }

    static ToSegment.Renounce toWire(Renounce message) {
        ToSegment.Renounce.Builder wire = ToSegment.Renounce.newBuilder()
                .setId(ValueCodec.wire(message.id()))
                .setIncarnation(message.incarnation());
        if (message.reservation() != null) {
            wire.setReservation(ProposalCodec.wire(message.reservation()));
        }
        return wire.build();
    }

    static Renounce fromWire(ToSegment.Renounce wire) {
        return new Renounce(
                proposalId(wire.getId()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                wire.hasReservation() ? ProposalCodec.reservation(wire.getReservation()) : null);
    }

    static ToSegment.Decided toWire(Decided message) {
        return ToSegment.Decided.newBuilder()
                .addAllProposals(Lists.map(message.proposals(), ProposalCodec::wire))
                .build();
    }

    static Decided fromWire(ToSegment.Decided wire) {
        return new Decided(ProposalCodec.decided(wire.getProposalsList()));
    }

    static ToSegment.SlotOpened toWire(SlotOpened message) {
        return ToSegment.SlotOpened.newBuilder()
                .setWriter(message.writer().slot())
                .setCloseFrom(message.closeFrom())
                .setFirstSeq(message.firstSeq())
                .build();
    }

    static SlotOpened fromWire(ToSegment.SlotOpened wire) {
        return new SlotOpened(
                writer(wire.getWriter()),
                notNegative(wire.getCloseFrom(), "a seq"),
                notNegative(wire.getFirstSeq(), "a seq"));
    }

    static ToSegment.Prepare toWire(Prepare message) {
        return ToSegment.Prepare.newBuilder()
                .setId(ValueCodec.wire(message.id()))
                .setBallot(FateCodec.wire(message.ballot()))
                .build();
    }

    static Prepare fromWire(ToSegment.Prepare wire) {
        return new Prepare(proposalId(wire.getId()), FateCodec.ballot(wire.getBallot()));
    }

    static ToSegment.Settle toWire(Settle message) {
        ToSegment.Settle.Builder wire = ToSegment.Settle.newBuilder()
                .setId(ValueCodec.wire(message.id()))
                .setBallot(FateCodec.wire(message.ballot()))
                .setValue(FateCodec.wire(message.value()));
        if (message.content() != null) {
            wire.setContent(ProposalCodec.wire(message.content()));
        }
        return wire.build();
    }

    static Settle fromWire(ToSegment.Settle wire) {
        return new Settle(
                proposalId(wire.getId()),
                FateCodec.ballot(wire.getBallot()),
                FateCodec.fate(wire.getValue()),
                wire.hasContent() ? ProposalCodec.proposal(wire.getContent()) : null);
    }
}
