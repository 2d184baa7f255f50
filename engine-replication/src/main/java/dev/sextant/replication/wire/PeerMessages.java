package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.point;
import static dev.sextant.replication.wire.ValueCodec.proposalId;
import static dev.sextant.replication.wire.ValueCodec.writer;

import dev.sextant.conflict.message.WriterMessage.AskFate;
import dev.sextant.conflict.message.WriterMessage.Delegate;
import dev.sextant.conflict.message.WriterMessage.Delegated;
import dev.sextant.conflict.message.WriterMessage.PeerHeartbeat;
import dev.sextant.conflict.message.WriterMessage.PeerOpened;
import dev.sextant.conflict.message.WriterMessage.Recall;
import dev.sextant.conflict.message.WriterMessage.Redo;
import dev.sextant.replication.wire.proto.ToWriter;
import dev.sextant.replication.writer.CommitRequest;

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
                .addAllBounds(message.bounds())
                .build();
    }

    static PeerOpened fromWire(ToWriter.PeerOpened wire) {
        return new PeerOpened(
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getCloseFrom(), "a seq"),
                notNegative(wire.getFirstSeq(), "a seq"),
                ValueCodec.highestSeqs(wire.getBoundsList()));
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
                .addAllBounds(message.bounds())
                .build();
    }

    static PeerHeartbeat fromWire(ToWriter.PeerHeartbeat wire) {
        return new PeerHeartbeat(
                writer(wire.getWriter()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getHighestSeq(), "a seq"),
                point(wire.getApplied()),
                point(wire.getOldestInUse()),
                ValueCodec.highestSeqs(wire.getBoundsList()));
    }

    static ToWriter.Delegate toWire(Delegate message) {
        return ToWriter.Delegate.newBuilder()
                .setFrom(ProposalCodec.wire(message.from()))
                .setAfterSeq(message.afterSeq())
                .setCommit(CommitCodec.wire(new CommitRequest(
                                message.transaction(), message.checked(), message.snapshot(), message.age(), 0))
                        .setWriter(message.to().slot())
                        .setIncarnation(message.incarnation())
                        .setTimeoutNanos(message.timeoutNanos()))
                .build();
    }

    static Delegate fromWire(ToWriter.Delegate wire) {
        Ranges.count(wire.getCommit().getRangesCount(), Delegate.MAX_RANGES, "ranges");
        CommitRequest request = CommitCodec.request(wire.getCommit());
        return new Delegate(
                ProposalCodec.delegator(wire.getFrom()),
                writer(wire.getCommit().getWriter()),
                notNegative(wire.getCommit().getIncarnation(), "an incarnation"),
                notNegative(wire.getAfterSeq(), "a seq"),
                notNegative(wire.getCommit().getTimeoutNanos(), "a timeout"),
                request.transaction(),
                request.checked(),
                request.snapshot(),
                request.age());
    }

    static ToWriter.Recall toWire(Recall message) {
        return ToWriter.Recall.newBuilder()
                .setFrom(ProposalCodec.wire(message.from()))
                .setIncarnation(message.incarnation())
                .setAfterSeq(message.afterSeq())
                .setTransaction(ValueCodec.wire(message.transaction()))
                .build();
    }

    static Recall fromWire(ToWriter.Recall wire) {
        return new Recall(
                ProposalCodec.delegator(wire.getFrom()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                notNegative(wire.getAfterSeq(), "a seq"),
                ValueCodec.transactionId(wire.getTransaction()));
    }

    static ToWriter.Delegated toWire(Delegated message) {
        return ToWriter.Delegated.newBuilder()
                .setFrom(message.from().slot())
                .setIncarnation(message.incarnation())
                .setTransaction(ValueCodec.wire(message.transaction()))
                .setUnderWay(message.underWay())
                .build();
    }

    static Delegated fromWire(ToWriter.Delegated wire) {
        return new Delegated(
                writer(wire.getFrom()),
                notNegative(wire.getIncarnation(), "an incarnation"),
                ValueCodec.transactionId(wire.getTransaction()),
                wire.getUnderWay());
    }
}
