package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what commits say they wrote with the deltas that are there, in two passes over either and little memory: a sum for
 * every stretch of seqs, to which a commit's outline adds and a stored delta takes away. Only a stretch whose sum is not zero
 * in the end needs a closer look.
 */
final class DeltaLedger {
    private static final long SEQS_PER_STRETCH = 1_024;

    private final Map<ProposalId, Long> sums = new TreeMap<>();

    /** A commit says that it wrote this. */
    void promised(ProposalId id, PageId page, VersionId base, long deltaBytes) {
        add(id, hash(id, page, base, deltaBytes));
    }

    /** A delta of a commit is there. */
    void found(ProposalId id, PageId page, VersionId base, long deltaBytes) {
        add(id, -hash(id, page, base, deltaBytes));
    }

    private void add(ProposalId id, long hash) {
        sums.merge(stretch(id), hash, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** The stretch of a proposal, named by its first seq, which is at least 1. */
    static ProposalId stretch(ProposalId id) {
        return ProposalId.of(id.slot(), id.seq() / SEQS_PER_STRETCH * SEQS_PER_STRETCH + 1);
    }

    /** The first seq of a stretch, or 0 before the first. */
    static long beginOf(ProposalId stretch) {
        return stretch.seq() - 1;
    }

    /** The first seq after a stretch. */
    static ProposalId endOf(ProposalId stretch) {
        return ProposalId.of(stretch.slot(), beginOf(stretch) + SEQS_PER_STRETCH);
    }

    /** The stretches in which something differs. */
    List<ProposalId> differing() {
        return new ArrayList<>(sums.keySet());
    }

    private static long hash(ProposalId id, PageId page, VersionId base, long deltaBytes) {
        long hash = mix(id.slot() + 1L);
        hash = mix(hash ^ id.seq());
        hash = mix(hash ^ page.value());
        hash = mix(hash ^ base.lsn().value());
        hash = mix(hash ^ base.seq());
        return mix(hash ^ deltaBytes);
    }

    /** Spreads the bits (the finisher of SplitMix64). */
    private static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
