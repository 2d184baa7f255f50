package dev.sextant.bench.peers;

/**
 * Syncs once for all who wait: while one thread syncs, those that come meanwhile wait for its end, and the first of them syncs for all
 * of them. Safe for use from several threads.
 */
final class SharedSync {
    /** Makes everything durable that was done before it began. */
    @FunctionalInterface
    interface Sync {
        void run() throws Exception;
    }

    private final Sync sync;
    private final Object turn = new Object();
    /** How many syncs have begun; written by whoever has the turn, and read by those who come. */
    private volatile long begun;
    /** The last that ended well; only for whoever has the turn. */
    private long held;

    SharedSync(Sync sync) {
        this.sync = sync;
    }

    /** Returns when a sync has ended that began after this call. */
    void await() throws Exception {
        long before = begun;
        synchronized (turn) {
            if (held > before) {
                return;
            }
            long own = begun + 1;
            begun = own;
            sync.run();
            held = own;
        }
    }
}
