package dev.sextant.replication.writer;

import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.TieRule;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.storage.page.PageFormat;
import java.util.List;

/**
 * Everything in which two writers may differ.
 *
 * @param nonce drawn at random by the process, so that it recognises its own claim
 * @param peers the other writer slots of the volume
 * @param zone the availability zone it lives in, by index; nearer segments are read first
 * @param wallClock tells the time that moments are journaled with
 * @param layout which segments serve pages
 * @param standByNanos for how long three segments must not have heard the holder of the slot before it is claimed; 0 to claim it at once
 */
public record WriterSettings(
        WriterId id,
        long nonce,
        List<WriterId> peers,
        int zone,
        Quorums quorums,
        PageFormat pageFormat,
        Timeouts timeouts,
        Limits limits,
        TieRule tieRule,
        WallClock wallClock,
        SegmentLayout layout,
        long standByNanos) {
    public WriterSettings {
        peers = List.copyOf(peers);
    }

    /** A writer that claims its slot at once. */
    public WriterSettings(
            WriterId id,
            long nonce,
            List<WriterId> peers,
            int zone,
            Quorums quorums,
            PageFormat pageFormat,
            Timeouts timeouts,
            Limits limits,
            TieRule tieRule,
            WallClock wallClock,
            SegmentLayout layout) {
        this(id, nonce, peers, zone, quorums, pageFormat, timeouts, limits, tieRule, wallClock, layout, 0);
    }

    /** As a reader of the volume. */
    ReaderSettings reader() {
        return new ReaderSettings(nonce, peers.size() + 1, zone, quorums, timeouts, limits, layout);
    }

    /** This one, standing by. */
    public WriterSettings withStandByNanos(long nanos) {
        return new WriterSettings(
                id, nonce, peers, zone, quorums, pageFormat, timeouts, limits, tieRule, wallClock, layout, nanos);
    }
}
