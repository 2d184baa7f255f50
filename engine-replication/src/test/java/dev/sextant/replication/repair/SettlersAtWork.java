package dev.sextant.replication.repair;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Settler;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Settlers with messages on their way, at the time of a repair, too. None of them hears of any other. */
final class SettlersAtWork {
    private static final int MOST = 12;
    /** So many that closed a proposal leave no write quorum for it. */
    private static final int CLOSING = Quorums.SIX.segments() - Quorums.SIX.write() + 1;

    private final SplittableRandom random;
    private final BiConsumer<ProposalId, Fate> decided;
    private final List<Settler> settlers = new ArrayList<>();
    private long round = Ballot.FIRST_SETTLING_ROUND;

    /**
     * Nobody is at work.
     *
     * @param decided hears what a settler has found out by counting
     */
    SettlersAtWork(SplittableRandom random, BiConsumer<ProposalId, Fate> decided) {
        this.random = random;
        this.decided = decided;
    }

    /** Somebody begins to settle a proposal, unless enough are at work. */
    void begin(ProposalId id) {
        if (settlers.size() < MOST) {
            WriterId writer = new WriterId(random.nextInt(WriterId.MAX_COUNT));
            settlers.add(new Settler(id, Ballot.settling(round++, writer, 1), Quorums.SIX));
        }
    }

    /** One message of one of them is delivered and answered. */
    void step(VotingSegment segment) {
        if (settlers.isEmpty()) {
            return;
        }
        Settler settler = settlers.get(random.nextInt(settlers.size()));
        Fate value = settler.value();
        if (settler.state() == Settler.State.PREPARING) {
            if (settler.mayChoose() && random.nextInt(3) == 0) {
                settler.choose();
            } else {
                prepare(settler, segment);
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
    }

    /** The last one that began hears these, and may choose. */
    void prepareLast(List<VotingSegment> asked) {
        Settler last = settlers.get(settlers.size() - 1);
        asked.forEach(segment -> prepare(last, segment));
        if (last.mayChoose() && random.nextInt(4) > 0) {
            last.choose();
        }
    }

    private void prepare(Settler settler, VotingSegment segment) {
        answer(settler, segment.receive(new SegmentMessage.Prepare(settler.id(), settler.ballot())));
    }

    private void answer(Settler settler, WriterMessage answer) {
        if (answer instanceof WriterMessage.Promised promised) {
            settler.onPromise(promised.segment(), promised.register());
        } else if (answer instanceof WriterMessage.Voted voted) {
            settler.onVerdict(voted.segment(), voted.verdict());
        }
        Fate fate = settler.value();
        boolean counted = settler.counted() || settler.closedBy().size() >= CLOSING;
        if (settler.state() == Settler.State.DECIDED && counted && fate != null) {
            decided.accept(settler.id(), fate);
        }
    }

    /** The segment has a new disk: what the former one said is void. */
    void onGeneration(SegmentId segment) {
        settlers.forEach(settler -> settler.onGeneration(segment));
    }
}
