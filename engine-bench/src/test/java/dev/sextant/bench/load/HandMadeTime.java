package dev.sextant.bench.load;

/** Time that passes only where a test lets it. */
final class HandMadeTime implements Ticker {
    private long nanos;

    void pass(long more) {
        nanos += more;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void awaitUntil(long when) {
        nanos = Math.max(nanos, when);
    }
}
