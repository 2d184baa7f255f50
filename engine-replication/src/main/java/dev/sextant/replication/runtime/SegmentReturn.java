package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.config.Timeouts;
import dev.sextant.replication.node.ReturnPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a segment that is out of service: tries it again until the cause is gone, and tells of it.
 *
 * <pre>
 * IN SERVICE ──left──▶ AWAY, a try is due ◀──pause── a try failed ◀─┐
 *     ▲                      └──────────────▶ trying ───────────────┘
 *     └───────────────returned──────────────────┘
 * </pre>
 *
 * <p>Trouble that does not pass is told and kept, and nothing is tried. A segment that fails while it is being tried, or soon
 * after, goes on with the pauses where it was, so that it does not come and go.
 *
 * <p>Thread safety: any thread. A try runs on a thread of its own and without a lock of this: it may take as long as a dying
 * disk wants.
 */
final class SegmentReturn {
    /** How often at most a segment says that it is still away. */
    static final long TOLD_AGAIN_NANOS = 10_000_000_000L;

    private final NodeContext context;
    private final SegmentId id;
    private final ReturnPolicy policy;
    private final Supplier<@Nullable Trouble> attempt;
    /** Null while it is in service; guarded by this, as is what follows. */
    private @Nullable Trouble trouble;

    private long leftNanos;
    private long returnedNanos;
    private long toldNanos;
    private int failures;
    private int tries;
    private long nextTryNanos;
    /** Which try is waited for: a later one, or a change from outside, makes one void. */
    private long ticket;

    /**
     * Looks after one segment.
     *
     * @param attempt brings it back; tells what is in the way, or null if it is in service
     */
    SegmentReturn(NodeContext context, SegmentId id, Supplier<@Nullable Trouble> attempt) {
        this.context = context;
        this.id = id;
        this.attempt = attempt;
        Timeouts timeouts = context.config().timeouts();
        policy = new ReturnPolicy(
                timeouts.segmentReturn().toNanos(),
                timeouts.segmentReturnLongest().toNanos());
    }

    /** It is out of service now, or still. */
    synchronized void left(Trouble why) {
        long now = context.clock().nowNanos();
        ticket++;
        if (trouble == null) {
            leftNanos = now;
            toldNanos = now;
            tries = 0;
            failures = policy.failuresLeft(failures, now - returnedNanos);
            context.events().left(id, why, why.passing() || isReplaced(why));
        }
        trouble = why;
        failures++;
        plan(now);
    }

    private boolean isReplaced(Trouble why) {
        return why.damaged() && context.config().replaceDamagedDisks();
    }

    private void plan(long now) {
        Trouble why = trouble;
        if (why == null || !why.passing()) {
            nextTryNanos = Long.MAX_VALUE;
            return;
        }
        nextTryNanos = now + policy.pauseNanos(failures, context.random().nextDouble());
        long planned = ++ticket;
        context.clock().at(nextTryNanos, () -> context.background().execute(() -> attempt(planned)));
    }

    private void attempt(long planned) {
        synchronized (this) {
            if (planned != ticket) {
                return;
            }
            tries++;
        }
        Trouble again = attempt.get();
        ended(planned, again);
    }

    private synchronized void ended(long planned, @Nullable Trouble again) {
        if (planned != ticket) {
            return;
        }
        long now = context.clock().nowNanos();
        if (again == null) {
            returnedNanos = now;
            trouble = null;
            context.events().told(new ClusterEvent.SegmentReturned(id, tries, Duration.ofNanos(now - leftNanos)));
            return;
        }
        trouble = again;
        failures++;
        plan(now);
        if (now - toldNanos >= TOLD_AGAIN_NANOS) {
            toldNanos = now;
            context.events()
                    .told(new ClusterEvent.SegmentStillAway(
                            id,
                            again.problem(),
                            tries,
                            Duration.ofNanos(now - leftNanos),
                            Duration.ofNanos(Math.max(0, nextTryNanos - now))));
        }
    }

    /** Somebody started it, killed it or ended it: it is not to be brought back any more. */
    synchronized void forget() {
        ticket++;
        if (trouble != null) {
            trouble = null;
            returnedNanos = context.clock().nowNanos();
        }
    }

    /** Whether it is out of service. */
    synchronized boolean isAway() {
        return trouble != null;
    }

    /** What is damaged on its disk, if that is why it is out of service; null otherwise. */
    synchronized @Nullable String damage() {
        return trouble != null && trouble.damaged() ? trouble.problem() : null;
    }

    /** Its time out of service; empty if it is not. */
    synchronized Optional<ClusterStatus.Outage> outage() {
        Trouble why = trouble;
        if (why == null) {
            return Optional.empty();
        }
        long now = context.clock().nowNanos();
        Optional<Duration> next = nextTryNanos == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, nextTryNanos - now)));
        return Optional.of(new ClusterStatus.Outage(why.problem(), Duration.ofNanos(now - leftNanos), tries, next));
    }
}
