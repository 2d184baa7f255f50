package dev.sextant.api;

/** Names a transaction for ever: drawn once by the session that began it and kept through every attempt and retry of its commit. */
public record TransactionId(long high, long low) implements Comparable<TransactionId> {
    @Override
    public int compareTo(TransactionId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
