package dev.sextant.bench.load;

/** When one client is to begin its operations. Pure. */
sealed interface Schedule {
    /**
     * When operation {@code number} (from 0) is meant to begin, if the one before has just ended now. In an open loop that may be long
     * ago: then the client is late, and that counts as part of the answer's latency.
     */
    long intendedNanos(long number, long nowNanos);

    /** Each operation when the one before has ended. */
    record Closed() implements Schedule {
        @Override
        public long intendedNanos(long number, long nowNanos) {
            return nowNanos;
        }
    }

    /**
     * Operations at times that depend on nothing, evenly spread over all clients in turn.
     *
     * @param startNanos the first one's of all clients
     * @param perSecond of all clients together
     */
    record Open(long startNanos, double perSecond, int client, int clients) implements Schedule {
        private static final double NANOS = 1e9;

        public Open {
            if (!(perSecond > 0) || client < 0 || client >= clients) {
                throw new IllegalArgumentException("no schedule has " + perSecond + " operations a second");
            }
        }

        @Override
        public long intendedNanos(long number, long nowNanos) {
            return startNanos + (long) ((number * clients + client) * NANOS / perSecond);
        }
    }
}
