package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.AcceptorListener;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.ReadPointTracker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one segment knows, and the writing down of it: the acceptor, the contents of commits, how much is held.
 *
 * <p>Invariants: the deltas of a proposal lie on REDO from the moment its register or its commit has its content, until it is
 * aborted. A commit is <em>present</em> when its content is here, and <em>held</em> when everything it depends on is held too,
 * so the held point is causally closed. A commit whose content is not here is <em>wanted</em> until it is.
 */
final class SegmentLog implements AcceptorListener {
    private final Outbox out;
    private final SegmentSettings.Limits limits;
    private final Revoted revoted;
    private final Acceptor acceptor;
    private final Lsn[] highestCommitted = new Lsn[WriterId.MAX_COUNT];
    /** The undecided proposals that have a record on PROPOSALS; true if their deltas are on REDO. */
    private final TreeMap<ProposalId, Boolean> stored = new TreeMap<>();
    /** Commits whose content is not here, with what the news of the commit said. */
    private final TreeMap<ProposalId, DecidedProposal> wanted = new TreeMap<>();
    /** Pages whose newest version or readers changed since {@link #finish()}. */
    private final TreeMap<PageId, SegmentRecords.StoredPage> changedPages = new TreeMap<>();
    /** Contents that came with a ballot that was not accepted, oldest first. */
    private final LinkedHashMap<ProposalId, Proposal> refused = new LinkedHashMap<>();
    /** Fates learned since {@link #finish()}, and commits whose content was offered. */
    private final ArrayDeque<ProposalId> settledNow = new ArrayDeque<>();

    private final RecentFates recent = new RecentFates();
    private final InferredCommits inferred = new InferredCommits();
    private final ImageNeeds imageNeeds;
    private final PageImages images = new PageImages();
    private final ChangedPages changed = new ChangedPages();
    private final Rewinds rewinds = new Rewinds();
    private final Floor floor;
    private ReadPointTracker held = new ReadPointTracker();
    private ReadPointTracker present = new ReadPointTracker();
    private long decidedCount;
    private long decidedAtCheckpoint;

    /** Hears of the vote on a proposal that was parked. */
    @FunctionalInterface
    interface Revoted {
        void on(ProposalId id, Ballot ballot, Verdict verdict);
    }

    SegmentLog(Outbox out, SegmentSettings.Limits limits, Revoted revoted) {
        this.out = out;
        this.limits = limits;
        this.revoted = revoted;
        imageNeeds = new ImageNeeds(limits.deltasPerImage());
        Arrays.fill(highestCommitted, Lsn.ZERO);
        floor = new Floor(out);
        acceptor = new Acceptor(this);
    }

    // ---- what is known ---------------------------------------------------------------------------------------------

    Acceptor acceptor() {
        return acceptor;
    }

    /** What pages can be built for. */
    ReadPoint held() {
        return held.point();
    }

    /** Everything that may be decided, as far as this segment has heard. */
    ReadPoint heard() {
        long[] upTo = new long[WriterId.MAX_COUNT];
        for (int slot = 0; slot < upTo.length; slot++) {
            upTo[slot] = acceptor.highestHeard(new WriterId(slot));
        }
        return ReadPoint.of(upTo, new long[WriterId.MAX_COUNT][0]);
    }

    /** What is decided and here, whether its dependencies are or not. */
    ReadPoint present() {
        return present.point();
    }

    /** Which pages got commits. */
    ChangedPages changed() {
        return changed;
    }

    /** Which images there are. */
    PageImages images() {
        return images;
    }

    /** The backtracks that history here rests on. */
    Rewinds rewinds() {
        return rewinds;
    }

    /** Reads at points that cover it can be served; what it sees is not kept one by one. */
    ReadPoint floor() {
        return floor.point();
    }

    /** Whether the held point shows everything that is known to be decided. */
    boolean holdsAllItKnows() {
        if (!wanted.isEmpty() || held.waitingCount() > 0) {
            return false;
        }
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            if (acceptor.fates().highest(writer) > held.point().upTo(writer)) {
                return false;
            }
        }
        return true;
    }

    /** The fate is known and, if it is COMMITTED, the content is here. */
    boolean isPresent(ProposalId id) {
        return acceptor.fates().of(id) != null && !wanted.containsKey(id);
    }

    /** The news of a commit whose content is not here; null if there is no such commit. */
    @Nullable
    DecidedProposal wanted(ProposalId id) {
        return wanted.get(id);
    }

    /** Commits whose content is not here, lowest first. */
    List<ProposalId> wanted(int most) {
        return wanted.keySet().stream().limit(most).toList();
    }

    int wantedCount() {
        return wanted.size();
    }

    long decidedCount() {
        return decidedCount;
    }

    ImageNeeds imageNeeds() {
        return imageNeeds;
    }

    /**
     * At least the highest LSN of a slot among commits and undecided proposals. Of commits whose decisions are collected only
     * their pages tell, and these may have been overwritten by another slot since, which then drew a higher one.
     */
    Lsn highestLsn(WriterId writer) {
        Lsn highest = acceptor.highestUndecidedLsn(writer);
        for (Lsn committed : highestCommitted) {
            highest = committed.isAfter(highest) ? committed : highest;
        }
        return highest;
    }

    /** Whether the fate was learned within the last gossip interval, so that others are likely just learning it too. */
    boolean isRecent(ProposalId id) {
        return recent.contains(id);
    }

    void forgetRecentBefore(long nanos) {
        recent.forgetBefore(nanos);
    }

    // ---- news ------------------------------------------------------------------------------------------------------

    /** A content passed by with a ballot; kept for a while unless it was accepted, for it may commit by others' votes. */
    void offer(Proposal proposal) {
        ProposalId id = proposal.id();
        if (wanted.containsKey(id)) {
            settledNow.add(id);
        } else if (acceptor.fates().of(id) != null || acceptor.register(id).content() != null) {
            return;
        }
        refused.remove(id);
        refused.put(id, proposal);
        if (refused.size() > limits.refusedKept()) {
            refused.remove(refused.keySet().iterator().next());
        }
    }

    /** A fate, with or without content; tells whether it was news. */
    boolean learn(DecidedProposal news) {
        ProposalId id = news.id();
        Fate known = acceptor.fates().of(id);
        if (known == null) {
            acceptor.decided(id, news.fate(), news.counted(), news.readers(), news.content(), out.nowNanos());
            return true;
        }
        Check.state(known == news.fate(), "a proposal has one fate", id);
        Proposal content = news.content();
        DecidedProposal before = wanted.get(id);
        if (before != null && content != null) {
            arrived(content, news);
            return true;
        }
        if (news.counted() && before != null && !before.counted()) {
            want(news);
        } else if (news.counted()) {
            countedAfterAll(news);
        }
        return false;
    }

    /** The readers of its bases, which are known only now, tell fates that the commit alone did not when it was inferred. */
    private void countedAfterAll(DecidedProposal news) {
        Proposal kept = inferred.take(news.id());
        Proposal content = news.content() == null ? kept : news.content();
        if (content != null) {
            acceptor.contentArrived(content, true, news.readers(), out.nowNanos());
        }
    }

    private void arrived(Proposal content, DecidedProposal news) {
        DecidedProposal before = Check.present(wanted.remove(content.id()), "a content arrives once");
        DecidedProposal better = before.counted() ? before : news;
        keepCommit(content, better.counted(), better.readers());
        acceptor.contentArrived(content, better.counted(), better.readers(), out.nowNanos());
    }

    /** Ends the handling of an input: contents at hand join their commits, and changed pages are written down once. */
    void finish() {
        for (ProposalId id = settledNow.poll(); id != null; id = settledNow.poll()) {
            Proposal content = refused.remove(id);
            DecidedProposal news = wanted.get(id);
            if (content != null && news != null) {
                arrived(content, news);
            }
        }
        changedPages.forEach(
                (page, value) -> out.put(Shelf.META, SegmentKeys.metaPage(page), SegmentRecords.page(value), false));
        changedPages.clear();
        if (decidedCount - decidedAtCheckpoint >= limits.decisionsPerCheckpoint()) {
            decidedAtCheckpoint = decidedCount;
            out.put(Shelf.META, SegmentKeys.metaHeld(), SegmentRecords.point(held.point()), false);
        }
    }

    /** Takes over a slot's state that other segments hold. */
    void adoptSlot(WriterId writer, SlotState state) {
        acceptor.restoreSlot(writer, state);
        slotChanged(writer, state);
    }

    // ---- history ---------------------------------------------------------------------------------------------------

    /** From now on what this point sees may be dropped, but for the pages as of it. */
    void raiseFloor(ReadPoint to) {
        floor.raise(to, held.point());
        rewinds.floorRose(to);
    }

    /** Records the fates of a chunk, so that their decisions can go. */
    void putFates(WriterId writer, long chunk) {
        byte[] value = SegmentRecords.fates(acceptor.fates().chunk(writer, chunk));
        out.put(Shelf.META, SegmentKeys.metaFates(writer, chunk), value, false);
    }

    /** Keeps an image of a page. */
    void putImage(PageId page, VersionId version, byte[] image) {
        out.put(Shelf.PAGES, SegmentKeys.version(page, version), image, false);
        images.written(page, version);
        rewinds.imaged(page, version);
        imageNeeds.imaged(page);
    }

    /** A page has come as of another segment's floor. */
    void copyTaken(PageCopy copy) {
        putImage(copy.page(), copy.version(), copy.image());
        knownOf(copy);
    }

    /** Another segment tells which version a page has, and who read it; its content is kept elsewhere. */
    void knownOf(PageCopy copy) {
        raiseHighest(copy.newest().lsn());
        acceptor.pageKnown(copy.page(), copy.newest(), copy.readers(), out.nowNanos());
    }

    /**
     * All pages as of another segment's floor are here, and these are the fates of what it sees: so all of that is held now.
     *
     * <p>The new floor covers the old one and the other's: below, a page may have an image here and lack what lies before it.
     */
    void takeOver(ReadPoint from, Map<WriterId, List<FateChunk>> fates) {
        List<DecidedProposal> registered = new ArrayList<>();
        fates.forEach((writer, chunks) -> {
            for (FateChunk chunk : chunks) {
                Fates.forEach(writer, chunk.chunk(), chunk.words(), (id, fate) -> takeFate(from, id, fate, registered));
                putFates(writer, chunk.chunk());
            }
        });
        registered.forEach(this::learn);
        wanted.keySet().removeIf(from::sees);
        held.cover(from);
        present.cover(from);
        raiseFloor(floor().join(from));
    }

    private void takeFate(ReadPoint from, ProposalId id, Fate fate, List<DecidedProposal> registered) {
        if (!from.sees(id) || acceptor.fates().of(id) != null) {
            return;
        }
        decidedCount++;
        if (stored.containsKey(id)) {
            registered.add(new DecidedProposal(id, fate, false, List.of(), null));
        } else {
            acceptor.restoreFate(id, fate);
        }
    }

    // ---- what the acceptor reports ---------------------------------------------------------------------------------

    @Override
    public void registerChanged(ProposalId id, Register register) {
        Proposal content = register.content();
        boolean hadContent = Boolean.TRUE.equals(stored.put(id, content != null));
        if (content != null && !hadContent) {
            putDeltas(content, true);
        }
        if (content != null && register.holdsCommit() && content.rewinds()) {
            rewinds.accepted(content);
        }
        out.put(Shelf.PROPOSALS, SegmentKeys.id(id), SegmentRecords.register(register), true);
    }

    @Override
    public boolean reachesBack(Proposal backtrack) {
        return Rewinds.targetOf(backtrack).covers(floor());
    }

    private void putDeltas(Proposal content, boolean synced) {
        for (PageWrite write : content.writes()) {
            byte[] key = SegmentKeys.version(write.page(), content.version());
            out.put(Shelf.REDO, key, SegmentRecords.delta(write), synced);
        }
    }

    @Override
    public void fateLearned(
            ProposalId id, Fate fate, boolean counted, List<BaseReaders> readers, @Nullable Proposal content) {
        decidedCount++;
        recent.learned(id, out.nowNanos());
        settledNow.add(id);
        if (fate == Fate.COMMITTED && content != null) {
            keepCommit(content, counted, readers);
        } else if (fate == Fate.COMMITTED) {
            want(new DecidedProposal(id, fate, counted, readers, null));
            held.expect(id.writer(), id.seq());
            present.expect(id.writer(), id.seq());
            dropRegister(id);
        } else {
            keepAbort(id, content);
        }
    }

    private void want(DecidedProposal news) {
        wanted.put(news.id(), news);
        out.put(
                Shelf.DECISIONS,
                SegmentKeys.id(news.id()),
                SegmentRecords.committed(news.counted(), news.readers(), null),
                false);
    }

    private void keepAbort(ProposalId id, @Nullable Proposal content) {
        rewinds.aborted(id);
        if (dropRegister(id)) {
            Proposal written = Check.present(content, "a content on the disk is in the register");
            for (PageWrite write : written.writes()) {
                out.delete(Shelf.REDO, SegmentKeys.version(write.page(), written.version()));
            }
        }
        out.put(Shelf.DECISIONS, SegmentKeys.id(id), SegmentRecords.aborted(), false);
        held.aborted(id);
        present.aborted(id);
    }

    private void keepCommit(Proposal content, boolean counted, List<BaseReaders> readers) {
        ProposalId id = content.id();
        if (!dropRegister(id)) {
            putDeltas(content, false);
        }
        out.put(Shelf.DECISIONS, SegmentKeys.id(id), SegmentRecords.committed(counted, readers, content), false);
        held.committed(id, content.deps());
        present.committed(id, ReadPoint.ZERO);
        raiseHighest(content.lsn());
        if (content.rewinds()) {
            rewinds.committed(content);
        }
        for (PageWrite write : content.writes()) {
            imageNeeds.grew(write.page());
            changed.add(write.page());
        }
        if (!counted) {
            inferred.keep(content);
        }
    }

    /** Removes the record of a register, if there is one; tells whether the deltas are on REDO. */
    private boolean dropRegister(ProposalId id) {
        Boolean hadContent = stored.remove(id);
        if (hadContent == null) {
            return false;
        }
        out.delete(Shelf.PROPOSALS, SegmentKeys.id(id));
        return hadContent;
    }

    private void raiseHighest(Lsn lsn) {
        int slot = lsn.writer().slot();
        if (lsn.isAfter(highestCommitted[slot])) {
            highestCommitted[slot] = lsn;
        }
    }

    @Override
    public void pageChanged(PageId page, VersionId newest, List<ProposalId> readers) {
        raiseHighest(newest.lsn());
        changedPages.put(page, new SegmentRecords.StoredPage(newest, readers));
    }

    @Override
    public void slotChanged(WriterId writer, SlotState state) {
        out.put(Shelf.META, SegmentKeys.metaSlot(writer), SegmentRecords.slot(state), true);
    }

    @Override
    public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {
        revoted.on(proposal.id(), ballot, verdict);
    }

    // ---- recovery --------------------------------------------------------------------------------------------------

    /** Starts from a held point that was recorded. */
    void restoreHeld(ReadPoint point) {
        held = new ReadPointTracker(point);
        present = new ReadPointTracker(point);
    }

    /** Starts with history collected up to a point. */
    void restoreFloor(ReadPoint point) {
        floor.restore(point);
    }

    /** Fates whose decisions were collected. */
    void restoreFates(WriterId writer, long chunk, long[] words) {
        acceptor.fates().restoreChunk(writer, chunk, words);
    }

    /** A slot's state, from the disk or adopted from others. */
    void restoreSlot(WriterId writer, SlotState state) {
        acceptor.restoreSlot(writer, state);
    }

    /** What is known of a page. */
    void restorePage(PageId page, SegmentRecords.StoredPage stored) {
        raiseHighest(stored.newest().lsn());
        acceptor.restorePage(page, stored.newest(), stored.readers());
    }

    /** A fate. What {@link #isHeldFromStart} is not true of must be given to {@link #restoreEntered} in order of LSN after. */
    void restoreDecision(ProposalId id, SegmentRecords.StoredDecision decision) {
        decidedCount++;
        acceptor.restoreFate(id, decision.fate());
        ProposalOutline outline = decision.outline();
        if (decision.fate() == Fate.COMMITTED && outline == null && !floor().sees(id)) {
            wanted.put(id, new DecidedProposal(id, decision.fate(), decision.counted(), decision.readers(), null));
        }
        if (outline != null) {
            raiseHighest(outline.lsn());
            if (!floor().sees(id)) {
                rewinds.recovered(outline);
            }
            for (ProposalOutline.Write write : outline.writes()) {
                // The page's own record tells as much, unless it was lost.
                acceptor.pages().decided(write.page(), outline.version());
            }
        }
    }

    /** Whether the recorded held point the recovery began with shows this proposal already. */
    boolean isHeldFromStart(ProposalId id) {
        return held.entered(id);
    }

    /** An aborted proposal, or a commit whose content is here, enters the held point. */
    void restoreEntered(ProposalId id, @Nullable ReadPoint deps) {
        if (deps == null) {
            held.aborted(id);
            present.aborted(id);
        } else {
            held.committed(id, deps);
            present.committed(id, ReadPoint.ZERO);
        }
    }

    /** The register of an undecided proposal; after all fates. */
    void restoreRegister(ProposalId id, Register register) {
        Proposal content = register.content();
        stored.put(id, content != null);
        if (content != null && register.holdsCommit() && content.rewinds()) {
            rewinds.accepted(content);
        }
        acceptor.restoreRegister(id, register);
    }

    /** All is back: what commits without content are known to exist. */
    void restored() {
        decidedAtCheckpoint = decidedCount;
        for (ProposalId id : wanted.keySet()) {
            held.expect(id.writer(), id.seq());
            present.expect(id.writer(), id.seq());
        }
    }
}
