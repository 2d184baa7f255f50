package dev.sextant.replication.writer;

import dev.sextant.api.SegmentLayout;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.fate.Quorums;

/**
 * Everything in which two nodes may differ that read the volume and follow what is committed: writers and read replicas.
 *
 * @param nonce drawn at random by the process: numbers of its requests begin here
 * @param writers how many writer slots the volume has
 * @param zone the availability zone it lives in, by index; nearer segments are read first
 * @param layout which segments serve pages
 */
public record ReaderSettings(
        long nonce, int writers, int zone, Quorums quorums, Timeouts timeouts, Limits limits, SegmentLayout layout) {}
