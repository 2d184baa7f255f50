package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.ReadPointTracker;
import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import dev.sextant.storage.page.Redo;
import dev.sextant.storage.page.Rewind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * What really happened, as nobody in the system knows it: every proposal, every fate, every version of every page. Keeps the
 * rules of the protocol that a single segment relies on: proposals build on decided versions, one of two rivals commits, and
 * a committed writer's readers are complete.
 */
final class Truth {
    /** A version of a page with its content. */
    record Version(VersionId id, Page page) {}

    private final Random random;
    private final int pages;
    private final long[] nextSeq = new long[WriterId.MAX_COUNT];
    private final long[] incarnation = new long[WriterId.MAX_COUNT];
    private long lamport;
    private final ReadPointTracker tracker = new ReadPointTracker();
    private final TreeMap<PageId, List<Version>> chains = new TreeMap<>();
    private final TreeMap<ProposalId, Proposal> undecided = new TreeMap<>();
    private final TreeMap<ProposalId, DecidedProposal> decided = new TreeMap<>();
    private final TreeMap<PageId, List<ProposalId>> readersOfNewest = new TreeMap<>();
    final List<ReadPoint> points = new ArrayList<>(List.of(ReadPoint.ZERO));

    Truth(long seed, int pages) {
        random = new Random(seed);
        this.pages = pages;
        Arrays.fill(nextSeq, 1);
        Arrays.fill(incarnation, 1);
    }

    VersionId newest(PageId page) {
        List<Version> chain = chains.getOrDefault(page, List.of());
        return chain.isEmpty() ? VersionId.NONE : chain.get(chain.size() - 1).id();
    }

    /** The newest version that a read point sees. */
    Version at(PageId page, ReadPoint point) {
        Version found = new Version(VersionId.NONE, Page.EMPTY);
        for (Version version : chains.getOrDefault(page, List.of())) {
            if (point.sees(version.id())) {
                found = version;
            }
        }
        return found;
    }

    /**
     * Whether a segment that holds so much can be certain of a page as of a point: it has the version that follows there, or none
     * does.
     */
    boolean isCertain(PageId page, ReadPoint at, ReadPoint held) {
        for (Version version : chains.getOrDefault(page, List.of())) {
            if (!at.sees(version.id())) {
                return held.sees(version.id());
            }
        }
        return true;
    }

    int versions(PageId page) {
        return chains.getOrDefault(page, List.of()).size();
    }

    List<PageId> pages() {
        return List.copyOf(chains.keySet());
    }

    ReadPoint point() {
        return tracker.point();
    }

    List<Proposal> undecided() {
        return List.copyOf(undecided.values());
    }

    List<DecidedProposal> decided() {
        return List.copyOf(decided.values());
    }

    long incarnation(WriterId writer) {
        return incarnation[writer.slot()];
    }

    long nextSeq(WriterId writer) {
        return nextSeq[writer.slot()];
    }

    /** A proposal of a random writer on random pages. */
    Proposal propose() {
        return propose(random.nextInt(WriterId.MAX_COUNT), randomPages(3), random.nextInt(3) == 0 ? 2 : 0);
    }

    Proposal propose(int slot, List<PageId> written, int readCount) {
        ProposalId id = ProposalId.of(slot, nextSeq[slot]++);
        Lsn lsn = Lsn.of(++lamport, id.writer());
        List<PageWrite> writes = new ArrayList<>();
        for (PageId page : written) {
            Page base = at(page, tracker.point()).page();
            byte[] key = {(byte) random.nextInt(8)};
            byte[] value = new byte[1 + random.nextInt(12)];
            random.nextBytes(value);
            Page working = PageChanges.put(base, NewRow.of(key, value));
            writes.add(new PageWrite(page, newest(page), Redo.diff(base, working)));
        }
        List<PageRead> reads = new ArrayList<>();
        for (PageId page : readCount == 0 ? List.<PageId>of() : randomPages(readCount)) {
            if (!written.contains(page)) {
                reads.add(new PageRead(page, newest(page)));
            }
        }
        List<TransactionId> transactions = List.of(new TransactionId(random.nextLong(), id.seq()));
        Proposal proposal =
                new Proposal(id, incarnation[slot], lsn, lsn, writes, reads, tracker.point(), transactions, List.of());
        undecided.put(id, proposal);
        return proposal;
    }

    private List<PageId> randomPages(int most) {
        List<PageId> chosen = new ArrayList<>();
        for (int left = 1 + random.nextInt(most); left > 0; left--) {
            PageId page = new PageId(random.nextInt(pages));
            if (!chosen.contains(page)) {
                chosen.add(page);
            }
        }
        return chosen;
    }

    /** A commits if it may: returns the fates that are known now, or none. */
    List<DecidedProposal> commit(Proposal proposal) {
        for (PageWrite write : proposal.writes()) {
            if (!newest(write.page()).equals(write.base())) {
                return List.of();
            }
        }
        for (PageRead read : proposal.reads()) {
            if (!newest(read.page()).equals(read.version())) {
                return List.of();
            }
        }
        List<DecidedProposal> fates = new ArrayList<>();
        List<BaseReaders> readers = new ArrayList<>();
        for (PageWrite write : proposal.writes()) {
            for (Proposal other : undecided()) {
                if (!other.equals(proposal) && touches(other, write)) {
                    fates.add(abort(other));
                }
            }
            List<ProposalId> known = readersOfNewest.getOrDefault(write.page(), List.of());
            readers.add(new BaseReaders(write.page(), write.base(), known));
            readersOfNewest.remove(write.page());
            Page page = Redo.apply(at(write.page(), tracker.point()).page(), write.delta(), proposal.version());
            chains.computeIfAbsent(write.page(), unused -> new ArrayList<>())
                    .add(new Version(proposal.version(), page));
        }
        for (PageRead read : proposal.reads()) {
            List<ProposalId> all = new ArrayList<>(readersOfNewest.getOrDefault(read.page(), List.of()));
            all.add(proposal.id());
            readersOfNewest.put(read.page(), all);
        }
        undecided.remove(proposal.id());
        tracker.committed(proposal.id(), proposal.deps());
        points.add(tracker.point());
        DecidedProposal news = new DecidedProposal(proposal.id(), Fate.COMMITTED, true, readers, proposal);
        decided.put(proposal.id(), news);
        fates.add(news);
        return fates;
    }

    /** Everything undecided is aborted, and all pages that have changed since are again what they were at the target. */
    List<DecidedProposal> rewind(int slot, ReadPoint target) {
        List<DecidedProposal> fates = new ArrayList<>();
        undecided().forEach(each -> fates.add(abort(each)));
        ProposalId id = ProposalId.of(slot, nextSeq[slot]++);
        Lsn lsn = Lsn.of(++lamport, id.writer());
        VersionId version = VersionId.of(id, lsn);
        List<PageWrite> writes = new ArrayList<>();
        List<BaseReaders> readers = new ArrayList<>();
        chains.computeIfAbsent(PageId.LINE, unused -> new ArrayList<>());
        for (PageId page : pages()) {
            if (page.equals(PageId.LINE) || !target.sees(newest(page))) {
                writes.add(new PageWrite(page, newest(page), Rewind.to(target)));
                List<Version> chain = chains.get(page);
                readers.add(new BaseReaders(page, newest(page), readersOfNewest.getOrDefault(page, List.of())));
                readersOfNewest.remove(page);
                chain.add(new Version(version, at(page, target).page()));
            }
        }
        Proposal backtrack =
                new Proposal(id, incarnation[slot], lsn, lsn, writes, List.of(), tracker.point(), List.of(), List.of());
        tracker.committed(id, backtrack.deps());
        points.add(tracker.point());
        DecidedProposal news = new DecidedProposal(id, Fate.COMMITTED, true, readers, backtrack);
        decided.put(id, news);
        fates.add(news);
        return fates;
    }

    private static boolean touches(Proposal other, PageWrite write) {
        return other.writes().stream()
                        .anyMatch(w -> w.page().equals(write.page()) && w.base().equals(write.base()))
                || other.reads().contains(new PageRead(write.page(), write.base()));
    }

    DecidedProposal abort(Proposal proposal) {
        undecided.remove(proposal.id());
        tracker.aborted(proposal.id());
        points.add(tracker.point());
        DecidedProposal news = DecidedProposal.aborted(proposal.id());
        decided.put(proposal.id(), news);
        return news;
    }

    /** The slot is opened by the next incarnation: it leaves out so many seqs, which are aborted. Returns the first left out. */
    long reopen(WriterId writer, int leftOut) {
        int slot = writer.slot();
        incarnation[slot]++;
        long from = nextSeq[slot];
        nextSeq[slot] += leftOut;
        for (long seq = from; seq < nextSeq[slot]; seq++) {
            ProposalId id = new ProposalId(writer, seq);
            tracker.aborted(id);
            decided.put(id, DecidedProposal.aborted(id));
        }
        return from;
    }
}
