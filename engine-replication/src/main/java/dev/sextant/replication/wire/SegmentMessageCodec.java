package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.CopyMessages.fromWire;
import static dev.sextant.replication.wire.CopyMessages.toWire;
import static dev.sextant.replication.wire.DecidingMessages.fromWire;
import static dev.sextant.replication.wire.DecidingMessages.toWire;
import static dev.sextant.replication.wire.GossipMessages.fromWire;
import static dev.sextant.replication.wire.GossipMessages.toWire;
import static dev.sextant.replication.wire.ReadMessages.fromWire;
import static dev.sextant.replication.wire.ReadMessages.toWire;
import static dev.sextant.replication.wire.ReplicaMessages.fromWire;
import static dev.sextant.replication.wire.ReplicaMessages.toWire;
import static dev.sextant.replication.wire.SlotMessages.fromWire;
import static dev.sextant.replication.wire.SlotMessages.toWire;

import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.replication.wire.proto.ToSegment;
import dev.sextant.replication.wire.proto.ToSegment.KindCase;

/** All messages to segments: the one place that knows every kind of them. */
final class SegmentMessageCodec {
    private static final KindTable<SegmentMessage, ToSegment.Builder, ToSegment, KindCase> KINDS =
            KindTable.<SegmentMessage, ToSegment.Builder, ToSegment, KindCase>by(KindCase.class)
                    .with(
                            KindCase.PROPOSE,
                            SegmentMessage.Propose.class,
                            (wire, message) -> wire.setPropose(toWire(message)),
                            wire -> fromWire(wire.getPropose()))
                    .with(
                            KindCase.RENOUNCE,
                            SegmentMessage.Renounce.class,
                            (wire, message) -> wire.setRenounce(toWire(message)),
                            wire -> fromWire(wire.getRenounce()))
                    .with(
                            KindCase.DECIDED,
                            SegmentMessage.Decided.class,
                            (wire, message) -> wire.setDecided(toWire(message)),
                            wire -> fromWire(wire.getDecided()))
                    .with(
                            KindCase.SLOT_OPENED,
                            SegmentMessage.SlotOpened.class,
                            (wire, message) -> wire.setSlotOpened(toWire(message)),
                            wire -> fromWire(wire.getSlotOpened()))
                    .with(
                            KindCase.PREPARE,
                            SegmentMessage.Prepare.class,
                            (wire, message) -> wire.setPrepare(toWire(message)),
                            wire -> fromWire(wire.getPrepare()))
                    .with(
                            KindCase.SETTLE,
                            SegmentMessage.Settle.class,
                            (wire, message) -> wire.setSettle(toWire(message)),
                            wire -> fromWire(wire.getSettle()))
                    .with(
                            KindCase.ASK_DOUBTS,
                            SegmentMessage.AskDoubts.class,
                            (wire, message) -> wire.setAskDoubts(toWire(message)),
                            wire -> fromWire(wire.getAskDoubts()))
                    .with(
                            KindCase.ASK_INCARNATION,
                            SegmentMessage.AskIncarnation.class,
                            (wire, message) -> wire.setAskIncarnation(toWire(message)),
                            wire -> fromWire(wire.getAskIncarnation()))
                    .with(
                            KindCase.CLAIM,
                            SegmentMessage.Claim.class,
                            (wire, message) -> wire.setClaim(toWire(message)),
                            wire -> fromWire(wire.getClaim()))
                    .with(
                            KindCase.OPEN,
                            SegmentMessage.Open.class,
                            (wire, message) -> wire.setOpen(toWire(message)),
                            wire -> fromWire(wire.getOpen()))
                    .with(
                            KindCase.HEARTBEAT,
                            SegmentMessage.Heartbeat.class,
                            (wire, message) -> wire.setHeartbeat(toWire(message)),
                            wire -> fromWire(wire.getHeartbeat()))
                    .with(
                            KindCase.OPEN_SESSION,
                            SegmentMessage.OpenSession.class,
                            (wire, message) -> wire.setOpenSession(toWire(message)),
                            wire -> fromWire(wire.getOpenSession()))
                    .with(
                            KindCase.JOURNAL,
                            SegmentMessage.Journal.class,
                            (wire, message) -> wire.setJournal(toWire(message)),
                            wire -> fromWire(wire.getJournal()))
                    .with(
                            KindCase.READ_PAGE,
                            SegmentMessage.ReadPage.class,
                            (wire, message) -> wire.setReadPage(toWire(message)),
                            wire -> fromWire(wire.getReadPage()))
                    .with(
                            KindCase.PULL,
                            SegmentMessage.Pull.class,
                            (wire, message) -> wire.setPull(toWire(message)),
                            wire -> fromWire(wire.getPull()))
                    .with(
                            KindCase.CHECK_READS,
                            SegmentMessage.CheckReads.class,
                            (wire, message) -> wire.setCheckReads(toWire(message)),
                            wire -> fromWire(wire.getCheckReads()))
                    .with(
                            KindCase.ASK_HIGHEST,
                            SegmentMessage.AskHighest.class,
                            (wire, message) -> wire.setAskHighest(toWire(message)),
                            wire -> fromWire(wire.getAskHighest()))
                    .with(
                            KindCase.ASK_MOMENT,
                            SegmentMessage.AskMoment.class,
                            (wire, message) -> wire.setAskMoment(toWire(message)),
                            wire -> fromWire(wire.getAskMoment()))
                    .with(
                            KindCase.ASK_CHANGED,
                            SegmentMessage.AskChanged.class,
                            (wire, message) -> wire.setAskChanged(toWire(message)),
                            wire -> fromWire(wire.getAskChanged()))
                    .with(
                            KindCase.GOSSIP_ASK,
                            SegmentMessage.GossipAsk.class,
                            (wire, message) -> wire.setGossipAsk(toWire(message)),
                            wire -> fromWire(wire.getGossipAsk()))
                    .with(
                            KindCase.GOSSIP_TELL,
                            SegmentMessage.GossipTell.class,
                            (wire, message) -> wire.setGossipTell(toWire(message)),
                            wire -> fromWire(wire.getGossipTell()))
                    .with(
                            KindCase.IMAGES_REACH,
                            SegmentMessage.ImagesReach.class,
                            (wire, message) -> wire.setImagesReach(toWire(message)),
                            wire -> fromWire(wire.getImagesReach()))
                    .with(
                            KindCase.REBUILD_ASK,
                            SegmentMessage.RebuildAsk.class,
                            (wire, message) -> wire.setRebuildAsk(toWire(message)),
                            wire -> fromWire(wire.getRebuildAsk()))
                    .with(
                            KindCase.REBUILD_TELL,
                            SegmentMessage.RebuildTell.class,
                            (wire, message) -> wire.setRebuildTell(toWire(message)),
                            wire -> fromWire(wire.getRebuildTell()))
                    .with(
                            KindCase.COPY_ASK,
                            SegmentMessage.CopyAsk.class,
                            (wire, message) -> wire.setCopyAsk(toWire(message)),
                            wire -> fromWire(wire.getCopyAsk()))
                    .with(
                            KindCase.COPY_OFFER,
                            SegmentMessage.CopyOffer.class,
                            (wire, message) -> wire.setCopyOffer(toWire(message)),
                            wire -> fromWire(wire.getCopyOffer()))
                    .with(
                            KindCase.COPY_PAGES_ASK,
                            SegmentMessage.CopyPagesAsk.class,
                            (wire, message) -> wire.setCopyPagesAsk(toWire(message)),
                            wire -> fromWire(wire.getCopyPagesAsk()))
                    .with(
                            KindCase.COPY_PAGES_TELL,
                            SegmentMessage.CopyPagesTell.class,
                            (wire, message) -> wire.setCopyPagesTell(toWire(message)),
                            wire -> fromWire(wire.getCopyPagesTell()))
                    .with(
                            KindCase.COPY_FATES_ASK,
                            SegmentMessage.CopyFatesAsk.class,
                            (wire, message) -> wire.setCopyFatesAsk(toWire(message)),
                            wire -> fromWire(wire.getCopyFatesAsk()))
                    .with(
                            KindCase.COPY_FATES_TELL,
                            SegmentMessage.CopyFatesTell.class,
                            (wire, message) -> wire.setCopyFatesTell(toWire(message)),
                            wire -> fromWire(wire.getCopyFatesTell()))
                    .with(
                            KindCase.REWOUND_ASK,
                            SegmentMessage.RewoundAsk.class,
                            (wire, message) -> wire.setRewoundAsk(toWire(message)),
                            wire -> fromWire(wire.getRewoundAsk()))
                    .with(
                            KindCase.REWOUND_TELL,
                            SegmentMessage.RewoundTell.class,
                            (wire, message) -> wire.setRewoundTell(toWire(message)),
                            wire -> fromWire(wire.getRewoundTell()))
                    .with(
                            KindCase.REPLICA_ALIVE,
                            SegmentMessage.ReplicaAlive.class,
                            (wire, message) -> wire.setReplicaAlive(toWire(message)),
                            wire -> fromWire(wire.getReplicaAlive()));

    private SegmentMessageCodec() {}

    static ToSegment wire(SegmentMessage message) {
        ToSegment.Builder wire = ToSegment.newBuilder();
        KINDS.write(message, wire);
        return wire.build();
    }

    static SegmentMessage message(ToSegment wire) {
        return KINDS.read(wire.getKindCase(), wire);
    }
}
