package dev.sextant.replication.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ProposalId;
import dev.sextant.api.Remedy;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Repairs after random histories, with messages lost, repeated and overtaken, settlers that go on, disks that are lost in between and
 * repairs that die: one fate for each proposal at all six, none that excludes another, and nothing that was counted is
 * turned into its opposite unless the plan said that this may happen.
 */
public final class RepairRuns {
    private static final int MOST_STEPS = 60;
    private static final int MOST_DISKS = 6;
    private static final int MOST_DEATHS = 3;
    private static final int MOST_REPAIRS = 20;
    private static final int PATIENCE = 20_000;
    private static final long MILLI = 1_000_000;

    int repaired;
    int guessed;
    /** Guessed the opposite of what was counted, as the plan said it may: a few in ten thousand. */
    int wrong;

    int begunByAnother;
    private long nonces;

    /** What is wrong in the run of a seed, in a line; null if nothing is. */
    public static @Nullable String failureOf(long seed) {
        try {
            new RepairRuns().run(seed);
            return null;
        } catch (RuntimeException | AssertionError failure) {
            return String.valueOf(failure);
        }
    }

    void run(long seed) {
        DoubtfulHistory history = new DoubtfulHistory(seed);
        history.run(history.random.nextInt(MOST_STEPS), history.random.nextInt(MOST_DISKS));
        history.gossip();
        int deaths = history.random.nextInt(MOST_DEATHS + 1);
        TreeMap<ProposalId, Boolean> mayBreak = new TreeMap<>();
        boolean done = false;
        for (int repair = 0; !done; repair++) {
            assertTrue(repair < MOST_REPAIRS, "repairs end");
            RepairPlan plan = plan(history);
            for (RepairPlan.Doubt doubt : plan.doubts()) {
                mayBreak.merge(doubt.proposal(), doubt.lossPossible(), Boolean::logicalOr);
                begunByAnother += doubt.reason().startsWith("An earlier repair") ? 1 : 0;
                guessed += doubt.lossPossible() ? 1 : 0;
            }
            boolean last = repair >= deaths;
            done = new Scene(history, plan, last).run() && last;
            if (!last && history.random.nextInt(4) == 0) {
                history.loseDisk(history.any(history.segments));
            }
            history.gossip();
            repaired += done && !plan.isEmpty() ? 1 : 0;
            // A settler that was under way may have made two against two of what could be decided before.
            done = done && plan(history).isEmpty();
        }
        check(history, mayBreak);
    }

    private static RepairPlan plan(DoubtfulHistory history) {
        List<WriterMessage.DoubtsAre> told =
                history.segments.stream().map(each -> each.doubts(0)).toList();
        return new RepairPlan(
                RepairChoice.of(told, Quorums.SIX).stream()
                        .map(RepairChoice::doubt)
                        .toList(),
                List.of());
    }

    private void check(DoubtfulHistory history, Map<ProposalId, Boolean> mayBreak) {
        assertEquals(List.of(), plan(history).doubts(), "nothing is left that needs a person");
        List<Proposal> committed = new ArrayList<>();
        for (Proposal proposal : history.proposals) {
            Fate fate = history.segments.get(0).acceptor.fates().of(proposal.id());
            for (VotingSegment segment : history.segments) {
                assertEquals(fate, segment.acceptor.fates().of(proposal.id()), proposal.id() + " at " + segment.id);
            }
            Fate counted = history.truth.get(proposal.id());
            if (fate != null && counted != null && fate != counted) {
                wrong++;
                assertTrue(mayBreak.getOrDefault(proposal.id(), false), proposal.id() + " was " + counted);
            }
            if (fate == Fate.COMMITTED) {
                committed.add(proposal);
            }
        }
        for (Proposal one : committed) {
            for (Proposal other : committed) {
                boolean same = one.id().equals(other.id());
                boolean fork = !same && overwrites(one, other, false);
                boolean cycle = !same && overwrites(one, other, true) && overwrites(other, one, true);
                assertTrue(!fork && !cycle, () -> one.id() + " and " + other.id() + " are committed");
            }
        }
    }

    /** Whether the one writes a page that the other writes, or reads; who read it and is known to have committed before may. */
    private static boolean overwrites(Proposal one, Proposal other, boolean reads) {
        return one.writes().stream()
                .anyMatch(write -> reads
                        ? other.reads().stream().anyMatch(also -> also.page().equals(write.page()))
                        : other.writes().stream().anyMatch(also -> also.page().equals(write.page())));
    }

    /** One repair, with all that happens meanwhile. */
    private final class Scene {
        private final DoubtfulHistory history;
        private final boolean calm;
        private final RepairPlan plan;
        private final Repairing repair;
        private final List<Runnable> underWay = new ArrayList<>();
        private @Nullable RepairOutcome outcome;
        private long nowNanos;

        Scene(DoubtfulHistory history, RepairPlan plan, boolean calm) {
            this.history = history;
            this.calm = calm;
            this.plan = plan;
            repair = new Repairing(
                    new RepairSettings((nonces += 100), Quorums.SIX, 20 * MILLI, 0, 0, 1_000 * MILLI), plan);
        }

        /** A settler that was under way decided something, or came between when a rival was gone. */
        private boolean isPlannedAnew() {
            return outcome instanceof RepairOutcome.Refused refused
                    && refused.why().remedy() != Remedy.FIX_SETUP;
        }

        /** Tells whether it came to its end; if it must, it does. */
        boolean run() {
            repair.on(new RepairInput.Tick(), nowNanos, this::perform);
            int dies = calm ? PATIENCE : 1 + history.random.nextInt(900);
            for (int step = 0; step < dies && outcome == null; step++) {
                int what = history.random.nextInt(10);
                if (what < 3) {
                    history.settlersStep();
                } else if (what == 3 || underWay.isEmpty()) {
                    nowNanos += MILLI;
                    repair.on(new RepairInput.Tick(), nowNanos, this::perform);
                } else {
                    int which = calm ? 0 : history.random.nextInt(underWay.size());
                    Runnable message = history.random.nextInt(20) == 0 ? underWay.get(which) : underWay.remove(which);
                    if (calm || history.random.nextInt(8) > 0) {
                        message.run();
                    }
                }
            }
            boolean repairedAll = outcome instanceof RepairOutcome.Repaired;
            if (calm && !repairedAll && !isPlannedAnew()) {
                throw new AssertionError("it does not end: " + outcome + " of " + plan);
            }
            // What is still on its way may arrive after its sender has died, and after another one has begun.
            while (!underWay.isEmpty() && history.random.nextInt(12) > 0) {
                underWay.remove(history.random.nextInt(underWay.size())).run();
            }
            return repairedAll;
        }

        private void perform(RepairEffect effect) {
            if (effect instanceof RepairEffect.Send send) {
                underWay.add(() -> arrive(send.to(), send.message()));
            } else if (effect instanceof RepairEffect.Ended ended) {
                outcome = ended.outcome();
            }
        }

        private void arrive(SegmentId to, SegmentMessage message) {
            WriterMessage answer = history.segments.get(to.index()).receive(message);
            if (answer != null) {
                underWay.add(() -> repair.on(new RepairInput.Received(answer), nowNanos, this::perform));
            }
        }
    }
}
