package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what happens at the nodes to the application's log, each once. ERROR is for what needs a person, WARN for what may come to
 * that, INFO for what an operator wants to find later; what happens often is told at a finer level.
 */
final class EventLog {
    static final String NAME = "dev.sextant.events";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    /** Something that the application's listener hears of, too. */
    void told(ClusterEvent event, @Nullable Throwable cause) {
        LOG.atLevel(level(event)).setCause(cause).log(event::message);
    }

    static Level level(ClusterEvent event) {
        if (event instanceof ClusterEvent.SegmentLeftService left) {
            return left.returns() ? Level.WARN : Level.ERROR;
        }
        boolean warns = event instanceof ClusterEvent.SegmentStillAway
                || event instanceof ClusterEvent.DiskDamaged
                || event instanceof ClusterEvent.DiskReplaced
                || event instanceof ClusterEvent.PageCorrupt
                || event instanceof ClusterEvent.RecordCorrupt
                || event instanceof ClusterEvent.LogKept
                || event instanceof ClusterEvent.ReaderHoldsHistory
                || event instanceof ClusterEvent.ReaderCutOff
                || event instanceof ClusterEvent.WriterOpenedInDoubt;
        if (warns) {
            return Level.WARN;
        }
        boolean often = event instanceof ClusterEvent.RebuildAdvanced || event instanceof ClusterEvent.CatchUpAdvanced;
        return often ? Level.DEBUG : Level.INFO;
    }

    /** Something at a segment that no listener hears of. */
    void segment(SegmentId segment, SegmentEvent event) {
        LOG.debug("{}: {}", segment, event);
    }

    /** Something at a writer that no listener hears of. */
    void writer(WriterId writer, WriterEvent event) {
        if (event instanceof WriterEvent.Fenced fenced) {
            LOG.warn(
                    "{} was fenced: its slot was taken under incarnation {}, by another process or by this one. What it"
                            + " acknowledged is committed; it claims the slot again. See that only one process is configured for it.",
                    writer,
                    fenced.byIncarnation());
        } else if (event instanceof WriterEvent.LeftBehind left) {
            LOG.warn(
                    "{} was away for longer than history is kept, at {}. Nothing is lost; it begins anew.",
                    writer,
                    left.applied());
        } else if (event instanceof WriterEvent.SlotOpened opened) {
            LOG.info("{} takes transactions, as incarnation {} of its slot.", writer, opened.incarnation());
        } else if (event.isRoutine()) {
            LOG.trace("{}: {}", writer, event);
        } else {
            LOG.debug("{}: {}", writer, event);
        }
    }

    /** Something at a read replica. */
    void replica(ReplicaId replica, WriterEvent event) {
        if (event instanceof WriterEvent.LeftBehind left) {
            LOG.warn(
                    "{} was away for longer than history is kept, at {}. Nothing is lost; it begins anew.",
                    replica,
                    left.applied());
        } else if (event instanceof WriterEvent.OpenedInDoubt opened) {
            LOG.warn(
                    "{} answers reads, but cannot tell what became of some proposals, as {}. The pages of these are as they were"
                            + " before, and all others are up to date. See what the writers say of them.",
                    replica,
                    opened.proposals());
        } else if (event instanceof WriterEvent.ReplicaOpened opened) {
            LOG.info("{} answers reads, from {} on.", replica, opened.applied());
        } else {
            LOG.debug("{}: {}", replica, event);
        }
    }

    void storeFailed(SegmentId segment, StoreException failure) {
        // What follows from it its host tells, in words for people.
        LOG.debug("the store of {} failed", segment, failure);
    }
}
