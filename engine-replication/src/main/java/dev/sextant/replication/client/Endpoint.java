package dev.sextant.replication.client;

import dev.sextant.api.WriterId;
import dev.sextant.api.WriterUnavailableException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Chooses the writer of a session's next transaction. Thread safety: any thread. */
interface Endpoint {
    /**
     * A writer that is open.
     *
     * @param last the writer of the session's last transaction; null if this is the first
     * @param refused the writer that has just refused this one; null if none has
     * @throws WriterUnavailableException if there is none
     */
    WriterPort choose(@Nullable WriterPort last, @Nullable WriterPort refused);

    /** Keeps to a writer as long as it is open, and then takes the least loaded of the others. */
    static Endpoint ofCluster(EnginePorts ports) {
        AtomicInteger turn = new AtomicInteger();
        return (last, refused) -> {
            if (last != null && last != refused && last.isOpen()) {
                return last;
            }
            WriterPort least = leastLoaded(ports.writers(), refused, turn.getAndIncrement());
            if (least == null) {
                throw WriterUnavailableException.none();
            }
            return least;
        };
    }

    /** Takes one writer and none other. */
    static Endpoint ofWriter(EnginePorts ports, WriterId writer) {
        return (last, refused) -> {
            WriterPort port = ports.writers().get(writer.slot());
            if (!port.isOpen()) {
                throw WriterUnavailableException.of(writer, port.state());
            }
            return port;
        };
    }

    /** The open writer with the fewest open transactions; of equal ones, another each turn. Null if no other is open. */
    static @Nullable WriterPort leastLoaded(List<WriterPort> writers, @Nullable WriterPort other, int turn) {
        WriterPort least = null;
        int leastLoad = Integer.MAX_VALUE;
        for (int i = 0; i < writers.size(); i++) {
            WriterPort candidate = writers.get(Math.floorMod(turn + i, writers.size()));
            int load = candidate.snapshots().size();
            if (candidate != other && candidate.isOpen() && load < leastLoad) {
                least = candidate;
                leastLoad = load;
            }
        }
        return least;
    }
}
