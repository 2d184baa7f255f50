package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import org.jspecify.annotations.Nullable;

/** Who a message says it is from. A process may speak for the nodes it hosts, and for no others. */
final class Senders {
    private Senders() {}

    /**
     * Whether a node may send a message: those that name their sender, or act on a slot, only the one they name. A slot any writer may open
     * anew, whose holder died in the middle of a commit.
     */
    static boolean mayBeBy(NodeAddress node, Message message) {
        if (node.isWriter() && opensASlot(message)) {
            return true;
        }
        NodeAddress named = message instanceof WriterMessage toWriter ? of(toWriter) : of((SegmentMessage) message);
        return named == null || named.equals(node);
    }

    private static boolean opensASlot(Message message) {
        return message instanceof SegmentMessage.AskIncarnation
                || message instanceof SegmentMessage.Claim
                || message instanceof SegmentMessage.Open
                || message instanceof SegmentMessage.SlotOpened
                || message instanceof WriterMessage.PeerOpened;
    }

    private static @Nullable NodeAddress of(WriterMessage message) {
        SegmentId segment = segment(message);
        if (segment != null) {
            return NodeAddress.of(segment);
        } else if (message instanceof WriterMessage.Told told) {
            return told.from();
        } else if (message instanceof WriterMessage.Redo redo) {
            return NodeAddress.of(redo.from());
        } else if (message instanceof WriterMessage.PeerOpened opened) {
            return NodeAddress.of(opened.writer());
        } else if (message instanceof WriterMessage.AskFate ask) {
            return NodeAddress.of(ask.from());
        } else if (message instanceof WriterMessage.PeerHeartbeat heartbeat) {
            return NodeAddress.of(heartbeat.writer());
        } else if (message instanceof WriterMessage.ReplicaHeartbeat heartbeat) {
            return NodeAddress.of(heartbeat.replica());
        } else if (message instanceof WriterMessage.Missed missed) {
            return NodeAddress.of(missed.replica());
        }
        throw new AssertionError("nobody sends " + message);
    }

    private static @Nullable SegmentId segment(WriterMessage message) {
        if (message instanceof WriterMessage.ChangedAre changed) {
            return changed.segment();
        } else if (message instanceof WriterMessage.Voted voted) {
            return voted.segment();
        } else if (message instanceof WriterMessage.Promised promised) {
            return promised.segment();
        } else if (message instanceof WriterMessage.DoubtsAre doubts) {
            return doubts.segment();
        } else if (message instanceof WriterMessage.IncarnationIs incarnation) {
            return incarnation.segment();
        } else if (message instanceof WriterMessage.Claimed claimed) {
            return claimed.segment();
        } else if (message instanceof WriterMessage.ClaimRefused refused) {
            return refused.segment();
        } else if (message instanceof WriterMessage.Opened opened) {
            return opened.segment();
        } else if (message instanceof WriterMessage.OpenRefused refused) {
            return refused.segment();
        } else if (message instanceof WriterMessage.SegmentStatus status) {
            return status.segment();
        } else if (message instanceof WriterMessage.PageBuilt built) {
            return built.segment();
        } else if (message instanceof WriterMessage.PageRefused refused) {
            return refused.segment();
        } else if (message instanceof WriterMessage.ReadsChecked checked) {
            return checked.segment();
        } else if (message instanceof WriterMessage.HighestAre highest) {
            return highest.segment();
        } else if (message instanceof WriterMessage.MomentIs moment) {
            return moment.segment();
        }
        return null;
    }

    /** Null for what any node may ask. */
    private static @Nullable NodeAddress of(SegmentMessage message) {
        SegmentId segment = segment(message);
        if (segment != null) {
            return NodeAddress.of(segment);
        }
        if (message instanceof SegmentMessage.ReplicaAlive alive) {
            return NodeAddress.of(alive.replica());
        }
        WriterId writer = writer(message);
        return writer == null ? null : NodeAddress.of(writer);
    }

    private static @Nullable SegmentId segment(SegmentMessage message) {
        if (message instanceof SegmentMessage.GossipAsk ask) {
            return ask.from();
        } else if (message instanceof SegmentMessage.GossipTell tell) {
            return tell.from();
        } else if (message instanceof SegmentMessage.ImagesReach reach) {
            return reach.from();
        } else if (message instanceof SegmentMessage.RebuildAsk ask) {
            return ask.from();
        } else if (message instanceof SegmentMessage.RebuildTell tell) {
            return tell.from();
        } else if (message instanceof SegmentMessage.CopyAsk ask) {
            return ask.from();
        } else if (message instanceof SegmentMessage.CopyOffer offer) {
            return offer.from();
        } else if (message instanceof SegmentMessage.CopyPagesAsk ask) {
            return ask.from();
        } else if (message instanceof SegmentMessage.CopyPagesTell tell) {
            return tell.from();
        } else if (message instanceof SegmentMessage.CopyFatesAsk ask) {
            return ask.from();
        } else if (message instanceof SegmentMessage.CopyFatesTell tell) {
            return tell.from();
        } else if (message instanceof SegmentMessage.RewoundAsk ask) {
            return ask.from();
        } else if (message instanceof SegmentMessage.RewoundTell tell) {
            return tell.from();
        }
        return null;
    }

    /** Whose slot it acts on. */
    private static @Nullable WriterId writer(SegmentMessage message) {
        if (message instanceof SegmentMessage.Propose propose) {
            return propose.proposal().id().writer();
        } else if (message instanceof SegmentMessage.Renounce renounce) {
            return renounce.id().writer();
        } else if (message instanceof SegmentMessage.SlotOpened opened) {
            return opened.writer();
        } else if (message instanceof SegmentMessage.AskIncarnation ask) {
            return ask.writer();
        } else if (message instanceof SegmentMessage.Claim claim) {
            return claim.writer();
        } else if (message instanceof SegmentMessage.Open open) {
            return open.writer();
        } else if (message instanceof SegmentMessage.Heartbeat heartbeat) {
            return heartbeat.writer();
        } else if (message instanceof SegmentMessage.OpenSession session) {
            return session.writer();
        } else if (message instanceof SegmentMessage.Journal journal) {
            return journal.moment().writer();
        }
        return null;
    }
}
