package dev.sextant.replication.client;

import dev.sextant.api.WriterId;
import dev.sextant.api.WriterUnavailableException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Keeps all sessions to the same writer as long as that is open, and then takes another one for all. */
    static Endpoint ofPinned(EnginePorts ports) {
        AtomicReference<@Nullable WriterPort> pinned = new AtomicReference<>();
        return (last, refused) -> {
            WriterPort current = pinned.get();
            if (current != null && current != refused && current.isOpen()) {
                return current;
            }
            WriterPort next = leastLoaded(ports.writers(), current, 0);
            if (next == null) {
                // Nobody else: it may be open again, under another incarnation or the same.
                next = leastLoaded(ports.writers(), null, 0);
            }
            if (next == null) {
                throw WriterUnavailableException.none();
            }
            WriterPort winner = pinned.compareAndSet(current, next) ? next : pinned.get();
            return winner != null && winner.isOpen() ? winner : next;
        };
    }

    /** Takes the least loaded one for each transaction. */
    static Endpoint ofReaders(EnginePorts ports) {
        AtomicInteger turn = new AtomicInteger();
        return (last, refused) -> {
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
