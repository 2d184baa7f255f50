package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.point;
import static dev.sextant.replication.wire.ValueCodec.proposalId;
import static dev.sextant.replication.wire.ValueCodec.writer;

import dev.sextant.conflict.message.WriterMessage.AskFate;
import dev.sextant.conflict.message.WriterMessage.PeerHeartbeat;
import dev.sextant.conflict.message.WriterMessage.PeerOpened;
import dev.sextant.conflict.message.WriterMessage.Redo;
import dev.sextant.replication.wire.proto.ToWriter;

/** What writers tell each other. */
final class PeerMessages {
    private PeerMessages() {}

    static ToWriter.Redo toWire(Redo message) {
        return ToWriter.Redo.newBuilder()
                .setFrom(message.from().slot())
                .addAllProposals(Lists.map(message.proposals(), ProposalCodec::wire))
                .build();
    }

    static Redo fromWire(ToWriter.Redo wire) {
        return new Redo(writer(wire.getFrom()), ProposalCodec.decided(wire.getProposalsList()));
    }

    static ToWriter.PeerOpened toWire(PeerOpened message) {
        return ToWriter.PeerOpened.newBuilder()
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setCloseFrom(message.closeFrom())
                .setFirstSeq(message.firstSeq())
                .build();
    }

    static PeerOpened fromWire(ToWriter.PeerOpened wire) {
        return new PeerOpened(
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getCloseFrom(), "a seq"),
                notNegative(wire.getFirstSeq(), "a seq"));
    }

    static ToWriter.AskFate toWire(AskFate message) {
        return ToWriter.AskFate.newBuilder()
                .setFrom(message.from().slot())
                .setRequestId(message.requestId())
                .setId(ValueCodec.wire(message.id()))
                .build();
    }

    static AskFate fromWire(ToWriter.AskFate wire) {
        return new AskFate(writer(wire.getFrom()), wire.getRequestId(), proposalId(wire.getId()));
    }

    static ToWriter.PeerHeartbeat toWire(PeerHeartbeat message) {
        return ToWriter.PeerHeartbeat.newBuilder()
                .setWriter(message.writer().slot())
                .setIncarnation(message.incarnation())
                .setHighestSeq(message.highestSeq())
                .setApplied(ValueCodec.wire(message.applied()))
                .setOldestInUse(ValueCodec.wire(message.oldestInUse()))
                .build();
    }

    static PeerHeartbeat fromWire(ToWriter.PeerHeartbeat wire) {
        return new PeerHeartbeat(
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getHighestSeq(), "a seq"),
                point(wire.getApplied()),
                point(wire.getOldestInUse()));
    }
}
