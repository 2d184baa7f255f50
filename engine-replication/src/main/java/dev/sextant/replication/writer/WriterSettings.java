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
        SegmentLayout layout) {
    public WriterSettings {
        peers = List.copyOf(peers);
    }
}
