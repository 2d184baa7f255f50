package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.replication.node.NodeEvents;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens at the nodes to the application's log. What happens often is told at a finer level. */
final class EventLog implements NodeEvents {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sextant.events");

    @Override
    public void segment(SegmentId segment, SegmentEvent event) {
        boolean bad = event instanceof SegmentEvent.ReaderHoldsHistory
                || event instanceof SegmentEvent.ReaderCutOff
                || event instanceof SegmentEvent.LogKept
                || event instanceof SegmentEvent.DiskDamaged
                || event instanceof SegmentEvent.PageBroken
                || event instanceof SegmentEvent.LoadFailed;
        if (bad) {
            LOG.warn("{}: {}", segment, event);
        } else {
            LOG.info("{}: {}", segment, event);
        }
    }

    @Override
    public void writer(WriterId writer, WriterEvent event) {
        if (event instanceof WriterEvent.Fenced || event instanceof WriterEvent.LeftBehind) {
            LOG.warn("{}: {}", writer, event);
        } else if (event instanceof WriterEvent.SlotOpened || event instanceof WriterEvent.Rewound) {
            LOG.info("{}: {}", writer, event);
        } else {
            LOG.debug("{}: {}", writer, event);
        }
    }

    @Override
    public void storeFailed(SegmentId segment, StoreException failure) {
        // What follows from it its host tells, in words for people.
        LOG.debug("the store of {} failed", segment, failure);
    }
}
