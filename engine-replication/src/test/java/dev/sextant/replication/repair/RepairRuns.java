package dev.sextant.replication.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.RepairPlan;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repairs after random histories, with messages lost, repeated and overtaken, settlers that go on, disks that are lost in between and
 * repairs that die or go on beside the next: one fate for each proposal at all six, none that excludes another, nothing that was counted
 * is turned into its opposite unless the plan said that this may happen, and nothing at all that a repair has told.
 */
public final class RepairRuns {
    private static final int MOST_STEPS = 60;
    private static final int MOST_STEPS_BETWEEN = 20;
    private static final int MOST_DISKS = 6;
    private static final int MOST_DEATHS = 3;
    private static final int MOST_REPAIRS = 20;

    int repaired;
    int guessed;
    /** Guessed the opposite of what was counted, as the plan said it may. */
    int wrong;

    int begunByAnother;
    /** How often several disks were lost between two repairs. */
    int disasters;
    /** How often one began while another one was under way. */
    int besides;

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
        begin(history);
        int deaths = history.random.nextInt(MOST_DEATHS + 1);
        List<RunningRepair> notDead = new ArrayList<>();
        boolean done = false;
        for (int repair = 0; !done; repair++) {
            assertTrue(repair < MOST_REPAIRS, "repairs end");
            boolean last = repair >= deaths;
            if (last) {
                bury(notDead);
            }
            history.gossip();
            RepairPlan plan = plan(history);
            history.ledger.planned(plan);
            count(plan);
            besides += notDead.isEmpty() ? 0 : 1;
            RepairScene scene = new RepairScene(history, plan, last, nonces += 100, notDead);
            done = scene.run() && last;
            repaired += done && !plan.isEmpty() ? 1 : 0;
            if (last) {
                scene.repair.deliverLate();
            } else {
                leave(history, scene.repair, notDead);
                betweenRepairs(history);
            }
            history.gossip();
            // A settler that was under way may have made two against two of what could be decided before.
            done = done && plan(history).isEmpty();
        }
        check(history);
    }

    /** In a history that looks for trouble, or in one where anything happens in any order. */
    private static void begin(DoubtfulHistory history) {
        HistoryScripts scripts = new HistoryScripts(history);
        int disks = history.random.nextInt(MOST_DISKS);
        switch (history.random.nextInt(7)) {
            case 0, 1 -> scripts.standOff(history.random.nextInt(3) > 0 ? 2 : disks);
            case 2 -> scripts.lateRivals(disks);
            case 3 -> scripts.tornSlot(disks);
            default -> history.run(history.random.nextInt(MOST_STEPS), disks);
        }
        history.run(history.random.nextInt(2) * history.random.nextInt(MOST_STEPS_BETWEEN), 0);
    }

    private void count(RepairPlan plan) {
        for (RepairPlan.Doubt doubt : plan.doubts()) {
            begunByAnother += doubt.reason().startsWith("An earlier repair") ? 1 : 0;
            guessed += doubt.lossPossible() ? 1 : 0;
        }
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

    // ---- between two repairs ---------------------------------------------------------------------------------------

    /** A repair that is left alone dies, or goes on beside the next one; what it sent may arrive now, or then, or not at all. */
    private static void leave(DoubtfulHistory history, RunningRepair repair, List<RunningRepair> notDead) {
        if (history.random.nextInt(3) > 0) {
            repair.die();
        }
        if (history.random.nextInt(3) > 0) {
            repair.deliverLate();
        }
        notDead.add(repair);
        notDead.removeIf(RunningRepair::isIdle);
    }

    private static void bury(List<RunningRepair> notDead) {
        notDead.forEach(RunningRepair::die);
        notDead.forEach(RunningRepair::deliverLate);
        notDead.clear();
    }

    /** Nothing happens, or something does; a disaster more often where some know what others do not. */
    private void betweenRepairs(DoubtfulHistory history) {
        boolean halfTold = history.segments.stream().anyMatch(history::knowsMore);
        int what = history.random.nextInt(halfTold ? 4 : 8);
        if (what < 2) {
            loseMany(history);
        } else if (what < 4) {
            history.loseDisk(history.any(history.segments));
        } else if (what == 4) {
            history.run(history.random.nextInt(MOST_STEPS_BETWEEN), 1);
        }
    }

    /**
     * One disk after the other is lost before segments have told one another anything, but all but one at most: any, or just those that
     * know a fate which others do not, or that have a say.
     */
    private void loseMany(DoubtfulHistory history) {
        disasters++;
        List<VotingSegment> doomed = history.shuffled();
        switch (history.random.nextInt(3)) {
            case 0 -> doomed.removeIf(each -> !history.knowsMore(each));
            case 1 -> doomed.removeIf(each -> !history.knowsMore(each) && !history.hasSay(each));
            default ->
                doomed.subList(history.random.nextInt(doomed.size()), doomed.size())
                        .clear();
        }
        doomed.subList(0, Math.min(doomed.size(), history.segments.size() - 1)).forEach(history::loseDiskUnluckily);
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    private void check(DoubtfulHistory history) {
        assertEquals(List.of(), plan(history).doubts(), "nothing is left that needs a person");
        List<Proposal> committed = new ArrayList<>();
        for (Proposal proposal : history.rivals.all()) {
            Fate fate = history.segments.get(0).acceptor.fates().of(proposal.id());
            for (VotingSegment segment : history.segments) {
                assertEquals(fate, segment.acceptor.fates().of(proposal.id()), proposal.id() + " at " + segment.id);
            }
            wrong += history.ledger.check(proposal.id(), fate) ? 1 : 0;
            if (fate == Fate.COMMITTED) {
                committed.add(proposal);
            }
        }
        for (Proposal one : committed) {
            for (Proposal other : committed) {
                boolean same = one.id().equals(other.id());
                boolean fork = !same && overwrites(one, other, false);
                boolean cycle = !same && overwrites(one, other, true) && overwrites(other, one, true);
                boolean twice = !same && one.transactions().stream().anyMatch(other.transactions()::contains);
                assertTrue(!fork && !cycle && !twice, () -> one.id() + " and " + other.id() + " are committed");
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
}
