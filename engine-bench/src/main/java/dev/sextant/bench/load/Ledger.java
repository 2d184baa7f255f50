package dev.sextant.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What came of one client's operations, or after {@link #add(Ledger)} of several clients'. In a closed loop what ended in the window
 * counts; in an open one, what was meant to begin in it, answered or not, so that a stall is paid for by everything that was
 * asked for meanwhile (no coordinated omission). Pure; for one thread.
 */
final class Ledger {
    private static final int DIGITS = 3;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    private final Window window;
    private final boolean open;
    private final Histogram response = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram service = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram attempts = new Histogram(DIGITS);
    private final Timeline timeline;
    private long done;
    private long refused;
    private long unserved;
    private long runs;

    Ledger(Window window, boolean open) {
        this.window = window;
        this.open = open;
        timeline = new Timeline(window);
    }

    private boolean counts(long intendedNanos, long endNanos) {
        return window.contains(open ? intendedNanos : endNanos);
    }

    /** An operation has happened. */
    void done(long intendedNanos, long startNanos, long endNanos, long tries) {
        timeline.add(endNanos);
        if (window.contains(endNanos)) {
            done++;
        }
        if (counts(intendedNanos, endNanos)) {
            response.recordValue(bounded(endNanos - intendedNanos));
            service.recordValue(bounded(endNanos - startNanos));
            attempts.recordValue(tries);
            runs += tries;
        }
    }

    /** An operation was tried as often as it may be and has not happened. */
    void refused(long intendedNanos, long endNanos, long tries) {
        if (counts(intendedNanos, endNanos)) {
            refused++;
            runs += tries;
        }
    }

    /** An operation was meant to begin and the run ended before it could. */
    void unserved(long intendedNanos) {
        if (window.contains(intendedNanos)) {
            unserved++;
        }
    }

    private static long bounded(long nanos) {
        return Math.max(0, Math.min(nanos, LONGEST_NANOS));
    }

    /** Takes another client's in. */
    void add(Ledger other) {
        response.add(other.response);
        service.add(other.service);
        attempts.add(other.attempts);
        timeline.add(other.timeline);
        done += other.done;
        refused += other.refused;
        unserved += other.unserved;
        runs += other.runs;
    }

    Histogram response() {
        return response;
    }

    Histogram service() {
        return service;
    }

    Histogram attempts() {
        return attempts;
    }

    Timeline timeline() {
        return timeline;
    }

    /** How many operations ended in the window. */
    long done() {
        return done;
    }

    long refused() {
        return refused;
    }

    long unserved() {
        return unserved;
    }

    /** How often work was run for what counts, the attempts that came to nothing included. */
    long runs() {
        return runs;
    }

    Window window() {
        return window;
    }
}
