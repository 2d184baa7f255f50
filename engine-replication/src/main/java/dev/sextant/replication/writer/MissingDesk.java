package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks after proposals that this node knows to exist and has not applied: pulls them from segments, one after the other. What becomes
 * of those that no segment tells is up to the {@link Pursuit}: writers settle them, replicas call writers.
 */
final class MissingDesk {
    /** The most proposals of one slot that are looked after at once, lowest first. */
    static final int MAX_LOOKED_AFTER = 256;

    /** How many proposals one pull asks for. */
    static final int MAX_PULLED = 64;

    private final Outbox outbox;
    private final RedoApplier applier;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final Pursuit pursuit;
    private final TreeMap<ProposalId, Doubt> doubts = new TreeMap<>();
    private long nextLookAt = Long.MIN_VALUE;
    private long pullAt = Long.MIN_VALUE;
    private long nextRequest;
    private final AskingInTurn pulling;

    private boolean lookSoon;

    /** What is done about a proposal that is missing, beside pulling it. */
    interface Pursuit {
        /** Whether it is in other hands here, or not there yet. */
        boolean leaves(ProposalId id);

        /** Whether nobody but segments can tell its fate: then it matters at once that one does not know it. */
        boolean isOrphan(ProposalId id);

        /** These, and no others, are missing now. */
        void areMissing(SortedSet<ProposalId> missing);

        /** It is missing still. */
        void pursue(ProposalId id, Doubt doubt, long ageNanos);
    }

    /** A proposal that is missing. */
    static final class Doubt {
        final long sinceNanos;
        boolean ownerAsked;
        /** A segment has answered that it does not know the fate either. */
        boolean unknownToASegment;

        Doubt(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    MissingDesk(
            Outbox outbox,
            SegmentView segments,
            RedoApplier applier,
            Clock clock,
            RoundTrips roundTrips,
            Pursuit pursuit) {
        this.outbox = outbox;
        pulling = new AskingInTurn(segments);
        this.applier = applier;
        this.clock = clock;
        this.roundTrips = roundTrips;
        this.pursuit = pursuit;
    }

    /** A proposal is known to exist. */
    void expect(ProposalId id) {
        applier.tracker().expect(id.writer(), id.seq());
    }

    /** Look at once: somebody waits for what is missing. */
    void lookSoon() {
        lookSoon = true;
    }

    /** Whether it has been looked after for that long, in vain. */
    boolean isOlder(ProposalId id, long nanos) {
        Doubt doubt = doubts.get(id);
        return doubt != null && clock.nowNanos() - doubt.sinceNanos >= nanos;
    }

    int count() {
        int overdue = 0;
        for (Doubt doubt : doubts.values()) {
            overdue += clock.nowNanos() - doubt.sinceNanos >= roundTrips.inDoubtNanos() ? 1 : 0;
        }
        return overdue;
    }

    List<ProposalId> oldest(int most) {
        List<ProposalId> overdue = new ArrayList<>();
        for (var doubt : doubts.entrySet()) {
            if (overdue.size() < most && clock.nowNanos() - doubt.getValue().sinceNanos >= roundTrips.inDoubtNanos()) {
                overdue.add(doubt.getKey());
            }
        }
        return overdue;
    }

    /** How far this node is behind a writer. */
    WriterReport.Lag lag(WriterId writer) {
        long longest = 0;
        for (var doubt : doubts.entrySet()) {
            if (doubt.getKey().writer().equals(writer)) {
                longest = Math.max(longest, clock.nowNanos() - doubt.getValue().sinceNanos);
            }
        }
        int missing = applier.tracker().missing(writer, MAX_LOOKED_AFTER).size();
        return new WriterReport.Lag(missing, longest);
    }

    /** How often what is missing is looked over, and how long it may be missing before it is pulled. */
    private long pullNanos() {
        return roundTrips.hedgeNanos();
    }

    void onTime(long nowNanos) {
        if (nowNanos < nextLookAt && !lookSoon) {
            return;
        }
        boolean now = lookSoon;
        lookSoon = false;
        nextLookAt = nowNanos + pullNanos() / 2;
        refresh(nowNanos);
        if (!doubts.isEmpty() && (now || nowNanos >= pullAt)) {
            pull(nowNanos, now);
        }
        new TreeMap<>(doubts).forEach((id, doubt) -> pursuit.pursue(id, doubt, nowNanos - doubt.sinceNanos));
    }

    private void refresh(long nowNanos) {
        TreeSet<ProposalId> missing = new TreeSet<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (ProposalId id : applier.tracker().missing(new WriterId(slot), MAX_LOOKED_AFTER)) {
                if (!applier.tracker().waits(id) && !pursuit.leaves(id)) {
                    missing.add(id);
                }
            }
        }
        doubts.keySet().retainAll(missing);
        pursuit.areMissing(Collections.unmodifiableSortedSet(missing));
        for (ProposalId id : missing) {
            doubts.computeIfAbsent(id, unused -> new Doubt(nowNanos));
        }
    }

    private void pull(long nowNanos, boolean all) {
        List<ProposalId> due = new ArrayList<>();
        for (var doubt : doubts.entrySet()) {
            if (due.size() < MAX_PULLED && (all || nowNanos - doubt.getValue().sinceNanos >= pullNanos() / 2)) {
                due.add(doubt.getKey());
            }
        }
        if (!due.isEmpty()) {
            pullAt = nowNanos + pullNanos();
            outbox.toSegment(pulling.next(nowNanos), new SegmentMessage.Pull(nextRequest(), due));
        }
    }

    /** Numbers a question. */
    long nextRequest() {
        return ++nextRequest;
    }

    /** Answers to pulls and to questions after a fate. */
    void onTold(WriterMessage.Told told) {
        if (!told.decided().isEmpty()) {
            pulling.told();
        }
        for (ProposalId id : told.unknown()) {
            Doubt doubt = doubts.get(id);
            if (doubt != null && told.from().isSegment() && !doubt.unknownToASegment) {
                doubt.unknownToASegment = true;
                lookSoon |= pursuit.isOrphan(id);
            }
        }
        if (told.decided().size() >= MAX_PULLED / 2) {
            lookSoon = true;
        }
    }

    long nextWakeNanos() {
        if (lookSoon) {
            return clock.nowNanos();
        }
        return nextLookAt;
    }
}
