package dev.sextant.conflict.explore;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What really happened in a random run, seen from nowhere: every proposal made, every accept of every segment, every fate
 * anybody believes. Throws as soon as two beliefs differ; the rest is checked at the end.
 */
final class Truth {
    private final TreeMap<ProposalId, Proposal> proposals = new TreeMap<>();
    private final List<ProposalId> inOrder = new ArrayList<>();
    private final TreeMap<ProposalId, Fate> fates = new TreeMap<>();
    private final TreeMap<ProposalId, TreeMap<Ballot, Integer>> commitAccepts = new TreeMap<>();

    void proposed(Proposal proposal) {
        inOrder.add(proposal.id());
        Check.state(proposals.put(proposal.id(), proposal) == null, "a seq was drawn twice", proposal.id());
    }

    /** All proposals, as they were made. */
    List<ProposalId> inOrder() {
        return inOrder;
    }

    Proposal proposal(ProposalId id) {
        return Check.present(proposals.get(id), "a proposal that was made");
    }

    Map<ProposalId, Proposal> proposals() {
        return proposals;
    }

    void accepted(int segment, ProposalId id, Ballot ballot) {
        commitAccepts.computeIfAbsent(id, unused -> new TreeMap<>()).merge(ballot, 1 << segment, (a, b) -> a | b);
    }

    void believed(ProposalId id, Fate fate) {
        Fate known = fates.put(id, fate);
        Check.state(known == null || known == fate, "agreement: two fates are believed", id);
    }

    Map<ProposalId, Fate> fates() {
        return fates;
    }

    // ---- at the end ------------------------------------------------------------------------------------------------

    void check() {
        fates.forEach(this::checkCount);
        List<Proposal> committed = new ArrayList<>();
        for (Proposal proposal : proposals.values()) {
            if (fates.get(proposal.id()) == Fate.COMMITTED) {
                committed.add(proposal);
            }
        }
        checkAtMostOnce(committed);
        checkSerializable(committed, checkChains(committed));
    }

    /** A commit was really accepted by a quorum at one ballot; what a settler's quorum accepted is no abort. */
    private void checkCount(ProposalId id, Fate fate) {
        boolean quorum = false;
        boolean settled = false;
        for (Map.Entry<Ballot, Integer> accepts :
                commitAccepts.getOrDefault(id, new TreeMap<>()).entrySet()) {
            boolean counts = Integer.bitCount(accepts.getValue()) >= Quorums.SIX.write();
            quorum |= counts;
            settled |= counts && accepts.getKey().round() >= Ballot.FIRST_SETTLING_ROUND;
        }
        Check.state(fate == Fate.ABORTED || quorum, "truth: committed with no quorum", id);
        Check.state(fate == Fate.COMMITTED || !settled, "truth: aborted, but a quorum accepted COMMIT", id);
    }

    private static void checkAtMostOnce(List<Proposal> committed) {
        TreeSet<TransactionId> seen = new TreeSet<>();
        for (Proposal proposal : committed) {
            for (TransactionId transaction : proposal.transactions()) {
                Check.state(seen.add(transaction), "at most once: a transaction committed twice", proposal.id());
            }
        }
    }

    /** Every page's committed versions are one chain; gives for each version the proposal that overwrote it. */
    private static Map<String, Proposal> checkChains(List<Proposal> committed) {
        TreeMap<String, Proposal> overwrites = new TreeMap<>();
        TreeSet<String> versions = new TreeSet<>();
        for (Proposal proposal : committed) {
            for (PageWrite write : proposal.writes()) {
                Proposal other = overwrites.put(key(write.page(), write.base()), proposal);
                Check.state(other == null, "exclusion: two committed on one base", proposal.id());
                versions.add(key(write.page(), proposal.version()));
            }
        }
        for (Proposal proposal : committed) {
            for (PageWrite write : proposal.writes()) {
                Check.state(
                        write.base().isNone() || versions.contains(key(write.page(), write.base())),
                        "chain: built on what was not committed",
                        proposal.id());
                Check.state(write.base().compareTo(proposal.version()) < 0, "chain: versions rise", proposal.id());
            }
        }
        return overwrites;
    }

    private static String key(PageId page, VersionId version) {
        return page + "@" + version;
    }

    /** Who read or overwrote a version comes after who made it; who overwrote it comes after who read it. */
    private void checkSerializable(List<Proposal> committed, Map<String, Proposal> overwrites) {
        Map<ProposalId, Set<ProposalId>> after = new TreeMap<>();
        for (Proposal proposal : committed) {
            for (PageWrite write : proposal.writes()) {
                edge(after, write.base(), proposal.id());
            }
            for (PageRead read : proposal.reads()) {
                edge(after, read.version(), proposal.id());
                Proposal overwriter = overwrites.get(key(read.page(), read.version()));
                if (overwriter != null && !overwriter.id().equals(proposal.id())) {
                    after.computeIfAbsent(proposal.id(), unused -> new TreeSet<>())
                            .add(overwriter.id());
                }
            }
        }
        TreeSet<ProposalId> done = new TreeSet<>();
        for (Proposal proposal : committed) {
            visit(proposal.id(), after, new TreeSet<>(), done);
        }
    }

    private static void edge(Map<ProposalId, Set<ProposalId>> after, VersionId from, ProposalId to) {
        if (!from.isNone()) {
            after.computeIfAbsent(from.proposal(), unused -> new TreeSet<>()).add(to);
        }
    }

    private static void visit(
            ProposalId id, Map<ProposalId, Set<ProposalId>> after, Set<ProposalId> path, Set<ProposalId> done) {
        if (done.contains(id)) {
            return;
        }
        Check.state(path.add(id), "serializability: a cycle of reads and writes", path);
        for (ProposalId next : after.getOrDefault(id, Set.of())) {
            visit(next, after, path, done);
        }
        path.remove(id);
        done.add(id);
    }
}
