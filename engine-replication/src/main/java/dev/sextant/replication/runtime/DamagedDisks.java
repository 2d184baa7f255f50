package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentState;
import dev.sextant.conflict.fate.Quorums;
import java.util.List;

/**
 * Gives segments whose disks are damaged new ones, one at a time, when the others can fill them and nothing hangs on their votes.
 *
 * <p>One that somebody has stopped is left alone. A segment that serves in spite of the damage still votes, so it waits until all others are whole. One that is out of service
 * has no vote to lose: four others are enough, which lets two damaged disks be replaced. None is replaced while another is being
 * filled.
 *
 * <p>Thread safety: any thread; what takes long runs in the background.
 */
final class DamagedDisks {
    private static final long LOOK_NANOS = 200_000_000;

    private final NodeContext context;
    private final List<SegmentHost> segments;
    /** Guarded by this. */
    private boolean looking;

    /** Looks after these segments; more may be added before the first is started. */
    DamagedDisks(NodeContext context, List<SegmentHost> segments) {
        this.context = context;
        this.segments = segments;
    }

    /** A disk is damaged. */
    synchronized void found() {
        if (context.config().replaceDamagedDisks() && !looking) {
            looking = true;
            lookLater();
        }
    }

    private void lookLater() {
        context.clock()
                .at(
                        context.clock().nowNanos() + LOOK_NANOS,
                        () -> context.background().execute(this::look));
    }

    private void look() {
        try {
            for (SegmentHost host : segments) {
                if (host.damage() != null && allows(host)) {
                    host.replaceDamagedDisk();
                }
            }
        } finally {
            lookAgainIfNeeded();
        }
    }

    private synchronized void lookAgainIfNeeded() {
        looking = segments.stream().anyMatch(host -> host.damage() != null);
        if (looking) {
            lookLater();
        }
    }

    private boolean allows(SegmentHost damaged) {
        List<SegmentState> others = segments.stream()
                .filter(other -> other != damaged)
                .map(DamagedDisks::state)
                .toList();
        return allows(damaged.state(), others);
    }

    /** One that has just been started does not say yet whether it is being filled. */
    private static SegmentState state(SegmentHost host) {
        SegmentState state = host.state();
        return state == SegmentState.DOWN && host.isRunning() ? SegmentState.REBUILDING : state;
    }

    /** Whether a damaged segment's disk may be emptied while the others are in these states. */
    static boolean allows(SegmentState damaged, List<SegmentState> others) {
        if (others.contains(SegmentState.REBUILDING)) {
            return false;
        }
        long up = others.stream().filter(SegmentState.UP::equals).count();
        boolean votes = damaged == SegmentState.UP;
        return up >= (votes ? others.size() : Quorums.SIX.write());
    }
}
