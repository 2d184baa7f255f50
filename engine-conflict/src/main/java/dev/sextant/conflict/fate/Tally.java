package dev.sextant.conflict.fate;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Rival;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The owner's view of one proposal of its own: counts votes, applies the tie rule and ends with the fate.
 *
 * <pre>
 *             4 accepts at ballot 0
 *   PROPOSED ────────────────────────▶ COMMITTED
 *      │  │ a settler is at work            ▲
 *      │  └────────▶ AWAITING_FATE ─────────┤ fate learned, or 4 accepts at ballot 0
 *      │ loses          │                   │
 *      ▼                ▼                   │ fate learned
 *   RENOUNCED ──────────┴──▶ ABORTED ◀──────┘
 *             4 ABORTs at ballot 1, or fate learned
 * </pre>
 *
 * <p>Invariant I6: having renounced, it never counts a ballot-0 accept again.
 */
public final class Tally {
    /** What a proposal is for its owner. */
    public enum State {
        /** Sent at ballot 0; votes are counted. */
        PROPOSED,
        /** A settler is at work on it: the owner neither resends nor renounces, and waits for the fate. */
        AWAITING_FATE,
        /** The owner gave up and collects ABORTs at ballot 1. */
        RENOUNCED,
        /** Four segments accepted it, or its fate was learned: it happened. */
        COMMITTED,
        /** It never happened. */
        ABORTED
    }

    /** Why a proposal lost, for the statistics and for when to come back. */
    public sealed interface Loss {
        /** A newer version of the page is decided: come back when it is known here. */
        record Overtaken(PageId page, VersionId newer) implements Loss {}

        /** An older rival or reservation was first. */
        record Outranked(Rival rival) implements Loss {}

        /** Too few answers within the vote timeout. */
        record TimedOut() implements Loss {}

        /** The slot was taken by another incarnation. */
        record Fenced(long incarnation) implements Loss {}
    }

    private final ProposalId id;
    private final Lsn age;
    private final Quorums quorums;
    private final TreeMap<SegmentId, Long> accepts = new TreeMap<>();
    private final TreeSet<SegmentId> abortAccepts = new TreeSet<>();
    private final TreeMap<SegmentId, Long> generations = new TreeMap<>();
    private final ReaderUnion readers;
    private State state = State.PROPOSED;
    private @Nullable Loss loss;
    private boolean counted;

    public Tally(ProposalId id, Lsn age, Quorums quorums) {
        this.id = id;
        this.age = age;
        this.quorums = quorums;
        readers = new ReaderUnion();
    }

    /** A deep copy. */
    public Tally(Tally other) {
        id = other.id;
        age = other.age;
        quorums = other.quorums;
        readers = other.readers.copy();
        accepts.putAll(other.accepts);
        abortAccepts.addAll(other.abortAccepts);
        generations.putAll(other.generations);
        state = other.state;
        loss = other.loss;
        counted = other.counted;
    }

    public ProposalId id() {
        return id;
    }

    public State state() {
        return state;
    }

    /** Why it was renounced; null before. */
    public @Nullable Loss loss() {
        return loss;
    }

    public boolean isDecided() {
        return state == State.COMMITTED || state == State.ABORTED;
    }

    /** Whether this tally itself counted the quorum that committed it, so that {@link #readers()} is complete. */
    public boolean counted() {
        return counted;
    }

    /** The union of the reader lists of the accepts it counted. */
    public List<BaseReaders> readers() {
        return readers.all();
    }

    /** The segments whose accept at ballot 0 is counted. */
    public List<SegmentId> acceptedBy() {
        return List.copyOf(accepts.keySet());
    }

    /** The segments that accepted the renouncement. */
    public List<SegmentId> renouncedBy() {
        return List.copyOf(abortAccepts);
    }

    /** A segment's answer to the proposal at ballot 0. */
    public void onVote(SegmentId segment, long generation, Verdict verdict) {
        if (isDecided()) {
            return;
        }
        if (verdict instanceof Verdict.Decided decided) {
            onFate(decided.fate());
        } else if (state == State.RENOUNCED) {
            return;
        } else if (verdict instanceof Verdict.Accepted accepted) {
            accept(segment, generation, accepted.readers());
        } else if (verdict instanceof Verdict.Preempted) {
            move(State.AWAITING_FATE);
        } else if (state == State.PROPOSED) {
            lose(verdict);
        }
    }

    private void accept(SegmentId segment, long generation, List<BaseReaders> seen) {
        if (generation < generations.getOrDefault(segment, generation)) {
            return;
        }
        accepts.put(segment, generation);
        readers.add(seen);
        if (accepts.size() >= quorums.write()) {
            counted = true;
            move(State.COMMITTED);
        }
    }

    /** The tie rule: renounce at the first refusal that cannot turn into a vote, or behind an older rival. */
    private void lose(Verdict verdict) {
        if (verdict instanceof Verdict.Stale stale) {
            renounce(new Loss.Overtaken(stale.page(), stale.newer()));
        } else if (verdict instanceof Verdict.Fenced fenced) {
            renounce(new Loss.Fenced(fenced.incarnation()));
        } else if (verdict instanceof Verdict.Parked parked) {
            Rival rival = parked.rival();
            if (rival != null && rival.isOlderThan(age)) {
                renounce(new Loss.Outranked(rival));
            }
        } else {
            Check.state(
                    verdict instanceof Verdict.Closed || verdict instanceof Verdict.Abstained,
                    "every refusal is handled",
                    verdict);
        }
    }

    /** The vote timeout is over. */
    public void onVoteTimeout() {
        if (state == State.PROPOSED) {
            renounce(new Loss.TimedOut());
        }
    }

    private void renounce(Loss why) {
        loss = why;
        move(State.RENOUNCED);
    }

    /** A segment's answer to the renouncement at ballot 1. */
    public void onRenounceVote(SegmentId segment, Verdict verdict) {
        if (isDecided() || state != State.RENOUNCED) {
            return;
        }
        if (verdict instanceof Verdict.Decided decided) {
            onFate(decided.fate());
        } else if (verdict instanceof Verdict.Accepted) {
            abortAccepts.add(segment);
            if (abortAccepts.size() >= quorums.write()) {
                move(State.ABORTED);
            }
        }
    }

    /** The fate was learned from somebody who knows it. */
    public void onFate(Fate fate) {
        State decided = fate == Fate.COMMITTED ? State.COMMITTED : State.ABORTED;
        if (isDecided()) {
            Check.state(state == decided, "a proposal has one fate", id);
        } else {
            move(decided);
        }
    }

    /**
     * A segment came back under another generation: votes it gave before, and that are not yet part of a quorum, are void, also
     * those still on their way.
     */
    public void onGeneration(SegmentId segment, long generation) {
        if (isDecided()) {
            return;
        }
        Long known = generations.put(segment, generation);
        Check.state(known == null || known <= generation, "a segment's generation only rises", segment);
        Long voted = accepts.get(segment);
        if (voted != null && voted < generation) {
            accepts.remove(segment);
        }
        if (known == null || known < generation) {
            abortAccepts.remove(segment);
        }
    }

    private void move(State next) {
        boolean legal = switch (state) {
            case PROPOSED -> next != State.PROPOSED;
            case AWAITING_FATE -> next == State.AWAITING_FATE || next == State.COMMITTED || next == State.ABORTED;
            case RENOUNCED -> next == State.COMMITTED || next == State.ABORTED;
            case COMMITTED, ABORTED -> false;
        };
        Check.state(legal, "a proposal does not go from " + state + " to " + next, id);
        state = next;
    }
}
