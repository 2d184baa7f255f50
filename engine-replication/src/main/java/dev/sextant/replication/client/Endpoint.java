package dev.sextant.replication.client;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chooses the writer or the read replica of a session's next transaction. Thread safety: any thread. */
interface Endpoint {
    /**
     * A writer that is open; or a replica, where that will do.
     *
     * @param last where the session's last transaction was; null if this is the first
     * @param refused who has just refused this one; null if nobody has
     * @param only whether it has to be a writer, as its commit takes one
     * @throws WriterUnavailableException if there is none
     */
    ReaderPort choose(@Nullable ReaderPort last, @Nullable ReaderPort refused, Takers only);

    /** Who can take a transaction. */
    enum Takers {
        /** It may write, or what it reads is checked at its commit. */
        WRITERS,
        /** It only reads. */
        WRITERS_AND_REPLICAS
    }

    /**
     * Keeps to a writer as long as it is open, and then takes the least loaded of the others; what only reads, a replica if there is none.
     * Who has gone to another process comes back when there is a writer here.
     */
    static Endpoint ofCluster(EnginePorts ports) {
        AtomicInteger turn = new AtomicInteger();
        return (last, refused, only) -> {
            ReaderPort kept = last instanceof WriterPort && last != refused && last.isOpen() ? last : null;
            if (kept != null && kept.isHere()) {
                return kept;
            }
            ReaderPort next = leastLoaded(ports.writers(), refused, turn.getAndIncrement(), ports.zone());
            if (kept != null && (next == null || !next.isHere())) {
                return kept;
            }
            if (next == null && only == Takers.WRITERS_AND_REPLICAS) {
                next = leastLoaded(ports.replicas(), refused, turn.get(), ports.zone());
            }
            if (next == null) {
                throw none(ports);
            }
            return next;
        };
    }

    /** The least loaded writer. */
    static WriterPort aWriter(EnginePorts ports, @Nullable ReaderPort refused, int turn) {
        WriterPort least = leastLoaded(ports.writers(), refused, turn, ports.zone());
        if (least == null) {
            throw none(ports);
        }
        return least;
    }

    private static WriterUnavailableException none(EnginePorts ports) {
        return ports.writers().isEmpty() ? WriterUnavailableException.outOfReach() : WriterUnavailableException.none();
    }

    /** Keeps all sessions to the same writer as long as that is open, and then takes another one for all. */
    static Endpoint ofPinned(EnginePorts ports) {
        AtomicReference<@Nullable WriterPort> pinned = new AtomicReference<>();
        return (last, refused, only) -> {
            WriterPort current = pinned.get();
            if (current != null && current != refused && current.isOpen()) {
                return current;
            }
            WriterPort next = leastLoaded(ports.writers(), current, 0, ports.zone());
            if (next == null) {
                // Nobody else: it may be open again, under another incarnation or the same.
                next = aWriter(ports, null, 0);
            }
            WriterPort winner = pinned.compareAndSet(current, next) ? next : pinned.get();
            return winner != null && winner.isOpen() ? winner : next;
        };
    }

    /** Takes the least loaded replica or writer for each transaction. */
    static Endpoint ofReaders(EnginePorts ports) {
        AtomicInteger turn = new AtomicInteger();
        return (last, refused, only) -> {
            if (only == Takers.WRITERS) {
                return aWriter(ports, refused, turn.getAndIncrement());
            }
            ReaderPort least = leastLoaded(readers(ports), refused, turn.getAndIncrement(), ports.zone());
            if (least == null) {
                throw WriterUnavailableException.none();
            }
            return least;
        };
    }

    /** Takes one writer and none other. */
    static Endpoint ofWriter(EnginePorts ports, WriterId writer) {
        return (last, refused, only) -> {
            WriterPort closed = null;
            for (WriterPort port : ports.writers()) {
                if (port.id().equals(writer) && port.isOpen()) {
                    return port;
                } else if (port.id().equals(writer)) {
                    closed = port;
                }
            }
            throw closed == null ? WriterUnavailableException.none() : closed.unavailable();
        };
    }

    /** All that answer reads: replicas, which have nothing else to do, and writers. */
    static List<ReaderPort> readers(EnginePorts ports) {
        List<ReaderPort> readers = new ArrayList<>(ports.replicas());
        readers.addAll(ports.writers());
        return readers;
    }

    /**
     * Of those that are open the one with the fewest open transactions, one in this process before all others, and one in the own zone
     * before the rest; of equal ones, another each turn. Null if no other is open.
     *
     * @param zone the own one; null if that is not known
     */
    static <P extends ReaderPort> @Nullable P leastLoaded(
            List<P> ports, @Nullable ReaderPort other, int turn, @Nullable AvailabilityZone zone) {
        P least = null;
        long leastLoad = Long.MAX_VALUE;
        for (int i = 0; i < ports.size(); i++) {
            P candidate = ports.get(Math.floorMod(turn + i, ports.size()));
            if (candidate == other || !candidate.isOpen()) {
                continue;
            }
            long distance = candidate.isHere() ? 0 : 2;
            distance += zone == null || candidate.zone() == zone ? 0 : 1;
            long load = (distance << Integer.SIZE) + candidate.snapshots().size();
            if (load < leastLoad) {
                least = candidate;
                leastLoad = load;
            }
        }
        return least;
    }
}
