package dev.sextant.bench.bound;

/**
 * What one thing takes that commits are made of, at best.
 *
 * @param name for tables
 * @param what it is, in a sentence
 * @param perSecond how often it can be done, or bytes for memory
 * @param p50Micros half take at most so long; 0 where that says nothing
 * @param p99Micros of 100 take 99 at most so long; 0 where that says nothing
 */
public record Bound(String name, String what, double perSecond, double p50Micros, double p99Micros) {
    /** Six files, appended to and synced in parallel. */
    public static final String SIX_APPENDS = "six appends";

    /** One RocksDB store, one batch after the other. */
    public static final String ROCKSDB_BATCH = "rocksdb batch";

    /** Six RocksDB stores, a batch to each in parallel. */
    public static final String SIX_ROCKSDB_BATCHES = "six rocksdb batches";

    /** There and back through the loopback device. */
    public static final String ROUND_TRIP = "loopback round trip";

    /** Copying from memory to memory. */
    public static final String MEMORY = "memory copy";
}
