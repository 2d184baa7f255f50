package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;

/**
 * What a segment holds now and has done since it started.
 *
 * @param serving whether recovery is over
 * @param whole whether it counts: false until a new disk is filled
 * @param held what it can build pages for
 * @param undecided proposals it knows of without their fate
 * @param parked proposals that wait for what blocks them
 * @param wanted commits whose content is not here yet
 * @param accepts votes for COMMIT given at ballot 0
 * @param refusals other answers to proposals at ballot 0
 * @param decided fates learned
 * @param pagesBuilt pages served
 * @param pagesRefused pages not served
 * @param imagesWritten images persisted
 * @param gossiped proposals learned from other segments
 * @param persistedBytes keys and values written
 * @param floor what was collected; reads at points that cover it are served
 * @param collected records dropped since nobody can ask for them any more
 * @param pagesCopied pages taken from other segments as images
 * @param moments times in the past that can be read
 * @param scrubRounds how often everything on the disk was read to find damage
 * @param scrubbedBytes what was read for that
 * @param damaged whether the disk is damaged for certain
 * @param missing proposals that it has heard of and does not hold
 * @param pagesToCopy about how many pages a copy under way still lacks
 * @param bytesCopied what pages taken from other segments took
 * @param imagePoint up to where every page has an image here; zero at a tail, and where there are no tails
 * @param logKeptNanos for how long the log of a tail has been kept for nothing but a full segment that has no image of it; 0 if it is not
 * @param catchUpNanos how long it will take until it is no longer far behind; -1 if it is not, or that is not known
 * @param rewoundPages pages that a backtrack took back and that have no image of that yet
 * @param untoldPages those of them that only other segments can tell, since history here does not reach back far enough
 */
public record SegmentCounters(
        boolean serving,
        boolean whole,
        long generation,
        ReadPoint held,
        int undecided,
        int parked,
        int wanted,
        long accepts,
        long refusals,
        long decided,
        long pagesBuilt,
        long pagesRefused,
        long imagesWritten,
        long gossiped,
        long persistedBytes,
        ReadPoint floor,
        long collected,
        long pagesCopied,
        int moments,
        long scrubRounds,
        long scrubbedBytes,
        boolean damaged,
        long missing,
        long pagesToCopy,
        long bytesCopied,
        ReadPoint imagePoint,
        long logKeptNanos,
        long catchUpNanos,
        long rewoundPages,
        long untoldPages) {}
