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
    /** How many have begun, the last that ended well, and whether one runs; guarded by this. */
    private long begun;

    private long held;
    private boolean running;

    SharedSync(Sync sync) {
        this.sync = sync;
    }

    /** Returns when a sync has ended that began after this call. */
    void await() throws Exception {
        long own;
        synchronized (this) {
            // The one that runs now may have begun too early for us.
            long needed = begun + 1;
            while (running && held < needed) {
                wait();
            }
            if (held >= needed) {
                return;
            }
            running = true;
            begun++;
            own = begun;
        }
        boolean ended = false;
        try {
            sync.run();
            ended = true;
        } finally {
            end(own, ended);
        }
    }

    private synchronized void end(long own, boolean well) {
        running = false;
        if (well) {
            held = own;
        }
        // Whoever waits for one that has failed tries by itself.
        notifyAll();
    }
}
