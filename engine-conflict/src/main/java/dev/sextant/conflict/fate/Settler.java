package dev.sextant.conflict.fate;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One try, at one ballot, to give a proposal whose owner does not answer its fate: a single-decree Paxos proposer with
 * flexible quorums (prepare 3, accept 4; Howard, Malkhi and Spiegelman 2016), whose choice after the first phase follows the
 * rule of Fast Paxos (Lamport 2006), since ballot 0 was the owner's.
 *
 * <p>Invariant I7: COMMIT is chosen whenever a write quorum may hold it at a lower ballot, ABORT only when none can.
 */
public final class Settler {
    /** How far a try has come. */
    public enum State {
        /** Collecting promises. */
        PREPARING,
        /** Collecting accepts of the chosen value. */
        SETTLING,
        /** The fate is known. */
        DECIDED,
        /** Another settler holds a higher ballot; try again later with a higher round. Accepts that still arrive are counted. */
        PREEMPTED,
        /**
         * COMMIT is refused somewhere because of an undecided rival (or an attempt it replaces): settle that one first. Accepts
         * that still arrive are counted.
         */
        BLOCKED
    }

    private final ProposalId id;
    private final Ballot ballot;
    private final Quorums quorums;
    private final Rules rules;
    private final TreeMap<SegmentId, Register> promises = new TreeMap<>();
    private final TreeSet<SegmentId> accepts = new TreeSet<>();
    private final TreeSet<SegmentId> closed = new TreeSet<>();
    private final ReaderUnion readers;
    private State state = State.PREPARING;
    private @Nullable Fate value;
    private @Nullable Proposal content;
    private @Nullable Ballot preemptedBy;
    private @Nullable Rival rival;
    private boolean counted;

    public Settler(ProposalId id, Ballot ballot, Quorums quorums) {
        this(id, ballot, quorums, Rules.PROTOCOL);
    }

    Settler(ProposalId id, Ballot ballot, Quorums quorums, Rules rules) {
        Check.state(ballot.round() >= Ballot.FIRST_SETTLING_ROUND, "rounds 0 and 1 belong to the owner");
        Check.state(!ballot.isRepair(), "the highest round belongs to repairs");
        this.id = id;
        this.ballot = ballot;
        this.quorums = quorums;
        this.rules = rules;
        readers = new ReaderUnion();
    }

    /** A deep copy. */
    public Settler(Settler other) {
        id = other.id;
        ballot = other.ballot;
        quorums = other.quorums;
        rules = other.rules;
        readers = other.readers.copy();
        promises.putAll(other.promises);
        accepts.addAll(other.accepts);
        closed.addAll(other.closed);
        state = other.state;
        value = other.value;
        content = other.content;
        preemptedBy = other.preemptedBy;
        rival = other.rival;
        counted = other.counted;
    }

    public ProposalId id() {
        return id;
    }

    public Ballot ballot() {
        return ballot;
    }

    public State state() {
        return state;
    }

    /** The value being settled, or the fate once decided; null while preparing. */
    public @Nullable Fate value() {
        return value;
    }

    /** The proposal itself, once any segment told it. */
    public @Nullable Proposal content() {
        return content;
    }

    /** Whether this try itself counted the quorum that decided, so that {@link #readers()} is complete for a COMMIT. */
    public boolean counted() {
        return counted;
    }

    /** The union of the reader lists of the accepts it counted. */
    public List<BaseReaders> readers() {
        return readers.all();
    }

    /** The higher ballot that stopped this try. */
    public @Nullable Ballot preemptedBy() {
        return preemptedBy;
    }

    /** What blocks COMMIT; null in state BLOCKED if it is a replaced attempt. */
    public @Nullable Rival rival() {
        return rival;
    }

    /** The number of segments that have promised. */
    public int promiseCount() {
        return promises.size();
    }

    /** The segments that have accepted the value. */
    public List<SegmentId> acceptedBy() {
        return List.copyOf(accepts);
    }

    /** The segments that have promised. */
    public List<SegmentId> promisedBy() {
        return List.copyOf(promises.keySet());
    }

    /** What a segment had accepted when it promised; null if it has not promised. */
    public @Nullable Register promiseOf(SegmentId segment) {
        return promises.get(segment);
    }

    /** The segments that refused COMMIT because an opening closed it. */
    public List<SegmentId> closedBy() {
        return List.copyOf(closed);
    }

    /** A segment's promise of this ballot, with what it had accepted. */
    public void onPromise(SegmentId segment, Register register) {
        if (state != State.PREPARING) {
            return;
        }
        promises.put(segment, register);
        if (register.content() != null) {
            content = register.content();
        }
    }

    /** Whether enough segments have promised that a value may be chosen. More promises can only make the choice clearer. */
    public boolean mayChoose() {
        return state == State.PREPARING && promises.size() >= quorums.read();
    }

    /** Whether every segment has promised, so that waiting longer brings nothing. */
    public boolean allPromised() {
        return promises.size() == quorums.segments();
    }

    /** Ends the first phase: fixes the value to settle. */
    public void choose() {
        Check.state(mayChoose(), "a value is chosen after a read quorum of promises", id);
        value = choice();
        Check.state(value == Fate.ABORTED || content != null, "whoever accepted COMMIT has the content", id);
        state = State.SETTLING;
    }

    private Fate choice() {
        int commits = 0;
        Ballot highest = Ballot.PROPOSE;
        Fate atHighest = Fate.COMMITTED;
        for (Map.Entry<SegmentId, Register> promise : promises.entrySet()) {
            Register register = promise.getValue();
            if (register.holdsCommit()) {
                commits++;
            }
            Ballot accepted = register.accepted();
            Fate acceptedValue = register.value();
            if (accepted != null && acceptedValue != null && accepted.compareTo(highest) > 0) {
                highest = accepted;
                atHighest = acceptedValue;
            }
        }
        return rules.mayBeCommitted(quorums, commits, promises.size()) ? atHighest : Fate.ABORTED;
    }

    /** A segment's answer to the second phase, or its refusal of the first. */
    public void onVerdict(SegmentId segment, Verdict verdict) {
        if (state == State.DECIDED) {
            return;
        }
        if (verdict instanceof Verdict.Decided decided) {
            onFate(decided.fate());
        } else if (verdict instanceof Verdict.Closed) {
            closed.add(segment);
            if (closed.size() >= quorums.segments() - quorums.write() + 1) {
                onFate(Fate.ABORTED);
            }
        } else if (verdict instanceof Verdict.Accepted accepted) {
            onAccepted(segment, accepted.readers());
        } else if (state == State.PREPARING || state == State.SETTLING) {
            onRefusal(verdict);
        }
    }

    private void onAccepted(SegmentId segment, List<BaseReaders> seen) {
        Check.state(value != null, "a value is accepted after it was chosen", id);
        accepts.add(segment);
        readers.add(seen);
        if (accepts.size() >= quorums.write()) {
            counted = true;
            state = State.DECIDED;
        }
    }

    private void onRefusal(Verdict verdict) {
        if (verdict instanceof Verdict.Preempted preempted) {
            preemptedBy = preempted.promised();
            state = State.PREEMPTED;
        } else if (verdict instanceof Verdict.Parked parked && state == State.SETTLING) {
            rival = parked.rival();
            state = State.BLOCKED;
        }
    }

    /** The fate was learned from somebody who knows it. */
    public void onFate(Fate fate) {
        if (state == State.DECIDED) {
            Check.state(value == fate, "a proposal has one fate", id);
            return;
        }
        value = fate;
        state = State.DECIDED;
    }

    /** A segment came back under another generation: what it said before, and is not yet part of a decision, is void. */
    public void onGeneration(SegmentId segment) {
        if (state != State.DECIDED) {
            promises.remove(segment);
            accepts.remove(segment);
            closed.remove(segment);
        }
    }
}
