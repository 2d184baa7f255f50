package dev.sextant.replication.writer;

import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.tree.PageAllocator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The queue of transactions that want to commit. Each round groups those whose pages are free, oldest attempts first, and
 * hands the groups over as proposals; those that lost come back here and are checked again, by row, on the newer pages.
 */
final class CommitDesk {
    /** After being passed over so often, a transaction keeps younger ones off its pages within a round. */
    static final int MAX_PASSED_OVER = 8;

    private final WriterSettings settings;
    private final Outbox outbox;
    private final SegmentView segments;
    private final BufferPool pool;
    private final RedoApplier applier;
    private final PageFetcher fetcher;
    private final PageClaims claims;
    private final PagePins pins;
    private final Flights flights;
    private final ReadValidation validation;
    private final Tallies tallies;
    private final Outcomes outcomes;
    private final Clock clock;
    private final List<PendingCommit> queue = new ArrayList<>();
    private final Horizon horizon;
    private final Delegations delegations;
    private final TakenOver takenOver;
    private @Nullable PageAllocator allocator;
    private boolean due;
    private boolean paused;

    CommitDesk(
            WriterSettings settings,
            Outbox outbox,
            SegmentView segments,
            BufferPool pool,
            RedoApplier applier,
            PageFetcher fetcher,
            PageClaims claims,
            PagePins pins,
            Flights flights,
            ReadValidation validation,
            Tallies tallies,
            Outcomes outcomes,
            Clock clock,
            Horizon horizon,
            Delegations delegations,
            TakenOver takenOver) {
        this.settings = settings;
        this.outbox = outbox;
        this.segments = segments;
        this.pool = pool;
        this.applier = applier;
        this.fetcher = fetcher;
        this.claims = claims;
        this.pins = pins;
        this.flights = flights;
        this.validation = validation;
        this.tallies = tallies;
        this.outcomes = outcomes;
        this.clock = clock;
        this.horizon = horizon;
        this.delegations = delegations;
        this.takenOver = takenOver;
    }

    /** The slot is open: from now on proposals are made. */
    void open(PageAllocator pages) {
        allocator = pages;
        due = true;
    }

    int size() {
        return queue.size();
    }

    void submit(long requestId, CommitRequest request) {
        if (queue.size() >= settings.limits().queuedCommits()) {
            outbox.answer(requestId, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.OVERLOADED));
            return;
        }
        outcomes.begun(request.transaction());
        queue.add(new PendingCommit(requestId, request, clock.nowNanos()));
        due = true;
    }

    /** Whether one more is taken from another writer. */
    boolean hasRoom() {
        return queue.size() < settings.limits().queuedCommits();
    }

    /** Lost transactions come back; they are older than what waits. */
    void resubmit(List<PendingCommit> lost) {
        for (PendingCommit pending : lost) {
            if (!queue.contains(pending)) {
                queue.add(pending);
            }
        }
        queue.sort(Comparator.comparing(CommitDesk::rank));
        due = true;
    }

    private static Lsn rank(PendingCommit pending) {
        return pending.age().equals(Lsn.ZERO) ? new Lsn(Long.MAX_VALUE) : pending.age();
    }

    /** Nothing is proposed any more until {@link #resume}: a backtrack is to have its turn. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        due = true;
    }

    /** Pages were released, have arrived or have changed: what waited may go on. */
    void wake() {
        due |= !queue.isEmpty();
    }

    boolean isDue() {
        return due && !paused && allocator != null && !queue.isEmpty();
    }

    // ---- a round ---------------------------------------------------------------------------------------------------

    /** Groups and proposes what can be. */
    void round() {
        due = false;
        PageAllocator pages = allocator;
        if (pages == null
                || paused
                || applier.line() == null
                || queue.isEmpty()
                || flights.isFull()
                || !segments.writeQuorumInReach(clock.nowNanos())) {
            return;
        }
        GroupBuilder builder = new GroupBuilder(pool, pages, settings.pageFormat(), horizon.current());
        LinkedHashSet<PendingCommit> leaving = new LinkedHashSet<>();
        TreeSet<PageId> keptFree = new TreeSet<>();
        for (PendingCommit pending : queue) {
            if (builder.transactions() >= settings.limits().groupTransactions()
                    || builder.bytes() >= settings.limits().groupBytes()) {
                due = true;
                break;
            }
            if (tryOne(pending, builder, keptFree)) {
                leaving.add(pending);
            }
        }
        for (Group group : builder.groups()) {
            if (!propose(group, builder)) {
                group.members.forEach(leaving::remove);
            }
        }
        queue.removeIf(leaving::contains);
    }

    /** Whether the transaction leaves the queue: grouped, or answered. */
    private boolean tryOne(PendingCommit pending, GroupBuilder builder, Set<PageId> keptFree) {
        if (pending.verdict() != null) {
            return tryToAnswer(pending);
        }
        if (applier.rewoundSince(pending.request().snapshot())) {
            pending.giveUp(new ClientAnswer.Rewound(pending.age()));
            return tryToAnswer(pending);
        }
        if (clock.nowNanos() < pending.notBeforeNanos()) {
            return false;
        }
        PageId awaited = pending.waitsFor();
        if (awaited != null && !pool.contains(awaited)) {
            need(pending, awaited, List.of());
            passOver(pending, awaited, keptFree);
            return false;
        }
        if (awaited != null && claims.blocks(awaited, clock.nowNanos())) {
            passOver(pending, awaited, keptFree);
            return false;
        }
        if (!pending.mayStartAt(applier.point())) {
            return false; // it would conflict with what its own snapshot shows
        }
        pending.waitFor(null);
        GroupBuilder.Outcome outcome = builder.add(
                pending,
                page -> claims.blocks(page, clock.nowNanos()) || keptFree.contains(page),
                pages -> pending.mayTravel() ? delegations.target(pages) : null);
        if (outcome instanceof GroupBuilder.Outcome.Grouped) {
            return true;
        }
        if (outcome instanceof GroupBuilder.Outcome.Elsewhere elsewhere) {
            delegations.handOver(pending, elsewhere.winner());
            return true;
        }
        if (outcome instanceof GroupBuilder.Outcome.Missing missing) {
            need(pending, missing.page(), builder.used());
            return false;
        }
        if (outcome instanceof GroupBuilder.Outcome.Blocked blocked) {
            passOver(pending, blocked.page(), keptFree);
            return false;
        }
        if (outcome instanceof GroupBuilder.Outcome.ReadOnly readOnly) {
            return finishReadOnly(pending, readOnly.reads());
        }
        if (outcome instanceof GroupBuilder.Outcome.Failed failed) {
            pending.giveUp(answerTo(pending, failed.result()));
            return tryToAnswer(pending);
        }
        throw new AssertionError("unhandled " + outcome);
    }

    /** Has a page fetched that a transaction needs in memory together with those it has used before. */
    private void need(PendingCommit pending, PageId page, Collection<PageId> used) {
        pending.waitFor(page);
        pins.gather(pending, List.of(page));
        pins.gather(pending, used);
        fetcher.need(page, clock.nowNanos());
    }

    private static void passOver(PendingCommit pending, PageId page, Set<PageId> keptFree) {
        pending.waitFor(page);
        pending.passOver();
        if (pending.passedOver() > MAX_PASSED_OVER) {
            keptFree.add(page);
        }
    }

    private boolean finishReadOnly(PendingCommit pending, List<PageRead> reads) {
        if (!pending.openAttempts().isEmpty()) {
            return false;
        }
        if (reads.isEmpty()) {
            finish(pending, pending.committedAt(applier.point()));
        } else {
            validation.validate(pending, reads);
        }
        return true;
    }

    private ClientAnswer answerTo(PendingCommit pending, CheckResult result) {
        if (result instanceof CheckResult.RowConflict conflict) {
            if (conflict.kind() == ConflictKind.ROW_WRITTEN) {
                tallies.rowConflicts++;
            } else {
                tallies.serializationConflicts++;
            }
            return new ClientAnswer.Conflicted(conflict, pending.age());
        }
        if (result instanceof CheckResult.MergeFailed failed) {
            return new ClientAnswer.MergeFailed(failed);
        }
        throw new AssertionError("unhandled " + result);
    }

    /** Answers a transaction that will not be tried again, once no attempt of it can commit any more (I9). */
    private boolean tryToAnswer(PendingCommit pending) {
        ClientAnswer verdict = pending.verdict();
        if (verdict == null || !pending.openAttempts().isEmpty()) {
            return false;
        }
        finish(pending, verdict);
        return true;
    }

    void finish(PendingCommit pending, ClientAnswer answer) {
        if (pending.delegator() != null) {
            takenOver.ended(pending, answer);
            return;
        }
        if (answer instanceof ClientAnswer.Committed) {
            tallies.committed(Math.max(1, pending.attempts()));
        } else if (answer instanceof ClientAnswer.Abandoned || answer instanceof ClientAnswer.Rewound) {
            tallies.abandoned++;
        }
        outcomes.remember(pending.request().transaction(), settings.id(), flights.nextSeq() - 1, answer);
        pending.answer(outbox, answer);
    }

    /** An attempt that was renounced has committed after all: the transaction is done. */
    void committedAfterAll(PendingCommit pending) {
        queue.remove(pending);
    }

    private boolean propose(Group group, GroupBuilder builder) {
        for (PageId page : group.written) {
            if (claims.blocks(page, clock.nowNanos())) {
                return waitFor(group, page);
            }
        }
        for (PageId page : group.read) {
            if (claims.blocks(page, clock.nowNanos())) {
                return waitFor(group, page);
            }
        }
        if (flights.isFull()) {
            return false; // they are tried again when a flight ends
        }
        List<PageWrite> writes = builder.writes(group);
        List<PageRead> reads = builder.reads(group);
        if (writes.isEmpty()) {
            return finishUnchanging(group, reads);
        }
        flights.launch(proposal(group, writes, reads), group.members);
        return true;
    }

    private static boolean waitFor(Group group, PageId page) {
        for (PendingCommit member : group.members) {
            member.waitFor(page);
            member.passOver();
        }
        return false;
    }

    /** The members' changes cancel each other out: there is nothing to propose, only reads to validate. */
    private boolean finishUnchanging(Group group, List<PageRead> reads) {
        boolean open = group.members.stream().anyMatch(m -> !m.openAttempts().isEmpty());
        if (open) {
            return false;
        }
        for (PendingCommit member : group.members) {
            finishReadOnly(member, reads);
        }
        return true;
    }

    private Proposal proposal(Group group, List<PageWrite> writes, List<PageRead> reads) {
        List<PageRead> readsWithLine = new ArrayList<>(reads);
        readsWithLine.add(new PageRead(PageId.LINE, Check.present(applier.line(), "nothing is proposed on no line")));
        Lsn lsn = clock.nextLsn(settings.id());
        ProposalId id = flights.nextId();
        Lsn age = lsn;
        TreeSet<ProposalId> replaces = new TreeSet<>();
        LinkedHashSet<Delegator> delegators = new LinkedHashSet<>();
        List<TransactionId> transactions = new ArrayList<>();
        for (PendingCommit member : group.members) {
            member.attempted(lsn);
            age = member.age().compareTo(age) < 0 ? member.age() : age;
            replaces.addAll(member.openAttempts());
            transactions.add(member.request().transaction());
            if (member.delegator() != null) {
                delegators.add(member.delegator());
            }
        }
        return new Proposal(
                id,
                flights.incarnation(),
                lsn,
                age,
                writes,
                readsWithLine,
                applier.point(),
                transactions,
                new ArrayList<>(replaces),
                new ArrayList<>(delegators));
    }

    // ---- deadlines and the end -------------------------------------------------------------------------------------

    /** Answers those whose time is over; what was never proposed, or is known aborted, has definitely not happened. */
    void onTime(long nowNanos) {
        for (PendingCommit pending : List.copyOf(queue)) {
            due |= pending.notBeforeNanos() != 0 && nowNanos >= pending.notBeforeNanos();
            if (nowNanos >= pending.request().deadlineNanos() && pending.verdict() == null) {
                pending.giveUp(tooLate(pending, nowNanos));
                if (!tryToAnswer(pending)) {
                    pending.leaveOpen(outbox, tallies);
                } else {
                    queue.remove(pending);
                }
            }
        }
    }

    private ClientAnswer tooLate(PendingCommit pending, long nowNanos) {
        return segments.writeQuorumInReach(nowNanos)
                ? new ClientAnswer.Abandoned(pending.age())
                : new ClientAnswer.Failed(ClientAnswer.Failed.Reason.QUORUM_LOST);
    }

    long nextWakeNanos() {
        if (isDue()) {
            return clock.nowNanos();
        }
        long next = Long.MAX_VALUE;
        for (PendingCommit pending : queue) {
            if (pending.verdict() == null) {
                next = Math.min(next, pending.request().deadlineNanos());
                if (pending.notBeforeNanos() > clock.nowNanos()) {
                    next = Math.min(next, pending.notBeforeNanos());
                }
            }
        }
        return next;
    }

    /** The writer can propose no more: nothing in the queue will be tried again. */
    void abandonAll() {
        allocator = null;
        for (PendingCommit pending : List.copyOf(queue)) {
            pending.giveUp(new ClientAnswer.Abandoned(pending.age()));
            if (tryToAnswer(pending)) {
                queue.remove(pending);
            }
        }
    }

    /** Attempts were found aborted: whoever waits for that to be answered is. */
    void answerSettled() {
        for (PendingCommit pending : List.copyOf(queue)) {
            if (tryToAnswer(pending)) {
                queue.remove(pending);
            }
        }
    }
}
