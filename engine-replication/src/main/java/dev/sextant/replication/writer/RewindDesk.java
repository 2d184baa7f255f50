package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.Rewind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes the whole volume back to an earlier state, one request at a time. A backtrack is a proposal as any other: of every page
 * that has changed since, it makes a version whose content is that of the earlier state, which takes a few bytes a page. It writes
 * the page of the line, too, which every proposal reads, so it commits beside nothing that it does not rest on.
 *
 * <pre>
 * IDLE ──begin──▶ LISTING ──all changed pages known──▶ CATCHING_UP ──all acknowledged is applied──▶ DRAINING
 *                                                        ▲                          own are decided │
 *                                                        └──────────── lost ──── PROPOSED ◀─────────┘
 * </pre>
 *
 * <p>From CATCHING_UP on this writer proposes nothing else. One that loses leaves a reservation on the line: others keep back
 * until its retry has come, which then rests on all that they committed.
 */
final class RewindDesk {
    private enum Step {
        /** Nobody wants to go back. */
        IDLE,
        /** Segments tell which pages have changed; what is applied meanwhile adds to them. */
        LISTING,
        /** What was acknowledged anywhere is being applied here. */
        CATCHING_UP,
        /** This writer's own proposals come to an end. */
        DRAINING,
        /** It is proposed and not yet decided, or committed and not yet published. */
        PROPOSED
    }

    private final WriterSettings settings;
    private final Outbox outbox;
    private final SegmentView segments;
    private final RedoApplier applier;
    private final Flights flights;
    private final CommitDesk desk;
    private final PointWaits waits;
    private final Clock clock;
    private final RoundTrips roundTrips;

    private Step step = Step.IDLE;
    private long clientRequest;
    private long deadlineNanos;
    /** When the list is given up, unless it gets on. */
    private long listDeadlineNanos;

    private ReadPoint target = ReadPoint.ZERO;
    /** What this writer had applied when the list began; from then on it keeps the list itself. */
    private ReadPoint listedAt = ReadPoint.ZERO;

    private final TreeMap<PageId, VersionId> changed = new TreeMap<>();
    /** Segments whose history reaches back far enough, so that they can vote. */
    private final TreeSet<SegmentId> able = new TreeSet<>();

    private final TreeSet<SegmentId> unable = new TreeSet<>();
    private PageId listFrom = PageId.CATALOG_ROOT;
    private boolean listed;
    private long nextRequest;
    /** What is told in answer to an earlier request may not be true any more. */
    private long firstRequest;
    /** When segments are asked again. */
    private long askAgainAt;
    /** When it is looked again whether this writer's own proposals have come to an end. */
    private long lookAgainAt;

    private Lsn age = Lsn.ZERO;
    private @Nullable ProposalId attempt;
    private @Nullable ReadPoint before;
    private boolean committed;
    /** Which request is being caught up for; one that is over must not wake another. */
    private long turn;

    RewindDesk(
            WriterSettings settings,
            Outbox outbox,
            SegmentView segments,
            RedoApplier applier,
            Flights flights,
            CommitDesk desk,
            PointWaits waits,
            Clock clock,
            RoundTrips roundTrips) {
        this.settings = settings;
        this.outbox = outbox;
        this.segments = segments;
        this.applier = applier;
        this.flights = flights;
        this.desk = desk;
        this.waits = waits;
        this.clock = clock;
        this.roundTrips = roundTrips;
        nextRequest = settings.nonce();
    }

    // ---- which pages -----------------------------------------------------------------------------------------------

    void begin(WriterInput.Backtrack request) {
        if (step != Step.IDLE) {
            fail(request.requestId(), ClientAnswer.Failed.Reason.OVERLOADED);
            return;
        }
        if (!applier.point().covers(request.target())) {
            // It would not know what to undo; whoever asks waits until the state has been applied here.
            fail(request.requestId(), ClientAnswer.Failed.Reason.QUORUM_LOST);
            return;
        }
        clientRequest = request.requestId();
        deadlineNanos = request.deadlineNanos();
        target = request.target();
        listedAt = applier.point();
        changed.clear();
        listFrom = PageId.CATALOG_ROOT;
        listed = false;
        age = Lsn.ZERO;
        attempt = null;
        committed = false;
        step = Step.LISTING;
        listGetsOn();
        askWhoIsAble();
    }

    /** Nothing has happened yet, so who asks need not wait for segments that are away. */
    private void listGetsOn() {
        listDeadlineNanos = clock.nowNanos() + settings.timeouts().read().toNanos();
    }

    private void askWhoIsAble() {
        able.clear();
        unable.clear();
        nextRequest++;
        firstRequest = nextRequest;
        askAll();
    }

    private void fail(long request, ClientAnswer.Failed.Reason reason) {
        outbox.answer(request, new ClientAnswer.Failed(reason));
    }

    private void askAll() {
        askAgainAt = clock.nowNanos() + settings.timeouts().resend().toNanos();
        outbox.toSegments(new SegmentMessage.AskChanged(nextRequest, target, listedAt, listFrom));
    }

    /** The first part of the list is asked of all, to see who can vote; the rest of one, as long as it answers. */
    private void askOne(SegmentId segment) {
        askAgainAt = clock.nowNanos() + settings.timeouts().resend().toNanos();
        nextRequest++;
        outbox.toSegment(segment, new SegmentMessage.AskChanged(nextRequest, target, listedAt, listFrom));
    }

    void onChanged(WriterMessage.ChangedAre told) {
        if (step == Step.IDLE || step == Step.PROPOSED || told.requestId() < firstRequest) {
            return;
        }
        if (told.answer() == WriterMessage.ChangedAre.Answer.TOO_OLD) {
            unable.add(told.segment());
        } else if (told.answer() == WriterMessage.ChangedAre.Answer.TOLD) {
            able.add(told.segment());
        }
        if (step != Step.LISTING) {
            return; // it tries again, when the last attempt is decided
        }
        if (isTooOld()) {
            end(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD));
            return;
        }
        if (told.answer() == WriterMessage.ChangedAre.Answer.TOLD && told.requestId() == nextRequest && !listed) {
            take(told);
        }
        if (step == Step.LISTING && listed && isEnough()) {
            desk.pause();
            catchUp();
        }
    }

    /** Whether too few are left that can vote, or one that cannot is needed. */
    private boolean isTooOld() {
        return unable.size() > SegmentId.COUNT - settings.quorums().write()
                || (!isAllFull() && unable.stream().anyMatch(settings.layout()::isFull));
    }

    /**
     * Whether enough can vote, and enough can tell what pages were: tails vote, but have no pages, and each full segment may be the
     * one that is left when a zone and one more are lost.
     */
    private boolean isEnough() {
        return able.size() >= settings.quorums().write()
                && (isAllFull() || able.containsAll(settings.layout().segments(SegmentRole.FULL)));
    }

    private boolean isAllFull() {
        return settings.layout().segments(SegmentRole.TAIL).isEmpty();
    }

    private void take(WriterMessage.ChangedAre told) {
        listGetsOn();
        told.pages().forEach(page -> note(page.page(), page.version()));
        if (changed.size() > settings.limits().backtrackPages()) {
            end(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.TOO_LARGE));
            return;
        }
        PageId next = told.next();
        listed = next == null;
        if (next != null) {
            listFrom = next;
            askOne(told.segment());
        }
    }

    private void note(PageId page, VersionId version) {
        changed.merge(page, version, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    /** Something was applied: what it wrote has changed since the state to go back to. */
    void applied(Proposal proposal) {
        if (step != Step.IDLE && !proposal.id().equals(attempt)) {
            proposal.writes().forEach(write -> note(write.page(), proposal.version()));
        }
    }

    // ---- the proposal ----------------------------------------------------------------------------------------------

    private void catchUp() {
        step = Step.CATCHING_UP;
        long caughtUpFor = ++turn;
        waits.catchUp(() -> {
            if (step == Step.CATCHING_UP && turn == caughtUpFor) {
                step = Step.DRAINING;
                lookAgainAt = clock.nowNanos();
            }
        });
    }

    private void proposeIfDrained() {
        if (flights.undecided() == 0 && isTooOld()) {
            end(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD));
            return;
        }
        boolean known = changed.values().stream().allMatch(applier.point()::sees);
        if (!isEnough()
                || flights.undecided() > 0
                || flights.isFull()
                || !known
                || !segments.writeQuorumInReach(clock.nowNanos())) {
            return;
        }
        VersionId line = Check.present(applier.line(), "nothing is proposed on no line");
        changed.put(PageId.LINE, line);
        byte[] delta = Rewind.to(target);
        List<PageWrite> writes = new ArrayList<>();
        changed.forEach((page, version) -> writes.add(new PageWrite(page, version, delta)));
        Lsn lsn = clock.nextLsn(settings.id());
        age = age.equals(Lsn.ZERO) ? lsn : age;
        ProposalId id = flights.nextId();
        attempt = id;
        before = applier.point();
        step = Step.PROPOSED;
        flights.launch(
                new Proposal(
                        id, flights.incarnation(), lsn, age, writes, List.of(), applier.point(), List.of(), List.of()),
                List.of());
    }

    /**
     * Something was committed that it does not rest on: it tries again when that is applied, and asks meanwhile who can still vote,
     * since history goes on being collected.
     */
    void lost(Flight flight) {
        if (flight.id().equals(attempt) && step == Step.PROPOSED && clock.nowNanos() < deadlineNanos) {
            askWhoIsAble();
            catchUp();
        }
    }

    void aborted(Flight flight) {
        if (flight.id().equals(attempt) && step == Step.PROPOSED) {
            end(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.QUORUM_LOST));
        }
    }

    void committed(Flight flight) {
        if (flight.id().equals(attempt) && step != Step.IDLE) {
            step = Step.PROPOSED;
            committed = true;
        }
    }

    /** What was applied is visible now. */
    void published() {
        if (step == Step.PROPOSED && committed) {
            ReadPoint undone = Check.present(before, "what a proposal rests on");
            end(new ClientAnswer.Backtracked(undone, withBacktrack(undone), changed.size() - 1L));
        }
    }

    /** What it rests on, and the backtrack: nothing of this slot in between was ever committed. */
    private ReadPoint withBacktrack(ReadPoint undone) {
        ProposalId id = Check.present(attempt, "a backtrack that committed");
        return undone.with(id.writer(), id.seq(), undone.missing(id.writer()));
    }

    private void end(ClientAnswer answer) {
        step = Step.IDLE;
        changed.clear();
        desk.resume();
        outbox.answer(clientRequest, answer);
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    void onTime(long nowNanos) {
        if (step == Step.IDLE) {
            return;
        }
        if (nowNanos >= deadlineNanos || (step == Step.LISTING && nowNanos >= listDeadlineNanos)) {
            giveUp();
            return;
        }
        if (step != Step.PROPOSED && nowNanos >= askAgainAt) {
            if (!isEnough()) {
                askAll();
            } else if (!listed) {
                askOne(segments.readOrder(nowNanos).get(0));
            }
        }
        if (step == Step.DRAINING) {
            lookAgainAt = nowNanos + roundTrips.nanos();
            proposeIfDrained();
        }
    }

    private void giveUp() {
        ProposalId open = attempt;
        if (open != null && flights.contains(open)) {
            end(new ClientAnswer.Indeterminate());
            flights.renounce(open);
        } else {
            end(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.QUORUM_LOST));
        }
    }

    /** The writer stops. */
    void stop() {
        if (step != Step.IDLE) {
            boolean open = attempt != null && flights.contains(attempt);
            end(open ? new ClientAnswer.Indeterminate() : new ClientAnswer.Failed(ClientAnswer.Failed.Reason.NOT_OPEN));
        }
    }

    long nextWakeNanos() {
        return switch (step) {
            case IDLE -> Long.MAX_VALUE;
            case LISTING -> Math.min(askAgainAt, Math.min(listDeadlineNanos, deadlineNanos));
            case CATCHING_UP -> Math.min(isEnough() ? Long.MAX_VALUE : askAgainAt, deadlineNanos);
            case DRAINING -> Math.min(lookAgainAt, deadlineNanos);
            case PROPOSED -> deadlineNanos;
        };
    }
}
