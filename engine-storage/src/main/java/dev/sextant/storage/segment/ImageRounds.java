package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Raises the image point of a full segment, and tells the tails: they keep the log until it lies in images on the disks of all full
 * segments.
 *
 * <p>Invariant: of every page the newest version that the image point sees is at or below an image that lies on this disk, since
 * before the point was told. An image of a page that the floor sees goes only for a newer one that it sees, too.
 *
 * <p>The point rises in rounds. A round takes what is held when it begins, and makes an image of every page that was changed since
 * its last one. That is worth an image a page, so a round begins only when a floor has passed the point, this segment's or that of
 * another full one: about once in a retention window, since the point lies ahead of the floor by that window after each. Pages are built at a rate that leaves the disk time for
 * others.
 */
final class ImageRounds {
    /** How much of images is made in a second. */
    static final long BYTES_PER_SECOND = 16 << 20;
    /** What a page counts for of which an image is there already. */
    private static final long LEAST_BYTES = 1 << 10;
    /** So many intervals of collection lie between the beginnings of rounds at least. */
    private static final int INTERVALS = 10;

    private final Outbox out;
    private final SegmentLog log;
    private final PageBuilder builder;
    private final SegmentSettings settings;
    private final LongSupplier generation;
    private final List<SegmentId> tails;
    private ReadPoint point = ReadPoint.ZERO;
    /** The floors that other full segments told, by their index; zero while none was. */
    private final ReadPoint[] floors = new ReadPoint[SegmentId.COUNT];

    private @Nullable Round round;
    private long nextRoundNanos = Long.MAX_VALUE;
    private long nextTellNanos = Long.MAX_VALUE;

    private static final class Round {
        /** What the point becomes. */
        final ReadPoint target;

        final ArrayDeque<PageId> pages;
        long nextStepNanos;

        Round(ReadPoint target, List<PageId> pages) {
            this.target = target;
            this.pages = new ArrayDeque<>(pages);
        }
    }

    ImageRounds(Outbox out, SegmentLog log, PageBuilder builder, SegmentSettings settings, LongSupplier generation) {
        this.out = out;
        this.log = log;
        this.builder = builder;
        this.settings = settings;
        this.generation = generation;
        Arrays.fill(floors, ReadPoint.ZERO);
        tails = settings.layout().segments(SegmentRole.TAIL);
    }

    /** Another full segment tells its floor: a tail that takes it over needs all full segments to have images up to there. */
    void heard(SegmentMessage.ImagesReach told) {
        floors[told.from().index()] = told.floor();
    }

    /** Up to where there are images. */
    ReadPoint point() {
        return point;
    }

    /** Puts back what was recorded. */
    void restore(ReadPoint recorded) {
        point = recorded;
    }

    /** The segment serves: pages that earlier runs made no image of are due in the next round. */
    void start() {
        if (tails.isEmpty()) {
            log.changed().ignore();
            return;
        }
        for (PageId page : log.acceptor().pages().pages()) {
            VersionId newest = log.acceptor().pages().newest(page);
            if (!newest.isNone() && !point.sees(newest)) {
                log.changed().add(page);
            }
        }
        nextRoundNanos = out.nowNanos() + settings.retention().collectIntervalNanos();
        nextTellNanos = nextRoundNanos;
    }

    /** All pages as of another full segment's floor have been taken from it as images. */
    void taken(ReadPoint floor) {
        if (!tails.isEmpty()) {
            raise(point.join(floor));
        }
    }

    private void raise(ReadPoint to) {
        point = to;
        out.put(Shelf.META, SegmentKeys.metaImages(), SegmentRecords.point(to), true);
    }

    long nextWakeNanos() {
        Round current = round;
        long next = current == null ? nextRoundNanos : current.nextStepNanos;
        return Math.min(next, nextTellNanos);
    }

    /** Whole segments only: who is being filled has no point to tell. */
    void onTime() {
        if (out.nowNanos() >= nextTellNanos) {
            tell();
        }
        Round current = round;
        if (current != null && out.nowNanos() >= current.nextStepNanos) {
            step(current);
        } else if (current == null && out.nowNanos() >= nextRoundNanos) {
            begin();
        }
    }

    private void begin() {
        long interval = settings.retention().collectIntervalNanos();
        if (!isAsked()) {
            nextRoundNanos = out.nowNanos() + interval;
            return;
        }
        nextRoundNanos = out.nowNanos() + INTERVALS * interval;
        round = new Round(log.held(), log.changed().take());
        step(round);
    }

    private boolean isAsked() {
        boolean asked = !point.covers(log.floor());
        for (ReadPoint floor : floors) {
            asked |= !point.covers(floor) && log.held().covers(floor);
        }
        return asked;
    }

    private void step(Round current) {
        PageId page = current.pages.poll();
        if (page == null) {
            round = null;
            raise(current.target);
            tell();
            return;
        }
        current.nextStepNanos = Long.MAX_VALUE;
        builder.buildImage(page, built -> onBuilt(current, page, built));
    }

    /** One that cannot be built now is tried again: what it lacks is on its way, or its disk is found to be damaged. */
    private void onBuilt(Round current, PageId page, PageBuilder.@Nullable Built built) {
        if (built == null) {
            current.pages.add(page);
            current.nextStepNanos = out.nowNanos() + settings.retention().collectIntervalNanos();
            return;
        }
        if (!built.version().equals(log.acceptor().pages().newest(page))) {
            log.changed().add(page); // a commit that is known, and not held yet, is for the next round
        }
        long bytes = Math.max(LEAST_BYTES, built.page().sizeBytes());
        current.nextStepNanos = out.nowNanos() + 1_000_000_000L * bytes / BYTES_PER_SECOND;
    }

    private void tell() {
        long interval = settings.retention().collectIntervalNanos();
        nextTellNanos = out.nowNanos() + Math.max(interval, settings.rebuildIntervalNanos());
        // What is told of must outlast a loss of power, and all that was written before lasts with it.
        out.put(Shelf.META, SegmentKeys.metaHeld(), SegmentRecords.point(log.held()), true);
        SegmentMessage told =
                new SegmentMessage.ImagesReach(settings.id(), generation.getAsLong(), point, log.held(), log.floor());
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId other = new SegmentId(index);
            if (!other.equals(settings.id())) {
                out.send(NodeAddress.of(other), told);
            }
        }
    }
}
