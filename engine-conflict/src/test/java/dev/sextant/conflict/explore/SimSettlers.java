package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Settler;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The settling tries of one process, each with the production settler. */
final class SimSettlers {
    private static final int MAX_TRIES_AT_ONCE = 6;

    private final World world;
    private final SimWriter writer;
    private final SplittableRandom random;
    private final TreeMap<Ballot, Settler> tries = new TreeMap<>();
    private long nextRound = Ballot.FIRST_SETTLING_ROUND;

    SimSettlers(World world, SimWriter writer, SplittableRandom random) {
        this.world = world;
        this.writer = writer;
        this.random = random;
    }

    void start(ProposalId id) {
        if (!writer.isOpen() || writer.fateOf(id) != null || tries.size() >= MAX_TRIES_AT_ONCE) {
            return;
        }
        nextRound += 1 + random.nextInt(2);
        Ballot ballot = Ballot.settling(nextRound, writer.slot, writer.incarnation());
        Settler settler = world.machinery().settler(id, ballot, Quorums.SIX);
        tries.put(ballot, settler);
        world.ask(writer, () -> "prepare " + id + " at " + ballot, segment -> {
            Acceptor.Promise promise = segment.acceptor().prepare(id, ballot);
            world.answer(writer, segment, () -> "promise for " + id + " at " + ballot + " " + promise, () -> {
                if (promise.refusal() == null) {
                    settler.onPromise(segment.id, promise.register());
                } else {
                    onVerdict(settler, segment, promise.refusal());
                }
            });
        });
    }

    /** Gives one try, drawn at random, its next step: to choose, or to be given up. */
    void nudge() {
        if (tries.isEmpty() || !writer.isOpen()) {
            return;
        }
        Settler settler = List.copyOf(tries.values()).get(random.nextInt(tries.size()));
        if (settler.mayChoose()) {
            settler.choose();
            settle(settler);
        } else if (random.nextInt(4) == 0) {
            tries.remove(settler.ballot());
        }
    }

    private void settle(Settler settler) {
        ProposalId id = settler.id();
        Fate value = settler.value();
        Proposal content = value == Fate.COMMITTED ? settler.content() : null;
        world.ask(writer, () -> "settle " + id + " at " + settler.ballot() + " " + value, segment -> {
            Verdict verdict = segment.acceptor().settle(id, settler.ballot(), value, content, World.NOW);
            world.answer(
                    writer, segment, () -> "settled " + id + " " + verdict, () -> onVerdict(settler, segment, verdict));
        });
    }

    /** A segment votes by itself on what it had parked; the try it was parked for may have been given up since. */
    void onVerdict(Ballot ballot, SimSegment segment, Verdict verdict) {
        Settler settler = tries.get(ballot);
        if (settler != null) {
            onVerdict(settler, segment, verdict);
        }
    }

    private void onVerdict(Settler settler, SimSegment segment, Verdict verdict) {
        boolean decided = settler.state() == Settler.State.DECIDED;
        settler.onVerdict(segment.id, verdict);
        if (settler.state() == Settler.State.DECIDED && !decided) {
            tries.remove(settler.ballot());
            world.statistics().settled += settler.counted() ? 1 : 0;
            writer.tell(settler.id(), settler.value(), settler.counted(), settler.readers());
        } else if (settler.state() == Settler.State.BLOCKED && settler.rival() != null && random.nextBoolean()) {
            tries.remove(settler.ballot());
            start(settler.rival().id());
        }
    }

    void onFate(ProposalId id, Fate fate) {
        for (Settler settler : List.copyOf(tries.values())) {
            if (settler.id().equals(id)) {
                settler.onFate(fate);
                tries.remove(settler.ballot());
            }
        }
    }

    void onGeneration(SegmentId segment) {
        tries.values().forEach(settler -> settler.onGeneration(segment));
    }
}
