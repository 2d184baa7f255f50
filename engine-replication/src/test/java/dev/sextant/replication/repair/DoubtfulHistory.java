package dev.sextant.replication.repair;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Settler;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What may have happened to a few rivals before somebody repairs: votes, renouncements, settlers that got part of the way, fates told
 * to some, disks lost. What anybody could count is written down as the truth.
 */
final class DoubtfulHistory {
    static final long ABSTAIN_BELOW = 2;
    private static final int MOST_PROPOSALS = 4;

    final SplittableRandom random;
    final List<VotingSegment> segments = new ArrayList<>();
    final List<Proposal> proposals = new ArrayList<>();
    /** What owners and settlers counted, and may have told their clients. */
    final TreeMap<ProposalId, Fate> truth = new TreeMap<>();
    /** Settlers with messages on their way, at the time of a repair, too. */
    final List<Settler> settlers = new ArrayList<>();

    private final TreeMap<ProposalId, TreeSet<SegmentId>> votes = new TreeMap<>();
    private final TreeMap<ProposalId, TreeSet<SegmentId>> renouncements = new TreeMap<>();
    private final TreeSet<ProposalId> renounced = new TreeSet<>();
    private long round = Ballot.FIRST_SETTLING_ROUND;

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
        int count = 1 + random.nextInt(MOST_PROPOSALS);
        for (int slot = 0; slot < count; slot++) {
            proposals.add(proposal(slot));
            votes.put(proposals.get(slot).id(), new TreeSet<>());
            renouncements.put(proposals.get(slot).id(), new TreeSet<>());
        }
    }

    private Proposal proposal(int slot) {
        Lsn lsn = Lsn.of(10 + random.nextInt(20), new WriterId(slot));
        PageId one = new PageId(1 + random.nextInt(2));
        PageId other = new PageId(3 - one.value());
        List<PageWrite> writes = new ArrayList<>(List.of(new PageWrite(one, VersionId.NONE, new byte[] {1})));
        List<PageRead> reads = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> writes.add(new PageWrite(other, VersionId.NONE, new byte[] {1}));
            case 1 -> reads.add(new PageRead(other, VersionId.NONE));
            default -> {}
        }
        return new Proposal(
                ProposalId.of(slot, 1),
                1,
                lsn,
                lsn,
                writes,
                reads,
                ReadPoint.ZERO,
                List.of(new TransactionId(0, slot)),
                List.of());
    }

    /** Lets that much happen, with at most so many disks lost. */
    void run(int steps, int disksLost) {
        int lost = 0;
        for (int step = 0; step < steps; step++) {
            int what = random.nextInt(20);
            if (what < 9) {
                vote(any(proposals), any(segments));
            } else if (what < 11) {
                renounce(any(proposals), any(segments));
            } else if (what == 11) {
                settlers.add(new Settler(
                        any(proposals).id(),
                        Ballot.settling(round++, new WriterId(random.nextInt(4)), 1),
                        Quorums.SIX));
            } else if (what < 18) {
                settlersStep();
            } else if (what == 18) {
                tell(any(segments));
            } else if (lost < disksLost) {
                lost++;
                loseDisk(any(segments));
            }
        }
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void vote(Proposal proposal, VotingSegment segment) {
        Verdict verdict = segment.propose(proposal);
        if (verdict instanceof Verdict.Accepted && !renounced.contains(proposal.id())) {
            TreeSet<SegmentId> counted = votes.get(proposal.id());
            counted.add(segment.id);
            if (counted.size() >= Quorums.SIX.write()) {
                decide(proposal.id(), Fate.COMMITTED);
            }
        }
    }

    private void renounce(Proposal proposal, VotingSegment segment) {
        if (truth.get(proposal.id()) == Fate.COMMITTED) {
            return;
        }
        renounced.add(proposal.id());
        if (segment.acceptor.renounce(proposal.id(), 1, null, 0) instanceof Verdict.Accepted) {
            TreeSet<SegmentId> counted = renouncements.get(proposal.id());
            counted.add(segment.id);
            if (counted.size() >= Quorums.SIX.write()) {
                decide(proposal.id(), Fate.ABORTED);
            }
        }
    }

    void decide(ProposalId id, Fate fate) {
        Fate before = truth.put(id, fate);
        if (before != null && before != fate) {
            throw new AssertionError(id + " was " + before + " and is " + fate);
        }
    }

    /** One message of one settler is delivered and answered. */
    void settlersStep() {
        if (settlers.isEmpty()) {
            return;
        }
        Settler settler = any(settlers);
        VotingSegment segment = any(segments);
        Fate value = settler.value();
        if (settler.state() == Settler.State.PREPARING) {
            if (settler.mayChoose() && random.nextInt(3) == 0) {
                settler.choose();
            } else {
                answer(settler, segment.receive(new SegmentMessage.Prepare(settler.id(), settler.ballot())));
            }
        } else if (settler.state() != Settler.State.DECIDED && value != null) {
            answer(
                    settler,
                    segment.receive(new SegmentMessage.Settle(
                            settler.id(),
                            settler.ballot(),
                            value,
                            value == Fate.COMMITTED ? settler.content() : null)));
        }
        Fate decided = settler.value();
        if (settler.counted() && decided != null) {
            decide(settler.id(), decided);
        }
    }

    private static void answer(Settler settler, WriterMessage answer) {
        if (answer instanceof WriterMessage.Promised promised) {
            settler.onPromise(promised.segment(), promised.register());
        } else if (answer instanceof WriterMessage.Voted voted) {
            settler.onVerdict(voted.segment(), voted.verdict());
        }
    }

    /** Somebody who has counted tells a segment. */
    private void tell(VotingSegment segment) {
        Proposal proposal = any(proposals);
        Fate fate = truth.get(proposal.id());
        if (fate != null) {
            segment.learn(proposal.id(), fate, fate == Fate.COMMITTED ? proposal : null);
        }
    }

    /** Owners and settlers drop what the former disk said before the new one may count; it is filled from three others. */
    void loseDisk(VotingSegment segment) {
        votes.values().forEach(counted -> counted.remove(segment.id));
        renouncements.values().forEach(counted -> counted.remove(segment.id));
        settlers.forEach(settler -> settler.onGeneration(segment.id));
        List<VotingSegment> others = new ArrayList<>(segments);
        others.remove(segment);
        while (others.size() > Quorums.SIX.read()) {
            others.remove(random.nextInt(others.size()));
        }
        segment.replaceDisk(others, ABSTAIN_BELOW);
    }

    /** Until all know the same. */
    void gossip() {
        for (int round = 0; round < 2; round++) {
            for (VotingSegment one : segments) {
                for (VotingSegment other : segments) {
                    one.learnFrom(other);
                }
            }
        }
    }
}
