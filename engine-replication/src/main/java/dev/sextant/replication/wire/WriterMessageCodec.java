package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.AnswerMessages.fromWire;
import static dev.sextant.replication.wire.AnswerMessages.toWire;
import static dev.sextant.replication.wire.OutcomeMessages.fromWire;
import static dev.sextant.replication.wire.OutcomeMessages.toWire;
import static dev.sextant.replication.wire.PeerMessages.fromWire;
import static dev.sextant.replication.wire.PeerMessages.toWire;
import static dev.sextant.replication.wire.ReplicaMessages.fromWire;
import static dev.sextant.replication.wire.ReplicaMessages.toWire;

import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.wire.proto.ToWriter;
import dev.sextant.replication.wire.proto.ToWriter.KindCase;

/** All messages to writers, replicas and repairs: the one place that knows every kind of them. */
final class WriterMessageCodec {
    private static final KindTable<WriterMessage, ToWriter.Builder, ToWriter, KindCase> KINDS =
            KindTable.<WriterMessage, ToWriter.Builder, ToWriter, KindCase>by(KindCase.class)
                    .with(
                            KindCase.VOTED,
                            WriterMessage.Voted.class,
                            (wire, message) -> wire.setVoted(toWire(message)),
                            wire -> fromWire(wire.getVoted()))
                    .with(
                            KindCase.PROMISED,
                            WriterMessage.Promised.class,
                            (wire, message) -> wire.setPromised(toWire(message)),
                            wire -> fromWire(wire.getPromised()))
                    .with(
                            KindCase.DOUBTS_ARE,
                            WriterMessage.DoubtsAre.class,
                            (wire, message) -> wire.setDoubtsAre(toWire(message)),
                            wire -> fromWire(wire.getDoubtsAre()))
                    .with(
                            KindCase.INCARNATION_IS,
                            WriterMessage.IncarnationIs.class,
                            (wire, message) -> wire.setIncarnationIs(toWire(message)),
                            wire -> fromWire(wire.getIncarnationIs()))
                    .with(
                            KindCase.CLAIMED,
                            WriterMessage.Claimed.class,
                            (wire, message) -> wire.setClaimed(toWire(message)),
                            wire -> fromWire(wire.getClaimed()))
                    .with(
                            KindCase.CLAIM_REFUSED,
                            WriterMessage.ClaimRefused.class,
                            (wire, message) -> wire.setClaimRefused(toWire(message)),
                            wire -> fromWire(wire.getClaimRefused()))
                    .with(
                            KindCase.OPENED,
                            WriterMessage.Opened.class,
                            (wire, message) -> wire.setOpened(toWire(message)),
                            wire -> fromWire(wire.getOpened()))
                    .with(
                            KindCase.OPEN_REFUSED,
                            WriterMessage.OpenRefused.class,
                            (wire, message) -> wire.setOpenRefused(toWire(message)),
                            wire -> fromWire(wire.getOpenRefused()))
                    .with(
                            KindCase.CHANGED_ARE,
                            WriterMessage.ChangedAre.class,
                            (wire, message) -> wire.setChangedAre(toWire(message)),
                            wire -> fromWire(wire.getChangedAre()))
                    .with(
                            KindCase.SEGMENT_STATUS,
                            WriterMessage.SegmentStatus.class,
                            (wire, message) -> wire.setSegmentStatus(toWire(message)),
                            wire -> fromWire(wire.getSegmentStatus()))
                    .with(
                            KindCase.PAGE_BUILT,
                            WriterMessage.PageBuilt.class,
                            (wire, message) -> wire.setPageBuilt(toWire(message)),
                            wire -> fromWire(wire.getPageBuilt()))
                    .with(
                            KindCase.PAGE_REFUSED,
                            WriterMessage.PageRefused.class,
                            (wire, message) -> wire.setPageRefused(toWire(message)),
                            wire -> fromWire(wire.getPageRefused()))
                    .with(
                            KindCase.TOLD,
                            WriterMessage.Told.class,
                            (wire, message) -> wire.setTold(toWire(message)),
                            wire -> fromWire(wire.getTold()))
                    .with(
                            KindCase.READS_CHECKED,
                            WriterMessage.ReadsChecked.class,
                            (wire, message) -> wire.setReadsChecked(toWire(message)),
                            wire -> fromWire(wire.getReadsChecked()))
                    .with(
                            KindCase.HIGHEST_ARE,
                            WriterMessage.HighestAre.class,
                            (wire, message) -> wire.setHighestAre(toWire(message)),
                            wire -> fromWire(wire.getHighestAre()))
                    .with(
                            KindCase.MOMENT_IS,
                            WriterMessage.MomentIs.class,
                            (wire, message) -> wire.setMomentIs(toWire(message)),
                            wire -> fromWire(wire.getMomentIs()))
                    .with(
                            KindCase.REDO,
                            WriterMessage.Redo.class,
                            (wire, message) -> wire.setRedo(toWire(message)),
                            wire -> fromWire(wire.getRedo()))
                    .with(
                            KindCase.PEER_OPENED,
                            WriterMessage.PeerOpened.class,
                            (wire, message) -> wire.setPeerOpened(toWire(message)),
                            wire -> fromWire(wire.getPeerOpened()))
                    .with(
                            KindCase.ASK_FATE,
                            WriterMessage.AskFate.class,
                            (wire, message) -> wire.setAskFate(toWire(message)),
                            wire -> fromWire(wire.getAskFate()))
                    .with(
                            KindCase.PEER_HEARTBEAT,
                            WriterMessage.PeerHeartbeat.class,
                            (wire, message) -> wire.setPeerHeartbeat(toWire(message)),
                            wire -> fromWire(wire.getPeerHeartbeat()))
                    .with(
                            KindCase.REPLICA_HEARTBEAT,
                            WriterMessage.ReplicaHeartbeat.class,
                            (wire, message) -> wire.setReplicaHeartbeat(toWire(message)),
                            wire -> fromWire(wire.getReplicaHeartbeat()))
                    .with(
                            KindCase.MISSED,
                            WriterMessage.Missed.class,
                            (wire, message) -> wire.setMissed(toWire(message)),
                            wire -> fromWire(wire.getMissed()))
                    .with(
                            KindCase.DELEGATE,
                            WriterMessage.Delegate.class,
                            (wire, message) -> wire.setDelegate(toWire(message)),
                            wire -> fromWire(wire.getDelegate()))
                    .with(
                            KindCase.RECALL,
                            WriterMessage.Recall.class,
                            (wire, message) -> wire.setRecall(toWire(message)),
                            wire -> fromWire(wire.getRecall()))
                    .with(
                            KindCase.DELEGATED,
                            WriterMessage.Delegated.class,
                            (wire, message) -> wire.setDelegated(toWire(message)),
                            wire -> fromWire(wire.getDelegated()));

    private WriterMessageCodec() {}

    static ToWriter wire(WriterMessage message) {
        ToWriter.Builder wire = ToWriter.newBuilder();
        KINDS.write(message, wire);
        return wire.build();
    }

    static WriterMessage message(ToWriter wire) {
        return KINDS.read(wire.getKindCase(), wire);
    }
}
