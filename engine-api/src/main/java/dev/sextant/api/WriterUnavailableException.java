package dev.sextant.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writer or the read replica of an endpoint takes no work: it is down, starting, or fenced by a later incarnation; or nobody does.
 * What was open on it is lost, as if rolled back.
 */
public sealed class WriterUnavailableException extends SextantException permits WriterFencedException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable WriterId writer;

    WriterUnavailableException(@Nullable WriterId writer, String happened, String advice) {
        super(
                Remedy.RETRY,
                happened,
                "Everything that was acknowledged is stored; transactions open on it ended without effect.",
                advice);
        this.writer = writer;
    }

    /** One writer is not open; a {@link WriterFencedException} if that is since another process has its slot. */
    public static WriterUnavailableException of(WriterId writer, WriterState state) {
        if (state == WriterState.FENCED) {
            return new WriterFencedException(writer);
        }
        return new WriterUnavailableException(
                writer,
                "Writer " + writer.slot() + " takes no transactions: it is " + state + ".",
                "Run it again; the cluster endpoint, Cluster.database(), finds another writer by itself.");
    }

    /** A read replica is not open. */
    public static WriterUnavailableException of(ReplicaId replica, ReplicaState state) {
        return new WriterUnavailableException(
                null,
                "Replica " + replica.index() + " takes no transactions: it is " + state + ".",
                "Run it again; the reader endpoint, Cluster.readers(), finds another replica or writer by itself.");
    }

    /** This process has no writer, only a read replica. */
    public static WriterUnavailableException outOfReach() {
        return new WriterUnavailableException(
                null,
                "This process hosts a read replica, and no writer of another process is in reach to commit what it is asked to write.",
                "Read-only transactions at SNAPSHOT isolation go on here; run others again when a writer is back (see Node.health()).");
    }

    /** No writer is open. */
    public static WriterUnavailableException none() {
        return new WriterUnavailableException(
                null, "No writer takes transactions.", "Restart a writer (see Cluster.status()), then run it again.");
    }

    /** Which writer; empty if there is none at all, or it is a replica. */
    public Optional<WriterId> writer() {
        return Optional.ofNullable(writer);
    }
}
