package dev.sextant.replication.client;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.Arrays;

/**
 * What a session is promised to see. It only grows: two points of which neither covers the other, as transactions that
 * overlap on two writers leave them, add up to one that covers both.
 *
 * <p>Thread safety: any thread.
 */
final class SeenPoint {
    private volatile ReadPoint point;

    SeenPoint(ReadPoint start) {
        point = start;
    }

    ReadPoint get() {
        return point;
    }

    synchronized void add(ReadPoint seen) {
        point = union(point, seen);
    }

    /** The state that sees what either sees. Each is complete under what its proposals rest on, and so are both together. */
    static ReadPoint union(ReadPoint one, ReadPoint other) {
        if (other.covers(one)) {
            return other;
        }
        if (one.covers(other)) {
            return one;
        }
        ReadPoint union = ReadPoint.ZERO;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            boolean isFurther = one.upTo(writer) >= other.upTo(writer);
            union = withSlot(union, writer, isFurther ? one : other, isFurther ? other : one);
        }
        return union;
    }

    /** Takes the slot of the point that is further there; it misses only what the one behind does not see either. */
    private static ReadPoint withSlot(ReadPoint union, WriterId writer, ReadPoint further, ReadPoint behind) {
        long[] missing = further.missing(writer);
        int count = 0;
        for (long seq : missing) {
            if (!behind.sees(new ProposalId(writer, seq))) {
                missing[count++] = seq;
            }
        }
        return union.with(writer, further.upTo(writer), Arrays.copyOf(missing, count));
    }
}
