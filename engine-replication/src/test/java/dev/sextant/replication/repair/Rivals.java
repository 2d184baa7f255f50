package dev.sextant.replication.repair;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The proposals of a history, all about the first versions of the same two pages, and who owns which slot. An owner keeps to the rules:
 * a seq is used once, a page of its own is in one proposal at most that is undecided and not renounced (I10), and an attempt replaces
 * those before it (I4).
 */
final class Rivals {
    private static final int MOST_AT_FIRST = 4;
    private static final int MOST = 7;
    private static final int MOST_OF_AN_INCARNATION = 2;
    private static final int LAMPORTS = 20;

    private final SplittableRandom random;
    private final List<Proposal> proposals = new ArrayList<>();
    private final TreeSet<ProposalId> renounced = new TreeSet<>();
    private final long[] incarnations = new long[WriterId.MAX_COUNT];
    private final long[] nextSeqs = new long[WriterId.MAX_COUNT];

    Rivals(SplittableRandom random) {
        this.random = random;
        int count = 1 + random.nextInt(MOST_AT_FIRST);
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            incarnations[slot] = 1;
            nextSeqs[slot] = 1;
            if (slot < count) {
                add(slot, null, List.of());
            }
        }
    }

    List<Proposal> all() {
        return proposals;
    }

    /** Where a new disk's say begins. */
    long nextSeq(WriterId writer) {
        return nextSeqs[writer.slot()];
    }

    /** What is known to be aborted if this is committed: it writes one of its pages. Who read one may be committed or not. */
    List<Proposal> excludedBy(ProposalId committed) {
        List<PageId> written = proposals.stream()
                .filter(each -> each.id().equals(committed))
                .flatMap(each -> each.writes().stream())
                .map(PageWrite::page)
                .toList();
        return proposals.stream()
                .filter(each -> !each.id().equals(committed))
                .filter(each -> each.writes().stream().anyMatch(write -> written.contains(write.page())))
                .toList();
    }

    /** Under which claim a slot is open. */
    long openIncarnation(WriterId writer) {
        return incarnations[writer.slot()];
    }

    boolean isRenounced(ProposalId id) {
        return renounced.contains(id);
    }

    void renounce(ProposalId id) {
        renounced.add(id);
    }

    /** A slot has changed hands; tells the proposals that this closed. */
    List<Proposal> opened(Claimant by) {
        int slot = by.writer.slot();
        incarnations[slot] = by.incarnation;
        nextSeqs[slot] = by.firstSeq();
        return proposals.stream()
                .filter(each -> each.id().writer().equals(by.writer))
                .filter(each -> each.incarnation() < by.incarnation && each.id().seq() >= by.closeFrom())
                .toList();
    }

    /** Some owner proposes once more, if it may. */
    void drawAnother(FateLedger ledger) {
        int slot = random.nextInt(WriterId.MAX_COUNT);
        List<Proposal> own = proposals.stream()
                .filter(each -> each.id().slot() == slot && each.incarnation() == incarnations[slot])
                .toList();
        if (proposals.size() >= MOST || own.size() >= MOST_OF_AN_INCARNATION) {
            return;
        }
        Proposal before = own.isEmpty() ? null : own.get(0);
        if (before == null) {
            add(slot, null, List.of());
        } else if (ledger.countedOf(before.id()) == Fate.ABORTED) {
            add(slot, before, List.of());
        } else if (renounced.contains(before.id())) {
            add(slot, before, List.of(before.id()));
        }
    }

    private void add(int slot, @Nullable Proposal attemptBefore, List<ProposalId> replaces) {
        long lamport = 10 + LAMPORTS * (nextSeqs[slot] - 1) + random.nextInt(LAMPORTS);
        Lsn lsn = Lsn.of(lamport, new WriterId(slot));
        PageId one = new PageId(1 + random.nextInt(2));
        PageId other = new PageId(3 - one.value());
        List<PageWrite> writes = new ArrayList<>(List.of(new PageWrite(one, VersionId.NONE, new byte[] {1})));
        List<PageRead> reads = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> writes.add(new PageWrite(other, VersionId.NONE, new byte[] {1}));
            case 1 -> reads.add(new PageRead(other, VersionId.NONE));
            default -> {}
        }
        proposals.add(new Proposal(
                ProposalId.of(slot, nextSeqs[slot]),
                incarnations[slot],
                lsn,
                attemptBefore == null ? lsn : attemptBefore.age(),
                writes,
                reads,
                ReadPoint.ZERO,
                attemptBefore == null
                        ? List.of(new TransactionId(incarnations[slot], slot))
                        : attemptBefore.transactions(),
                replaces));
        nextSeqs[slot]++;
    }
}
