package dev.sextant.replication.repair;

import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How histories begin that come to a doubt more often than events in any order do. The events are the same, and what may come of
 * them is left to chance; only the order is that of the stories that a repair is for, or that would be the undoing of a wrong one.
 */
final class HistoryScripts {
    private final DoubtfulHistory history;
    private final SplittableRandom random;

    HistoryScripts(DoubtfulHistory history) {
        this.history = history;
        random = history.random;
    }

    /**
     * Somebody begins to settle, or to take a slot, then segments vote for the one or the other of two, as many for each, and disks are
     * lost. What settlers and claimants then have on its way has not arrived.
     */
    void standOff(int disksLost) {
        List<Proposal> pair = anyTwo();
        for (int begun = 1 + random.nextInt(3); begun > 0; begun--) {
            beginSettling(history.any(pair));
        }
        takeSlots();
        int first = 0;
        for (VotingSegment segment : history.shuffled()) {
            first = random.nextInt(8) == 0 ? first : 1 - first;
            if (!history.vote(pair.get(first), segment)) {
                history.vote(pair.get(1 - first), segment);
            }
        }
        takeSlots();
        settle(random.nextInt(2) * random.nextInt(12));
        for (VotingSegment segment : history.shuffled().subList(0, disksLost)) {
            history.loseDisk(segment);
            if (history.drawsMore) {
                history.rivals.drawAnother(history.ledger);
                history.run(random.nextInt(8), 0);
            }
        }
    }

    /**
     * Others propose after the disks are lost on which an older one was voted, so more segments have a say in theirs. Settlers of those get
     * a part of the way.
     */
    void lateRivals(int disksLost) {
        List<Proposal> all = history.rivals.all();
        List<VotingSegment> voters = history.shuffled();
        voters.subList(0, random.nextInt(voters.size())).forEach(segment -> history.vote(history.any(all), segment));
        history.shuffled().subList(0, disksLost).forEach(history::loseDisk);
        for (int drawn = 1 + random.nextInt(2); drawn > 0; drawn--) {
            history.rivals.drawAnother(history.ledger);
            Proposal late = all.get(all.size() - 1);
            history.shuffled()
                    .subList(0, random.nextInt(Quorums.SIX.write()))
                    .forEach(segment -> history.vote(late, segment));
            beginSettling(late);
            settle(random.nextInt(6));
        }
    }

    /** A few segments vote for a proposal, its slot changes hands among the others as far as it comes, and a settler is at work meanwhile. */
    void tornSlot(int disksLost) {
        Proposal torn = history.any(history.rivals.all());
        List<VotingSegment> order = history.shuffled();
        int votes = 1 + random.nextInt(Quorums.SIX.read());
        order.subList(0, votes).forEach(segment -> history.vote(torn, segment));
        Claimant claimant = history.slots.begin(torn.id().writer());
        order.subList(Math.min(votes, order.size() - Quorums.SIX.write()), order.size())
                .forEach(segment -> history.slots.step(claimant, segment));
        history.shuffled()
                .subList(0, random.nextInt(order.size()))
                .forEach(segment -> history.slots.step(claimant, segment));
        beginSettling(torn);
        settle(random.nextInt(3 * order.size()));
        history.shuffled().subList(0, disksLost).forEach(history::loseDisk);
    }

    private List<Proposal> anyTwo() {
        List<Proposal> all = history.rivals.all();
        int one = random.nextInt(all.size());
        int other = (one + 1 + random.nextInt(Math.max(1, all.size() - 1))) % all.size();
        return List.of(all.get(one), all.get(other));
    }

    /** A settler hears some segments, and may choose. */
    private void beginSettling(Proposal proposal) {
        history.settlers.begin(proposal.id());
        int asked = random.nextBoolean() ? Quorums.SIX.read() : random.nextInt(history.segments.size() + 1);
        history.settlers.prepareLast(history.shuffled().subList(0, asked));
    }

    private void settle(int steps) {
        for (int step = 0; step < steps; step++) {
            history.settlers.step(history.any(history.segments));
        }
    }

    private void takeSlots() {
        int steps = history.changesHands ? random.nextInt(10) : 0;
        for (int step = 0; step < steps; step++) {
            history.slots.step(history.any(history.segments));
        }
    }
}
