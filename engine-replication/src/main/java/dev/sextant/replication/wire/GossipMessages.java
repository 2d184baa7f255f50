package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.point;
import static dev.sextant.replication.wire.ValueCodec.segment;

import dev.sextant.conflict.message.SegmentMessage.GossipAsk;
import dev.sextant.conflict.message.SegmentMessage.GossipTell;
import dev.sextant.conflict.message.SegmentMessage.ImagesReach;
import dev.sextant.conflict.message.SegmentMessage.RebuildAsk;
import dev.sextant.conflict.message.SegmentMessage.RebuildTell;
import dev.sextant.replication.wire.proto.ToSegment;

/** Messages between segments that hold different amounts of one history. */
final class GossipMessages {
    private GossipMessages() {}

    static ToSegment.GossipAsk toWire(GossipAsk message) {
        return ToSegment.GossipAsk.newBuilder()
                .setFrom(message.from().index())
                .setHeld(ValueCodec.wire(message.held()))
                .addAllWanted(Lists.map(message.wanted(), ValueCodec::wire))
                .build();
    }

    static GossipAsk fromWire(ToSegment.GossipAsk wire) {
        return new GossipAsk(
                segment(wire.getFrom()), point(wire.getHeld()), ValueCodec.proposalIds(wire.getWantedList()));
    }

    static ToSegment.GossipTell toWire(GossipTell message) {
        return ToSegment.GossipTell.newBuilder()
                .setFrom(message.from().index())
                .addAllProposals(Lists.map(message.proposals(), ProposalCodec::wire))
                .setHeld(ValueCodec.wire(message.held()))
                .setMore(message.more())
                .build();
    }

    static GossipTell fromWire(ToSegment.GossipTell wire) {
        return new GossipTell(
                segment(wire.getFrom()),
                ProposalCodec.decided(wire.getProposalsList()),
                point(wire.getHeld()),
                wire.getMore());
    }

    static ToSegment.ImagesReach toWire(ImagesReach message) {
        return ToSegment.ImagesReach.newBuilder()
                .setFrom(message.from().index())
                .setGeneration(message.generation())
                .setPoint(ValueCodec.wire(message.point()))
                .setHeld(ValueCodec.wire(message.held()))
                .setFloor(ValueCodec.wire(message.floor()))
                .build();
    }

    static ImagesReach fromWire(ToSegment.ImagesReach wire) {
        return new ImagesReach(
                segment(wire.getFrom()),
                notNegative(wire.getGeneration(), "a generation"),
                point(wire.getPoint()),
                point(wire.getHeld()),
                point(wire.getFloor()));
    }

    static ToSegment.RebuildAsk toWire(RebuildAsk message) {
        return ToSegment.RebuildAsk.newBuilder()
                .setFrom(message.from().index())
                .setGeneration(message.generation())
                .setRound(message.round())
                .build();
    }

    static RebuildAsk fromWire(ToSegment.RebuildAsk wire) {
        return new RebuildAsk(
                segment(wire.getFrom()),
                notNegative(wire.getGeneration(), "a generation"),
                notNegative(wire.getRound(), "a round"));
    }

    static ToSegment.RebuildTell toWire(RebuildTell message) {
        return ToSegment.RebuildTell.newBuilder()
                .setFrom(message.from().index())
                .setGeneration(message.generation())
                .setRound(message.round())
                .addAllSlots(Lists.map(message.slots(), FateCodec::wire))
                .addAllUndecided(Lists.map(message.undecided(), ProposalCodec::wire))
                .setHeld(ValueCodec.wire(message.held()))
                .build();
    }

    static RebuildTell fromWire(ToSegment.RebuildTell wire) {
        return new RebuildTell(
                segment(wire.getFrom()),
                notNegative(wire.getGeneration(), "a generation"),
                notNegative(wire.getRound(), "a round"),
                FateCodec.slots(wire.getSlotsList()),
                Lists.read(wire.getUndecidedList(), WireLimits.MAX_PROPOSALS, "proposals", ProposalCodec::proposal),
                point(wire.getHeld()));
    }
}
