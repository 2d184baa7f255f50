package dev.sextant.replication.repair;

import dev.sextant.api.RepairPlan;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A repair with its messages under way. When it has died its questions may still arrive, but nobody hears the answers. */
final class RunningRepair {
    /** How far a repair has come, by what it has sent. */
    enum Mark {
        LOOKS,
        CLAIMS,
        SETTLES,
        TELLS
    }

    private static final long MILLI = 1_000_000;

    private final DoubtfulHistory history;
    private final Repairing repair;
    private final List<Runnable> underWay = new ArrayList<>();
    /** The generations of the segments when the first fate was to be accepted. */
    private final TreeMap<SegmentId, Long> disks = new TreeMap<>();

    private boolean alive = true;
    private Mark mark = Mark.LOOKS;
    private long nowNanos;
    private @Nullable RepairOutcome outcome;

    RunningRepair(DoubtfulHistory history, RepairPlan plan, long nonce) {
        this.history = history;
        repair = new Repairing(new RepairSettings(nonce, Quorums.SIX, 20 * MILLI, 0, 0, 1_000 * MILLI), plan);
        repair.on(new RepairInput.Tick(), nowNanos, this::perform);
    }

    @Nullable
    RepairOutcome outcome() {
        return outcome;
    }

    boolean hasCome(Mark to) {
        return mark.compareTo(to) >= 0;
    }

    void die() {
        alive = false;
    }

    boolean isIdle() {
        return underWay.isEmpty() && (!alive || outcome != null);
    }

    /** A millisecond later. */
    void tick() {
        if (alive) {
            nowNanos += MILLI;
            repair.on(new RepairInput.Tick(), nowNanos, this::perform);
        }
    }

    /** A message arrives, now and then not for the last time. If not the oldest must be the first, it is any of them, or is lost. */
    void deliver(boolean inOrder) {
        if (underWay.isEmpty()) {
            tick();
            return;
        }
        int which = inOrder ? 0 : history.random.nextInt(underWay.size());
        Runnable message = history.random.nextInt(20) == 0 ? underWay.get(which) : underWay.remove(which);
        if (inOrder || history.random.nextInt(8) > 0) {
            message.run();
        }
    }

    /** What is still on its way may arrive after all, in any order. */
    void deliverLate() {
        int most = history.random.nextBoolean() ? 12 : 3;
        while (!underWay.isEmpty() && history.random.nextInt(most) > 0) {
            underWay.remove(history.random.nextInt(underWay.size())).run();
        }
    }

    private void perform(RepairEffect effect) {
        if (effect instanceof RepairEffect.Send send) {
            sends(send.message());
            underWay.add(() -> arrive(send.to(), send.message()));
        } else if (effect instanceof RepairEffect.Ended ended) {
            outcome = ended.outcome();
        }
    }

    private void sends(SegmentMessage message) {
        if (message instanceof SegmentMessage.Claim) {
            reaches(Mark.CLAIMS);
        } else if (message instanceof SegmentMessage.Settle) {
            if (!hasCome(Mark.SETTLES)) {
                history.segments.forEach(each -> disks.put(each.id, each.generation));
            }
            reaches(Mark.SETTLES);
        } else if (message instanceof SegmentMessage.Decided decided) {
            reaches(Mark.TELLS);
            for (DecidedProposal each : decided.proposals()) {
                history.ledger.repairTells(each.id(), each.fate(), disks);
            }
        }
    }

    private void reaches(Mark to) {
        mark = hasCome(to) ? mark : to;
    }

    private void arrive(SegmentId to, SegmentMessage message) {
        WriterMessage answer = history.segments.get(to.index()).receive(message);
        if (answer != null && alive) {
            underWay.add(() -> {
                if (alive) {
                    repair.on(new RepairInput.Received(answer), nowNanos, this::perform);
                }
            });
        }
    }
}
