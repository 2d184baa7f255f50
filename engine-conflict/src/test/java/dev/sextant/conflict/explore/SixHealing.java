package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Settler;
import java.util.List;
import java.util.TreeSet;

/**
 * The end of a random run: everything under way is lost, all segments that are whole are in reach, and one settler settles
 * what is undecided. All must get a fate, unless lost disks left too few segments that may vote on it.
 */
final class SixHealing {
    private static final long FIRST_ROUND = 1_000_000;
    private static final int MAX_PASSES = 12;

    private final World world;
    private final Network network;
    private final TreeSet<ProposalId> undecided;

    SixHealing(World world, Network network) {
        this.world = world;
        this.network = network;
        undecided = new TreeSet<>(world.truth().proposals().keySet());
    }

    void heal() {
        network.forgetAll();
        network.note(() -> "everything heals");
        world.segments().forEach(segment -> segment.reach(true));
        undecided.forEach(this::spread);
        for (int pass = 0; pass < MAX_PASSES && !undecided.isEmpty(); pass++) {
            for (ProposalId id : List.copyOf(undecided)) {
                if (undecided.contains(id)) {
                    settle(id, FIRST_ROUND + pass);
                }
            }
        }
        Check.state(undecided.isEmpty() || world.disksLost(), "liveness: in doubt with all in reach", undecided);
        world.statistics().inDoubt += undecided.size();
        network.forgetAll();
    }

    /** Gossip: every segment hears what any of them knows. */
    private void spread(ProposalId id) {
        Fate fate = world.truth().fates().get(id);
        if (fate != null) {
            for (SimSegment segment : world.segments()) {
                segment.acceptor().decided(id, fate, false, List.of(), world.contentOfCommitted(id, fate), World.NOW);
            }
        }
    }

    private void settle(ProposalId id, long round) {
        Ballot ballot = Ballot.settling(round, new WriterId(0), round);
        Settler settler = world.machinery().settler(id, ballot, Quorums.SIX);
        for (SimSegment segment : world.segments()) {
            if (segment.answers()) {
                Acceptor.Promise promise = segment.acceptor().prepare(id, ballot);
                if (promise.refusal() == null) {
                    settler.onPromise(segment.id, promise.register());
                } else {
                    settler.onVerdict(segment.id, promise.refusal());
                }
            }
        }
        if (settler.mayChoose()) {
            settler.choose();
            for (SimSegment segment : world.segments()) {
                if (segment.answers() && settler.state() != Settler.State.DECIDED) {
                    settler.onVerdict(
                            segment.id,
                            segment.acceptor().settle(id, ballot, settler.value(), settler.content(), World.NOW));
                }
            }
        }
        if (settler.state() == Settler.State.DECIDED) {
            world.truth().believed(id, settler.value());
            undecided.remove(id);
            for (SimSegment segment : world.segments()) {
                segment.acceptor()
                        .decided(
                                id,
                                settler.value(),
                                settler.counted(),
                                settler.readers(),
                                world.contentOfCommitted(id, settler.value()),
                                World.NOW);
            }
        }
    }
}
