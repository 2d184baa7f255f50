package dev.sextant.api;

import java.time.Instant;

/**
 * A backup that was made.
 *
 * @param number its number among the backups of that directory, from 1
 * @param created when it began
 * @param point what it holds at least: everything that was acknowledged before it began
 * @param source the segment that was copied
 * @param files how many files it consists of
 * @param bytes what they have together
 * @param copiedFiles how many of them the directory did not have yet
 * @param copiedBytes what these have together
 */
public record BackupReport(
        int number,
        Instant created,
        ReadPoint point,
        SegmentId source,
        long files,
        long bytes,
        long copiedFiles,
        long copiedBytes) {}
