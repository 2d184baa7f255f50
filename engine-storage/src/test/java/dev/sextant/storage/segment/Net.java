package dev.sextant.storage.segment;

import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Some segments, their clock, and a network between them that loses what it is told to lose. What goes to writers is kept. */
final class Net {
    final List<Rig> rigs = new ArrayList<>();
    final TreeSet<Integer> down = new TreeSet<>();
    final List<SegmentEffect.Send> toWriters = new ArrayList<>();
    private final Random random;
    private final int lossPercent;
    private final long stepNanos;
    long nowNanos;

    Net(int segments, SegmentSettings.Limits limits, long seed, int lossPercent) {
        this(segments, limits, SegmentSettings.Retention.DEFAULT, seed, lossPercent);
    }

    Net(int segments, SegmentSettings.Limits limits, SegmentSettings.Retention retention, long seed, int lossPercent) {
        this(segments, SegmentLayout.ALL_FULL, limits, retention, seed, lossPercent);
    }

    Net(
            int segments,
            SegmentLayout layout,
            SegmentSettings.Limits limits,
            SegmentSettings.Retention retention,
            long seed,
            int lossPercent) {
        random = new Random(seed);
        this.lossPercent = lossPercent;
        SegmentSettings first = SegmentSettings.of(new SegmentId(0), 0);
        stepNanos = first.gossipIntervalNanos() / 5;
        for (int index = 0; index < segments; index++) {
            rigs.add(Rig.started(
                    SegmentSettings.of(new SegmentId(index), 0)
                            .withLayout(layout)
                            .withLimits(limits)
                            .withRetention(retention),
                    nowNanos));
        }
    }

    Rig rig(int index) {
        return rigs.get(index);
    }

    void tell(int index, NodeAddress from, SegmentMessage message) {
        if (!down.contains(index)) {
            rig(index).receive(from, message, nowNanos);
        }
    }

    void tellAll(NodeAddress from, SegmentMessage message) {
        for (int index = 0; index < rigs.size(); index++) {
            tell(index, from, message);
        }
    }

    /** Lets time pass, a fifth of a gossip interval a step. */
    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            nowNanos += stepNanos;
            for (Rig rig : rigs) {
                if (!down.contains(rig.id.index()) && rig.core().nextWakeNanos() <= nowNanos) {
                    rig.tick(nowNanos);
                }
            }
            deliver();
        }
    }

    private void deliver() {
        for (boolean moved = true; moved; ) {
            moved = false;
            for (Rig rig : rigs) {
                List<SegmentEffect.Send> sent = new ArrayList<>(rig.sent);
                rig.sent.clear();
                for (SegmentEffect.Send send : sent) {
                    moved |= deliver(rig, send);
                }
            }
        }
    }

    private boolean deliver(Rig from, SegmentEffect.Send send) {
        if (!send.to().isSegment()) {
            toWriters.add(send);
            return false;
        }
        int to = send.to().index();
        boolean lost = random.nextInt(100) < lossPercent || down.contains(to) || to >= rigs.size();
        if (lost || down.contains(from.id.index())) {
            return false;
        }
        rig(to).receive(NodeAddress.of(from.id), (SegmentMessage) send.message(), nowNanos);
        return true;
    }
}
