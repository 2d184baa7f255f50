package dev.sextant.api;

import dev.sextant.api.spi.Check;
import java.util.Arrays;

/**
 * A consistent state of the volume: per writer slot the sequence number {@code upTo}, and the few at or below it that are
 * missing. A proposal is visible in it iff its seq is at or below its slot's {@code upTo} and not missing. Immutable, safe
 * for use by any thread.
 *
 * <p>Invariants: every missing seq is positive and at or below its slot's {@code upTo}; missing seqs rise strictly; a slot
 * has at most {@link #MAX_MISSING} of them.
 */
public final class ReadPoint {
    /** The most seqs a slot may miss at or below its {@code upTo}; also the most undecided proposals a writer may run. */
    public static final int MAX_MISSING = 64;

    /** Nothing is visible: the state of an empty volume. */
    public static final ReadPoint ZERO = new ReadPoint(new long[WriterId.MAX_COUNT], new long[WriterId.MAX_COUNT][0]);

    private static final long[] NONE_MISSING = new long[0];

    private final long[] upTo;
    private final long[][] missing;

    private ReadPoint(long[] upTo, long[][] missing) {
        this.upTo = upTo;
        this.missing = missing;
    }

    /** A read point from per-slot arrays, which are copied. */
    public static ReadPoint of(long[] upTo, long[][] missing) {
        Check.argument(
                upTo.length == WriterId.MAX_COUNT && missing.length == WriterId.MAX_COUNT,
                "a read point has one entry for each writer slot");
        long[][] copy = new long[missing.length][];
        for (int slot = 0; slot < missing.length; slot++) {
            checkMissing(upTo[slot], missing[slot]);
            copy[slot] = missing[slot].clone();
        }
        return new ReadPoint(upTo.clone(), copy);
    }

    private static void checkMissing(long upTo, long[] missing) {
        Check.argument(upTo >= 0, "upTo is not negative");
        Check.argument(missing.length <= MAX_MISSING, "a slot misses at most " + MAX_MISSING + " seqs");
        long previous = 0;
        for (long seq : missing) {
            Check.argument(seq > previous && seq <= upTo, "missing seqs are positive, rise, and are at most upTo");
            previous = seq;
        }
    }

    /** This read point with another state for one slot. */
    public ReadPoint with(WriterId writer, long newUpTo, long[] newMissing) {
        checkMissing(newUpTo, newMissing);
        long[] upToCopy = upTo.clone();
        long[][] missingCopy = missing.clone();
        upToCopy[writer.slot()] = newUpTo;
        missingCopy[writer.slot()] = newMissing.length == 0 ? NONE_MISSING : newMissing.clone();
        return new ReadPoint(upToCopy, missingCopy);
    }

    /** Up to which seq of a slot proposals are visible, but for the missing ones. */
    public long upTo(WriterId writer) {
        return upTo[writer.slot()];
    }

    /** The seqs of a slot at or below its {@code upTo} that are not visible, rising; a copy. */
    public long[] missing(WriterId writer) {
        return missing[writer.slot()].clone();
    }

    /** Whether what this proposal wrote is part of this state, given that it committed. */
    public boolean sees(ProposalId proposal) {
        return sees(proposal.slot(), proposal.seq());
    }

    /** Whether this page version is part of this state, given that its proposal committed; {@link VersionId#NONE} always is. */
    public boolean sees(VersionId version) {
        return version.isNone() || sees((int) (version.lsn().value() & 3), version.seq());
    }

    private boolean sees(int slot, long seq) {
        return seq <= upTo[slot] && (missing[slot].length == 0 || Arrays.binarySearch(missing[slot], seq) < 0);
    }

    /** Whether everything visible in {@code other} is visible here too. */
    public boolean covers(ReadPoint other) {
        for (int slot = 0; slot < upTo.length; slot++) {
            if (other.upTo[slot] > upTo[slot] && !onlyMissingAbove(other, slot)) {
                return false;
            }
            for (long seq : missing[slot]) {
                if (other.sees(slot, seq)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether {@code other} sees nothing above our {@code upTo} of the slot, although its own is higher. */
    private boolean onlyMissingAbove(ReadPoint other, int slot) {
        if (other.upTo[slot] - upTo[slot] > other.missing[slot].length) {
            return false;
        }
        for (long seq = upTo[slot] + 1; seq <= other.upTo[slot]; seq++) {
            if (other.sees(slot, seq)) {
                return false;
            }
        }
        return true;
    }

    /** What is visible here or there. Where both are consistent, so is this. */
    public ReadPoint join(ReadPoint other) {
        ReadPoint joined = this;
        for (int slot = 0; slot < upTo.length; slot++) {
            boolean first = upTo[slot] >= other.upTo[slot];
            ReadPoint higher = first ? this : other;
            ReadPoint lower = first ? other : this;
            int at = slot;
            long[] inNeither = Arrays.stream(higher.missing[slot])
                    .filter(seq -> !lower.sees(at, seq))
                    .toArray();
            joined = joined.with(new WriterId(slot), higher.upTo[slot], inNeither);
        }
        return joined;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof ReadPoint other
                && Arrays.equals(upTo, other.upTo)
                && Arrays.deepEquals(missing, other.missing);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(upTo) + Arrays.deepHashCode(missing);
    }

    /** As {@code [17, 4-{2}, 0, 9]}: per slot {@code upTo}, and what is missing below it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int slot = 0; slot < upTo.length; slot++) {
            text.append(slot == 0 ? "" : ", ").append(upTo[slot]);
            if (missing[slot].length > 0) {
                text.append('-')
                        .append(Arrays.toString(missing[slot]).replace('[', '{').replace(']', '}'));
            }
        }
        return text.append(']').toString();
    }
}
