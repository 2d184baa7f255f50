package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.proposalId;
import static dev.sextant.replication.wire.ValueCodec.writer;

import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.Undecided;
import dev.sextant.replication.wire.proto.WireAccepted;
import dev.sextant.replication.wire.proto.WireBallot;
import dev.sextant.replication.wire.proto.WireFate;
import dev.sextant.replication.wire.proto.WireOpening;
import dev.sextant.replication.wire.proto.WireRegister;
import dev.sextant.replication.wire.proto.WireSlotState;
import dev.sextant.replication.wire.proto.WireUndecided;
import java.util.List;

/** What segments hold of the fates of proposals, and of slots. */
final class FateCodec {
    private FateCodec() {}

    static WireFate wire(Fate fate) {
        return switch (fate) {
            case COMMITTED -> WireFate.WIRE_FATE_COMMITTED;
            case ABORTED -> WireFate.WIRE_FATE_ABORTED;
        };
    }

    static Fate fate(WireFate wire) {
        return switch (wire) {
            case WIRE_FATE_COMMITTED -> Fate.COMMITTED;
            case WIRE_FATE_ABORTED -> Fate.ABORTED;
            case WIRE_FATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a fate is COMMITTED or ABORTED");
        };
    }

    static WireBallot wire(Ballot ballot) {
        return WireBallot.newBuilder()
                .setRound(ballot.round())
                .setSlot(ballot.slot())
                .setIncarnation(ballot.incarnation())
                .build();
    }

    static Ballot ballot(WireBallot wire) {
        return new Ballot(
                notNegative(wire.getRound(), "a ballot's round"),
                writer(wire.getSlot()).slot(),
                notNegative(wire.getIncarnation(), "an incarnation"));
    }

    static WireRegister wire(Register register) {
        WireRegister.Builder wire = WireRegister.newBuilder().setPromised(wire(register.promised()));
        if (register.accepted() != null && register.value() != null) {
            wire.setAccepted(WireAccepted.newBuilder()
                    .setBallot(wire(register.accepted()))
                    .setValue(wire(register.value())));
        }
        if (register.content() != null) {
            wire.setContent(ProposalCodec.wire(register.content()));
        }
        return wire.build();
    }

    static Register register(WireRegister wire) {
        WireAccepted accepted = wire.getAccepted();
        return new Register(
                ballot(wire.getPromised()),
                wire.hasAccepted() ? ballot(accepted.getBallot()) : null,
                wire.hasAccepted() ? fate(accepted.getValue()) : null,
                wire.hasContent() ? ProposalCodec.proposal(wire.getContent()) : null);
    }

    static WireUndecided wire(Undecided undecided) {
        return WireUndecided.newBuilder()
                .setId(ValueCodec.wire(undecided.id()))
                .setRegister(wire(undecided.register()))
                .setAbstains(undecided.abstains())
                .setOvertaken(undecided.overtaken())
                .build();
    }

    static Undecided undecided(WireUndecided wire) {
        return new Undecided(
                proposalId(wire.getId()), register(wire.getRegister()), wire.getAbstains(), wire.getOvertaken());
    }

    // ---- slots -----------------------------------------------------------------------------------------------------

    static WireSlotState wire(SlotState slot) {
        return WireSlotState.newBuilder()
                .setIncarnation(slot.incarnation())
                .setNonce(slot.nonce())
                .addAllOpenings(Lists.map(slot.openings(), FateCodec::wire))
                .setAbstainBelow(slot.abstainBelow())
                .build();
    }

    private static SlotState slot(WireSlotState wire) {
        return new SlotState(
                notNegative(wire.getIncarnation(), "an incarnation"),
                wire.getNonce(),
                Lists.read(wire.getOpeningsList(), WireLimits.MAX_OPENINGS, "openings", FateCodec::opening),
                notNegative(wire.getAbstainBelow(), "a seq"));
    }

    /** One for each writer slot. */
    static List<SlotState> slots(List<WireSlotState> wire) {
        Ranges.exactly(wire.size(), WriterId.MAX_COUNT, "states of writer slots");
        return Lists.read(wire, WriterId.MAX_COUNT, "states of writer slots", FateCodec::slot);
    }

    private static WireOpening wire(SlotState.Opening opening) {
        return WireOpening.newBuilder()
                .setIncarnation(opening.incarnation())
                .setCloseFrom(opening.closeFrom())
                .setFirstSeq(opening.firstSeq())
                .build();
    }

    private static SlotState.Opening opening(WireOpening wire) {
        return new SlotState.Opening(
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getCloseFrom(), "a seq"),
                notNegative(wire.getFirstSeq(), "a seq"));
    }
}
