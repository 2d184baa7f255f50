package dev.sextant.conflict.fate;

import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * What one segment holds of an undecided proposal: a single-decree Paxos acceptor (Lamport, Paxos Made Simple) whose ballot 0
 * is the owner's proposal itself.
 *
 * <p>Invariants: {@code accepted} and {@code value} are both present or both absent; {@code accepted <= promised}; a value
 * COMMITTED comes with the content.
 *
 * @param promised no ballot below is answered any more
 * @param accepted the highest ballot accepted
 * @param value what was accepted at it
 * @param content the proposal itself, once it was seen
 */
public record Register(
        Ballot promised,
        @Nullable Ballot accepted,
        @Nullable Fate value,
        @Nullable Proposal content) {
    /** Nothing promised, nothing accepted. */
    public static final Register BLANK = new Register(Ballot.PROPOSE, null, null, null);

    public Register {
        Check.state((accepted == null) == (value == null), "a value was accepted at a ballot");
        Check.state(accepted == null || accepted.compareTo(promised) <= 0, "what is accepted was promised");
        Check.state(value != Fate.COMMITTED || content != null, "whoever accepts COMMIT has the content");
    }

    Register promise(Ballot ballot) {
        return new Register(ballot, accepted, value, content);
    }

    Register accept(Ballot ballot, Fate newValue, @Nullable Proposal newContent) {
        return new Register(ballot, ballot, newValue, newContent == null ? content : newContent);
    }

    /** Whether this segment's standing vote is to commit. */
    public boolean holdsCommit() {
        return value == Fate.COMMITTED;
    }

    /** Whether this segment accepted the owner's renouncement, at ballot 1 and no other. */
    public boolean renouncedByOwner() {
        return value == Fate.ABORTED && Ballot.RENOUNCE.equals(accepted);
    }
}
