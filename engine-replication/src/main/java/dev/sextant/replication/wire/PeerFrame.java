package dev.sextant.replication.wire;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.CommitToken;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What one process sends to another once both have said hello. */
public sealed interface PeerFrame {
    /** Messages of a node to a node. */
    record Messages(Envelope envelope) implements PeerFrame {}

    /**
     * The volume that the sender has a part of, told to one whose directory is empty.
     *
     * @param founders for each segment the number that its process had drawn when the volume was made
     * @param generations the highest numbers of disks that the sender knows of
     */
    record Volume(UUID volume, SortedMap<SegmentId, Long> founders, SortedMap<SegmentId, Long> generations)
            implements PeerFrame {
        public Volume {
            founders = Collections.unmodifiableSortedMap(new TreeMap<>(founders));
            generations = Collections.unmodifiableSortedMap(new TreeMap<>(generations));
            Check.argument(founders.size() == SegmentId.COUNT, "every segment has a founder");
        }
    }

    /** A node of the sender is gone, though its process goes on. */
    record Gone(NodeAddress node) implements PeerFrame {}

    /** What became of a transaction? Answered by {@link Outcome}. */
    record AskOutcome(long requestId, CommitToken token, long timeoutNanos) implements PeerFrame {
        public AskOutcome {
            Check.argument(timeoutNanos >= 0, "a timeout is not negative");
        }
    }

    /**
     * What became of a transaction.
     *
     * @param readPoint of one that committed, a state that shows it; else zero
     */
    record Outcome(long requestId, Kind kind, ReadPoint readPoint) implements PeerFrame {
        /** What may have become of it. */
        public enum Kind {
            COMMITTED,
            NOT_COMMITTED,
            UNKNOWN
        }
    }

    /**
     * How are you? Answered by {@link Status}. Both are sent only to those who speak version {@link #STATUS_VERSION} of the protocol.
     *
     * @param afterEvent the number of the last event that was heard of; 0 if none was
     */
    record AskStatus(long afterEvent) implements PeerFrame {}

    /** The version of the protocol that brought {@link AskStatus}. */
    int STATUS_VERSION = 2;

    /**
     * How the sender is.
     *
     * @param hosted its own segments, and its writer or read replica
     * @param events what has happened there of late, oldest first
     */
    record Status(ClusterStatus hosted, List<Event> events) implements PeerFrame {
        public Status {
            events = List.copyOf(events);
        }
    }

    /**
     * Something that happened, for people.
     *
     * @param number rises from one event of a process to the next
     */
    record Event(long number, long epochMillis, Severity severity, String text) {}

    /** How much an event matters. */
    enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /**
     * Which writer of the sender takes commits of other processes: told when a connection begins, and whenever it changes. As
     * {@link Commit} and {@link CommitEnded}, only to those who speak version {@link #COMMIT_VERSION} of the protocol.
     *
     * @param incarnation 0 if it takes none
     */
    record Serving(WriterId writer, long incarnation) implements PeerFrame {
        public Serving {
            Check.argument(incarnation >= 0, "incarnations start at 1");
        }
    }

    /** The version of the protocol that brought {@link Serving} and commits. */
    int COMMIT_VERSION = 2;

    /**
     * Commit this, under this incarnation and none other. Answered by {@link CommitEnded} unless that ends meanwhile.
     *
     * @param request whose deadline is {@code timeoutNanos} from when it comes; it merges nothing
     */
    record Commit(long requestId, WriterId writer, long incarnation, long timeoutNanos, CommitRequest request)
            implements PeerFrame {
        public Commit {
            Check.argument(incarnation > 0, "incarnations start at 1");
            Check.argument(timeoutNanos >= 0, "a timeout is not negative");
        }
    }

    /** How a commit has ended. */
    record CommitEnded(long requestId, ClientAnswer answer) implements PeerFrame {}
}
