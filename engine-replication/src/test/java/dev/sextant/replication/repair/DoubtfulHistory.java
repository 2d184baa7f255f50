package dev.sextant.replication.repair;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What may have happened to a few rivals before somebody repairs: votes, renouncements, settlers that got part of the way, slots that
 * change hands, fates told to some, disks lost. What anybody could count is written down in the ledger.
 */
final class DoubtfulHistory {
    final SplittableRandom random;
    final List<VotingSegment> segments = new ArrayList<>();
    final FateLedger ledger = new FateLedger(segments);
    final Rivals rivals;
    final SettlersAtWork settlers;
    final SlotChanges slots;
    /** Whether owners propose more than once in this history. */
    final boolean drawsMore;
    /** Whether slots change hands in this history by themselves. */
    final boolean changesHands;

    private final Map<ProposalId, Set<SegmentId>> votes = new TreeMap<>();
    private final Map<ProposalId, Set<SegmentId>> renouncements = new TreeMap<>();

    DoubtfulHistory(long seed) {
        random = new SplittableRandom(seed);
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.add(new VotingSegment(new SegmentId(index)));
        }
        for (VotingSegment segment : segments) {
            for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
                segment.acceptor.claim(new WriterId(slot), 1, slot);
            }
        }
        rivals = new Rivals(random);
        settlers = new SettlersAtWork(random, this::decide);
        slots = new SlotChanges(random, segments, this::opened);
        drawsMore = random.nextInt(3) == 0;
        changesHands = random.nextInt(3) == 0;
    }

    /** Lets that much happen, with at most so many disks lost. */
    void run(int steps, int disksLost) {
        int lost = 0;
        for (int step = 0; step < steps; step++) {
            int what = random.nextInt(20 + (drawsMore ? 2 : 0) + (changesHands ? 3 : 0));
            if (what < 9) {
                vote(any(rivals.all()), any(segments));
            } else if (what < 11) {
                renounce(any(rivals.all()), any(segments));
            } else if (what == 11) {
                settlers.begin(any(rivals.all()).id());
            } else if (what < 18) {
                settlers.step(any(segments));
            } else if (what == 18) {
                tell(any(segments));
            } else if (what == 19) {
                if (lost < disksLost) {
                    lost++;
                    loseDisk(any(segments));
                }
            } else if (what < 22 && drawsMore) {
                rivals.drawAnother(ledger);
            } else {
                slots.step(any(segments));
            }
        }
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** All segments, in any order. */
    List<VotingSegment> shuffled() {
        List<VotingSegment> shuffled = new ArrayList<>(segments);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            shuffled.add(shuffled.remove(random.nextInt(i + 1)));
        }
        return shuffled;
    }

    // ---- owners ----------------------------------------------------------------------------------------------------

    /** Tells whether it was accepted. */
    boolean vote(Proposal proposal, VotingSegment segment) {
        boolean accepted = segment.propose(proposal) instanceof Verdict.Accepted;
        if (accepted && !rivals.isRenounced(proposal.id())) {
            count(votes, proposal.id(), segment.id, Fate.COMMITTED);
        }
        return accepted;
    }

    private void renounce(Proposal proposal, VotingSegment segment) {
        if (ledger.countedOf(proposal.id()) == Fate.COMMITTED) {
            return;
        }
        rivals.renounce(proposal.id());
        if (segment.acceptor.renounce(proposal.id(), proposal.incarnation(), null, 0) instanceof Verdict.Accepted) {
            count(renouncements, proposal.id(), segment.id, Fate.ABORTED);
        }
    }

    private void count(Map<ProposalId, Set<SegmentId>> answers, ProposalId id, SegmentId segment, Fate fate) {
        Set<SegmentId> counted = answers.computeIfAbsent(id, unused -> new TreeSet<>());
        counted.add(segment);
        if (counted.size() >= Quorums.SIX.write()) {
            decide(id, fate);
        }
    }

    // ---- what is counted -------------------------------------------------------------------------------------------

    /** Somebody has counted a fate; and knows with a commit that what excludes it is aborted. */
    private void decide(ProposalId id, Fate fate) {
        ledger.counted(id, fate);
        if (fate == Fate.COMMITTED) {
            rivals.excludedBy(id).forEach(each -> ledger.excluded(each.id(), id));
        }
    }

    private void opened(Claimant claimant) {
        rivals.opened(claimant).forEach(closed -> decide(closed.id(), Fate.ABORTED));
    }

    /** Somebody who has counted tells a segment. */
    private void tell(VotingSegment segment) {
        Proposal proposal = any(rivals.all());
        Fate fate = ledger.tellable(proposal.id());
        if (fate != null) {
            segment.learn(proposal.id(), fate, fate == Fate.COMMITTED ? proposal : null);
        }
    }

    // ---- segments --------------------------------------------------------------------------------------------------

    /** A disk is lost, and a new one filled from any three others. */
    void loseDisk(VotingSegment segment) {
        loseDisk(segment, shuffled());
    }

    /** The same from three that know no fate which others do not know, if there are as many. */
    void loseDiskUnluckily(VotingSegment segment) {
        List<VotingSegment> order = shuffled();
        order.sort(Comparator.comparing(this::knowsMore));
        loseDisk(segment, order);
    }

    /**
     * Whoever counts drops what the former disk said before the new one may count; and before that a slot that was claimed, and is not
     * open under that claim or a later one, is opened anew by four others.
     */
    private void loseDisk(VotingSegment segment, List<VotingSegment> order) {
        votes.values().forEach(counted -> counted.remove(segment.id));
        renouncements.values().forEach(counted -> counted.remove(segment.id));
        settlers.onGeneration(segment.id);
        slots.onGeneration(segment.id);
        order.remove(segment);
        List<VotingSegment> three = order.subList(0, Quorums.SIX.read());
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            if (SlotChanges.highestClaim(writer, three) > rivals.openIncarnation(writer)) {
                openAnew(writer, segment);
            }
        }
        segment.replaceDisk(three, rivals::nextSeq);
    }

    private void openAnew(WriterId writer, VotingSegment without) {
        List<VotingSegment> four = shuffled();
        four.remove(without);
        four.remove(0);
        Claimant claimant = slots.openAt(four, writer);
        for (long seq = claimant.closeFrom(); seq < claimant.firstSeq(); seq++) {
            ProposalId closed = new ProposalId(writer, seq);
            four.forEach(each -> each.learn(closed, Fate.ABORTED, null));
        }
    }

    /** Whether a segment knows a fate that another one does not know. */
    boolean knowsMore(VotingSegment segment) {
        return rivals.all().stream()
                .map(Proposal::id)
                .anyMatch(id -> segment.acceptor.fates().of(id) != null
                        && segments.stream()
                                .anyMatch(other -> other.acceptor.fates().of(id) == null));
    }

    /** Whether a segment has a say in any of the proposals. */
    boolean hasSay(VotingSegment segment) {
        return rivals.all().stream().anyMatch(each -> !segment.acceptor.abstains(each.id()));
    }

    /** Until all know the same. */
    void gossip() {
        for (int again = 0; again < 2; again++) {
            for (VotingSegment one : segments) {
                for (VotingSegment other : segments) {
                    one.learnFrom(other);
                }
            }
        }
    }
}
