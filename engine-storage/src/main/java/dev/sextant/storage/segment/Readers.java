package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.message.NodeAddress;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The oldest read points in use on the writers and the read replicas, as far as they have told. What they see is kept for them, but not
 * for ever: a reader that keeps history longer than the limit, or a writer that has not told any for so long, is passed over.
 *
 * <p>The writers of a volume are known by their slots. Which replicas there are nobody knows: one counts from the first time it is heard,
 * until it has been silent. So one that stops, dies or is cut off holds nothing back for long; and a segment that has just started
 * may collect what a replica still reads before it hears of that, while the others do not.
 */
final class Readers {
    private static final long NOT_BLOCKING = Long.MAX_VALUE;

    private final Outbox out;
    private final Acceptor acceptor;
    private final long limitNanos;
    private final long replicaSilenceNanos;
    private final Reader[] slots = new Reader[WriterId.MAX_COUNT];
    private final TreeMap<ReplicaId, Reader> replicas = new TreeMap<>();

    private static final class Reader {
        final NodeAddress node;
        long incarnation;
        long heardNanos;

        @Nullable
        List<ReadPoint> inUse;

        long blockingSinceNanos = NOT_BLOCKING;
        boolean reported;
        boolean cutOff;

        Reader(NodeAddress node) {
            this.node = node;
        }
    }

    Readers(Outbox out, Acceptor acceptor, SegmentSettings.Retention retention) {
        this.out = out;
        this.acceptor = acceptor;
        limitNanos = retention.readerLimitNanos();
        replicaSilenceNanos = retention.replicaSilenceNanos();
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = new Reader(NodeAddress.of(new WriterId(slot)));
        }
    }

    /** A writer tells the points below which none of its transactions reads. */
    void heard(WriterId writer, long incarnation, List<ReadPoint> inUse) {
        Reader slot = slots[writer.slot()];
        if (incarnation >= slot.incarnation) {
            slot.incarnation = incarnation;
            slot.inUse = inUse;
        }
    }

    /** A read replica tells the points below which none of its transactions reads. */
    void heard(ReplicaId replica, List<ReadPoint> inUse) {
        Reader reader = replicas.computeIfAbsent(replica, id -> new Reader(NodeAddress.of(id)));
        reader.heardNanos = out.nowNanos();
        reader.inUse = inUse;
    }

    /** Whether nobody reads below a point any more, or has done so for longer than is allowed. */
    boolean letGo(ReadPoint target) {
        boolean all = true;
        for (int index = 0; index < slots.length; index++) {
            if (acceptor.slot(new WriterId(index)).incarnation() > 0) {
                all &= letsGo(slots[index], target);
            }
        }
        replicas.values().removeIf(replica -> out.nowNanos() - replica.heardNanos > replicaSilenceNanos);
        for (Reader replica : replicas.values()) {
            all &= letsGo(replica, target);
        }
        return all;
    }

    private boolean letsGo(Reader reader, ReadPoint target) {
        List<ReadPoint> inUse = reader.inUse;
        if (inUse != null && inUse.stream().allMatch(point -> point.covers(target))) {
            reader.blockingSinceNanos = NOT_BLOCKING;
            reader.reported = false;
            reader.cutOff = false;
            return true;
        }
        if (reader.blockingSinceNanos == NOT_BLOCKING) {
            reader.blockingSinceNanos = out.nowNanos();
        }
        long blocking = out.nowNanos() - reader.blockingSinceNanos;
        if (blocking >= limitNanos / 2 && !reader.reported) {
            reader.reported = true;
            out.happened(new SegmentEvent.ReaderHoldsHistory(reader.node, blocking, limitNanos));
        }
        if (blocking >= limitNanos && !reader.cutOff) {
            reader.cutOff = true;
            out.happened(new SegmentEvent.ReaderCutOff(reader.node, blocking));
        }
        return reader.cutOff;
    }
}
