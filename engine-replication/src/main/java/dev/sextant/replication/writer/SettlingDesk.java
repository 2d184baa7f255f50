package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Settler;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives proposals whose owner is gone their fate. Settlers of several writers do not duel: each waits by its rank before its
 * first try and twice as long before each further one.
 */
final class SettlingDesk {
    static final int MAX_AT_ONCE = 256;
    static final int MAX_BACK_OFF_DOUBLINGS = 3;
    static final int RANK_ROUND_TRIPS = 2;

    private final WriterSettings settings;
    private final Outbox outbox;
    private final SegmentView segments;
    private final Flights flights;
    private final Tallies tallies;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final TreeMap<ProposalId, Task> tasks = new TreeMap<>();
    private Consumer<DecidedProposal> news = decided -> {};
    /** No ballot is used twice by this process, even if a proposal is settled again after its task was done. */
    private long freshRound = Ballot.FIRST_SETTLING_ROUND;

    private Consumer<ProposalId> standsInTheWay = rival -> {};

    private static final class Task {
        long round;
        int tries;
        /** Between two tries: answers to the last one, which may be parked somewhere, still count. */
        boolean resting = true;

        long nextTryAt;

        @Nullable
        Settler settler;

        long deadline;
        final long begunNanos;

        Task(long begunNanos) {
            this.begunNanos = begunNanos;
        }
    }

    SettlingDesk(
            WriterSettings settings,
            Outbox outbox,
            SegmentView segments,
            Flights flights,
            Tallies tallies,
            Clock clock,
            RoundTrips roundTrips) {
        this.settings = settings;
        this.outbox = outbox;
        this.segments = segments;
        this.flights = flights;
        this.tallies = tallies;
        this.clock = clock;
        this.roundTrips = roundTrips;
    }

    /** Who hears of what was settled. */
    void onNews(Consumer<DecidedProposal> listener) {
        news = listener;
    }

    /**
     * Who hears of an undecided rival that keeps segments from accepting a COMMIT. It is not for this desk to settle it at once:
     * its owner may live, and must be asked first. A settler could not tell whether a rival that the owner may still take back
     * has been committed, and where only four segments are left would make it stand for ever.
     */
    void onRival(Consumer<ProposalId> listener) {
        standsInTheWay = listener;
    }

    /** Nobody decides this proposal: settle it. */
    void settle(ProposalId id) {
        if (flights.incarnation() > 0 && tasks.size() < MAX_AT_ONCE && !tasks.containsKey(id)) {
            Task task = new Task(clock.nowNanos());
            task.round = freshRound;
            task.nextTryAt = clock.nowNanos() + rankDelay(id);
            tasks.put(id, task);
            onTime(clock.nowNanos());
        }
    }

    /** The next slot after the owner's settles first; an owner that restarted settles its own at once. */
    private long rankDelay(ProposalId id) {
        int slots = settings.peers().size() + 1;
        int rank = Math.floorMod(settings.id().slot() - id.slot() - 1, slots);
        boolean own = id.writer().equals(settings.id());
        return own ? 0 : (long) rank * RANK_ROUND_TRIPS * roundTrips.nanos();
    }

    /** The fate is known: nothing is left to do. */
    void decided(ProposalId id) {
        Task done = tasks.remove(id);
        if (done != null) {
            freshRound = Math.max(freshRound, done.round + 1);
        }
    }

    int count() {
        return tasks.size();
    }

    void onPromised(WriterMessage.Promised promised) {
        Task task = tasks.get(promised.id());
        Settler settler = task == null ? null : task.settler;
        if (task != null && settler != null && settler.ballot().equals(promised.ballot())) {
            settler.onPromise(promised.segment(), promised.register());
            if (settler.mayChoose() && settler.promiseCount() >= segments.reachableCount()) {
                choose(task, settler);
            }
        }
    }

    void onVoted(WriterMessage.Voted voted) {
        Task task = tasks.get(voted.id());
        Settler settler = task == null ? null : task.settler;
        if (task != null && settler != null && settler.ballot().equals(voted.ballot())) {
            settler.onVerdict(voted.segment(), voted.verdict());
            react(voted.id(), task, settler);
        }
    }

    private void choose(Task task, Settler settler) {
        settler.choose();
        task.resting = false;
        task.deadline = clock.nowNanos() + roundTrips.settleAnswerNanos();
        Fate value = Check.present(settler.value(), "a value was chosen");
        outbox.toSegments(new SegmentMessage.Settle(
                settler.id(), settler.ballot(), value, value == Fate.COMMITTED ? settler.content() : null));
    }

    private void react(ProposalId id, Task task, Settler settler) {
        switch (settler.state()) {
            case DECIDED -> finish(id, task, settler);
            case PREEMPTED -> {
                Ballot other = settler.preemptedBy();
                if (other != null && !other.isRepair()) {
                    task.round = Math.max(task.round, other.round());
                }
                again(task);
            }
            case BLOCKED -> {
                // Accepts of the other segments may still be under way, and four of them decide whatever blocks here;
                // and where it is blocked it waits for its turn. This try ends at its deadline.
                if (settler.rival() != null) {
                    standsInTheWay.accept(settler.rival().id());
                }
            }
            case PREPARING, SETTLING -> {}
        }
    }

    private void finish(ProposalId id, Task task, Settler settler) {
        decided(id);
        Fate fate = Check.present(settler.value(), "a decided settler has a value");
        Proposal content = fate == Fate.COMMITTED ? settler.content() : null;
        tallies.settled++;
        outbox.happened(new WriterEvent.Settled(id, fate, clock.nowNanos() - task.begunNanos));
        DecidedProposal decided = new DecidedProposal(id, fate, settler.counted(), settler.readers(), content);
        outbox.fate(decided);
        outbox.toFollowers(new WriterMessage.Redo(settings.id(), List.of(decided)));
        news.accept(decided);
    }

    private void again(Task task) {
        if (task.resting) {
            return;
        }
        task.resting = true;
        task.round++;
        task.tries++;
        long pause = roundTrips.settleAnswerNanos() << Math.min(task.tries - 1, MAX_BACK_OFF_DOUBLINGS);
        // Whole pauses apart, since anything less than an answer's time does not keep two settlers from meeting again.
        task.nextTryAt = clock.nowNanos() + pause * (1 + settings.id().slot());
    }

    void onTime(long nowNanos) {
        for (ProposalId id : List.copyOf(tasks.keySet())) {
            Task task = tasks.get(id);
            if (task == null) {
                continue;
            }
            Settler settler = task.settler;
            if (task.resting) {
                if (nowNanos >= task.nextTryAt) {
                    begin(id, task, nowNanos);
                }
            } else if (nowNanos >= task.deadline) {
                if (settler != null && settler.mayChoose()) {
                    choose(task, settler);
                } else {
                    outbox.happened(new WriterEvent.InDoubt(id));
                    again(task);
                }
            }
        }
    }

    private void begin(ProposalId id, Task task, long nowNanos) {
        Ballot ballot = Ballot.settling(task.round, settings.id(), flights.incarnation());
        task.settler = new Settler(id, ballot, settings.quorums());
        task.resting = false;
        task.deadline = nowNanos + roundTrips.settleAnswerNanos();
        outbox.toSegments(new SegmentMessage.Prepare(id, ballot));
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Task task : tasks.values()) {
            next = Math.min(next, task.resting ? task.nextTryAt : task.deadline);
        }
        return next;
    }

    void onGeneration(SegmentId segment) {
        for (Task task : tasks.values()) {
            if (task.settler != null) {
                task.settler.onGeneration(segment);
            }
        }
    }
}
