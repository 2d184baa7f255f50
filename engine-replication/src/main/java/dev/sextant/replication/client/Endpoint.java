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
     * @throws WriterUnavailableException if there is none
     */
    WriterPort choose(@Nullable WriterPort last);

    /** Keeps to a writer as long as it is open, and then takes the least loaded of the others. */
    static Endpoint ofCluster(EnginePorts ports) {
        AtomicInteger turn = new AtomicInteger();
        return last -> {
            if (last != null && last.isOpen()) {
                return last;
            }
            WriterPort least = leastLoaded(ports.writers(), turn.getAndIncrement());
            if (least == null) {
                throw WriterUnavailableException.none();
            }
            return least;
        };
    }

    /** Takes one writer and none other. */
    static Endpoint ofWriter(EnginePorts ports, WriterId writer) {
        return last -> {
            WriterPort port = ports.writers().get(writer.slot());
            if (!port.isOpen()) {
                throw WriterUnavailableException.of(writer, port.state());
            }
            return port;
        };
    }

    /** The open writer with the fewest open transactions; of equal ones, another each turn. Null if none is open. */
    static @Nullable WriterPort leastLoaded(List<WriterPort> writers, int turn) {
        WriterPort least = null;
        int leastLoad = Integer.MAX_VALUE;
        for (int i = 0; i < writers.size(); i++) {
            WriterPort candidate = writers.get(Math.floorMod(turn + i, writers.size()));
            int load = candidate.snapshots().size();
            if (candidate.isOpen() && load < leastLoad) {
                least = candidate;
                leastLoad = load;
            }
        }
        return least;
    }
}
