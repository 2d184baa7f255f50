package dev.sextant.api;

import dev.sextant.api.spi.Check;

/**
 * Log sequence number: a Lamport time and the slot of the writer that drew it, in one long ({@code lamport << 2 | slot}). It
 * is greater than every LSN its writer had seen, so it orders the versions of a page; it is not a position in a global log,
 * since there is none.
 */
public record Lsn(long value) implements Comparable<Lsn> {
    /** Before every LSN a writer draws. */
    public static final Lsn ZERO = new Lsn(0);

    public Lsn {
        Check.argument(value >= 0, "an LSN is not negative");
    }

    /** The LSN of a Lamport time drawn by a writer slot. */
    public static Lsn of(long lamport, WriterId writer) {
        return new Lsn(lamport << 2 | writer.slot());
    }

    /** The Lamport time, without the slot. */
    public long lamport() {
        return value >>> 2;
    }

    /** The slot of the writer that drew this LSN. */
    public WriterId writer() {
        return new WriterId((int) (value & 3));
    }

    /** Whether it was drawn later, in the order of LSNs. */
    public boolean isAfter(Lsn other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return lamport() + "." + (value & 3);
    }
}
