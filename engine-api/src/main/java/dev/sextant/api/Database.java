package dev.sextant.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a cluster: where tables are opened and sessions begin. {@link Cluster#database()} takes any live writer,
 * {@link Cluster#database(WriterId)} one of them; the data behind all endpoints is the same.
 *
 * <p><b>Thread safety:</b> every method may be called by any thread at any time.
 */
public interface Database {
    /**
     * Opens a table, creating it if it is absent. The name and the rows are all that is stored: to open a table with other
     * codecs than it was written with is not noticed until a codec fails on a row.
     *
     * @param name 1 to {@link dev.sextant.api.config.Limits#tableNameBytes()} bytes of UTF-8
     * @throws ConfigurationException if the name is empty or too long
     * @throws QuorumLostException if fewer than four segments are in reach to create it
     * @throws WriterUnavailableException if no writer of this endpoint is live
     */
    <K, V> Table<K, V> table(String name, Codec<K> keys, Codec<V> values);

    /**
     * Opens a table that exists.
     *
     * @throws UnknownTableException if it does not
     * @throws WriterUnavailableException if no writer of this endpoint is live
     */
    <K, V> Table<K, V> openTable(String name, Codec<K> keys, Codec<V> values);

    /** The names of all tables, in the order of their UTF-8 bytes. */
    List<String> tableNames();

    /** As {@link #session(SessionOptions)} with the defaults. */
    default Session session() {
        return session(SessionOptions.DEFAULT);
    }

    /**
     * A new session. It costs no input or output and holds nothing but its open transactions.
     *
     * @throws ClusterClosedException if the cluster is closed
     */
    Session session(SessionOptions options);

    /** One transaction on a session of its own; see {@link Session#begin()}. */
    default Transaction begin() {
        return session().begin();
    }

    /** One transaction on a session of its own; see {@link Session#begin(TransactionOptions)}. */
    default Transaction begin(TransactionOptions options) {
        return session().begin(options);
    }

    /**
     * Reads the past: a read-only transaction on all tables as they were at the last journaled moment that is not after this
     * instant ({@link TransactionOptions#asOf(Instant)}). Roll it back, or commit it, when you are done: while it is open it
     * keeps that history from being dropped, for {@link dev.sextant.api.config.ClusterConfig#readerLimit()} at the most.
     *
     * @throws SnapshotTooOldException if the instant is before the beginning of the history that is kept, also from its reads
     * @throws QuorumLostException if fewer than three segments are in reach to find the moment
     * @throws WriterUnavailableException if no writer of this endpoint is live
     */
    default Transaction asOf(Instant instant) {
        return begin(TransactionOptions.DEFAULT.asOf(instant));
    }

    /**
     * Reads the past: a read-only transaction on all tables as they were at a read point, such as
     * {@link Transaction#snapshot()} of an earlier one tells. See {@link #asOf(Instant)}.
     *
     * @throws SnapshotTooOldException from its reads, if the point is before the beginning of the history that is kept
     * @throws QuorumLostException if this volume does not come to the point in time
     * @throws WriterUnavailableException if no writer of this endpoint is live
     */
    default Transaction asOf(ReadPoint point) {
        return begin(TransactionOptions.DEFAULT.asOf(point));
    }

    /**
     * Work on a session of its own; see {@link Session#transact(TransactionWork)}. The next call may use another writer, and
     * so not see yet what this one committed. Whoever must see it uses one {@link Session} for both, or reads with
     * {@link ReadConsistency#GLOBAL}.
     */
    default <T extends @Nullable Object, X extends Exception> T transact(TransactionWork<T, X> work) throws X {
        return session().transact(work);
    }

    /** Work on a session of its own; see {@link Session#transact(TransactionOptions, TransactionWork)}. */
    default <T extends @Nullable Object, X extends Exception> T transact(
            TransactionOptions options, TransactionWork<T, X> work) throws X {
        return session().transact(options, work);
    }

    /** Work without a result on a session of its own; see {@link Session#run(TransactionAction)}. */
    default <X extends Exception> void run(TransactionAction<X> action) throws X {
        session().run(action);
    }

    /** Work without a result on a session of its own; see {@link Session#run(TransactionOptions, TransactionAction)}. */
    default <X extends Exception> void run(TransactionOptions options, TransactionAction<X> action) throws X {
        session().run(options, action);
    }
}
