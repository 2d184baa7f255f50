package dev.sextant.replication.writer;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The read points that a writer's transactions read at now. Versions they see are not dropped, here or in storage.
 *
 * <p>Thread safety: any thread.
 */
public final class SnapshotRegistry {
    private final BufferPool pool;
    private final ConcurrentHashMap<Long, BufferPool.Published> inUse = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, ReadPoint> past = new ConcurrentHashMap<>();
    private final AtomicLong nextToken = new AtomicLong();

    public SnapshotRegistry(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * A read point in use until it is released.
     *
     * @param line the last backtrack that it sees; null if that is not known
     */
    public record Lease(
            long token, ReadPoint point, @Nullable VersionId line) {}

    /** Takes the current read point into use. */
    public Lease acquire() {
        long token = nextToken.incrementAndGet();
        // Registered before it is read, so that nothing older than what is read is dropped in between.
        BufferPool.Published registered = pool.current();
        inUse.put(token, registered);
        BufferPool.Published now = pool.current();
        if (now.ordinal() != registered.ordinal()) {
            inUse.put(token, now);
        }
        return new Lease(token, now.point(), now.line());
    }

    /** Takes a read point of the past into use; what it sees is kept in storage, not in memory. */
    public Lease acquirePast(ReadPoint point) {
        long token = nextToken.incrementAndGet();
        past.put(token, point);
        VersionId line = pool.current().line();
        return new Lease(token, point, line.isNone() ? line : null);
    }

    public void release(Lease lease) {
        inUse.remove(lease.token());
        past.remove(lease.token());
    }

    /** How many are in use. */
    public int size() {
        return inUse.size() + past.size();
    }

    /** How many of the past are in use. */
    public int pastSize() {
        return past.size();
    }

    /** The points below which nobody reads: the oldest of the present ones, and each of the past. */
    List<ReadPoint> lowest() {
        Set<ReadPoint> points = new LinkedHashSet<>();
        points.add(oldest());
        points.addAll(past.values());
        return List.copyOf(points);
    }

    /** The oldest in use, or the current one if none is. */
    ReadPoint oldest() {
        BufferPool.Published oldest = pool.current();
        for (BufferPool.Published candidate : inUse.values()) {
            if (candidate.ordinal() < oldest.ordinal()) {
                oldest = candidate;
            }
        }
        return oldest.point();
    }
}
