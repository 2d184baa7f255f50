package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.storage.tree.TombstoneHorizon;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Which tombstones nobody needs any more: those that the oldest read point in use on every writer and every read replica sees. A
 * writer that was not heard yet keeps all of them; so does no replica, for nobody knows which ones there are.
 */
final class Horizon {
    private static final long REFRESH_NANOS = 20_000_000;

    private final WriterSettings settings;
    private final RedoApplier applier;
    private final Replicas replicas;
    private final Clock clock;
    private final TreeMap<WriterId, ReadPoint> oldestAtPeers = new TreeMap<>();
    private TombstoneHorizon current = TombstoneHorizon.KEEP_ALL;
    private long refreshAt = Long.MIN_VALUE;

    Horizon(WriterSettings settings, RedoApplier applier, Replicas replicas, Clock clock) {
        this.settings = settings;
        this.applier = applier;
        this.replicas = replicas;
        this.clock = clock;
    }

    void heard(WriterId peer, ReadPoint oldestInUse) {
        oldestAtPeers.put(peer, oldestInUse);
    }

    /** A peer's process is gone, and its snapshots with it. */
    void gone(WriterId peer) {
        oldestAtPeers.put(peer, applier.point());
    }

    TombstoneHorizon current() {
        if (clock.nowNanos() >= refreshAt) {
            refreshAt = clock.nowNanos() + REFRESH_NANOS;
            current = refresh();
        }
        return current;
    }

    private TombstoneHorizon refresh() {
        if (oldestAtPeers.size() < settings.peers().size()) {
            return TombstoneHorizon.KEEP_ALL;
        }
        List<ReadPoint> points = new ArrayList<>(oldestAtPeers.values());
        points.addAll(replicas.oldestInUse());
        points.add(applier.oldestInUse());
        Lsn[] floors = applier.seenByAll(points);
        return lsn -> lsn.compareTo(floors[lsn.writer().slot()]) <= 0;
    }
}
