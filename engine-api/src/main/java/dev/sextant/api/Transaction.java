package dev.sextant.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads from one snapshot and writes that happen together or not at all. Writes are buffered: the transaction's own reads see
 * them, nobody else does before the commit.
 *
 * <p>Absence is an empty {@link Optional}, never null: unboxing an absent balance by mistake does not compile.
 *
 * <p>{@code add} and {@code merge} name a change instead of a value. They are evaluated on the newest value at the commit, so
 * two of them on one row never conflict. Reading the row in the same transaction shows the change on top of the snapshot.
 * What one transaction does to one row applies in the order of the calls. (Counting sets in Sovran et al., <i>Transactional
 * storage for geo-replicated systems</i>, SOSP 2011, are the same idea for one type.)
 *
 * <p><b>Thread safety:</b> one thread at a time. Handing it from thread to thread is fine; so is having several asynchronous
 * reads under way, as long as nothing is written meanwhile.
 *
 * <p>A method called after the end throws {@link TransactionClosedException}; the asynchronous ones complete with it.
 */
public interface Transaction extends AutoCloseable {
    /** The name of this transaction for ever. */
    TransactionId id();

    /** The state of the volume that reads come from. */
    ReadPoint snapshot();

    /** What it was begun with. */
    TransactionOptions options();

    /**
     * The value of a row, or empty if there is none.
     *
     * @throws CodecException if the key or the value cannot be converted
     * @throws KeyTooLargeException if the key has more bytes than allowed
     * @throws UnknownTableException if the handle belongs to another cluster and there is no such table here
     * @throws SnapshotTooOldException if the snapshot is no longer kept
     * @throws WriterUnavailableException if the writer has died; the transaction is lost, nothing of it is stored
     * @throws QuorumLostException if no segment in reach can serve the page
     */
    <K, V> Optional<V> get(Table<K, V> table, K key);

    /** The primitive under {@link #get}; failures complete the stage. */
    <K, V> CompletionStage<Optional<V>> getAsync(Table<K, V> table, K key);

    /**
     * The rows of a range, in order. Without a limit in the options it is all of them; with one it is the first so many, and
     * {@link Range#greaterThan} the last key goes on from there.
     *
     * @throws ScanLimitExceededException if that is more than {@link dev.sextant.api.config.Limits#scanRows()} rows or
     *     {@link dev.sextant.api.config.Limits#scanBytes()} bytes; read the range in parts
     * @throws CodecException if a bound or a row cannot be converted
     * @throws SnapshotTooOldException if the snapshot is no longer kept
     * @throws WriterUnavailableException if the writer has died; the transaction is lost, nothing of it is stored
     * @throws QuorumLostException if no segment in reach can serve a page
     */
    <K, V> List<Row<K, V>> scan(Table<K, V> table, Range<K> range, ScanOptions options);

    /** As {@link #scan(Table, Range, ScanOptions)} with the default options. */
    default <K, V> List<Row<K, V>> scan(Table<K, V> table, Range<K> range) {
        return scan(table, range, ScanOptions.DEFAULT);
    }

    /** The primitive under {@link #scan(Table, Range, ScanOptions)}; failures complete the stage. */
    <K, V> CompletionStage<List<Row<K, V>>> scanAsync(Table<K, V> table, Range<K> range, ScanOptions options);

    /**
     * Writes a row, whether it exists or not.
     *
     * @throws CodecException if the key or the value cannot be converted
     * @throws KeyTooLargeException if the key has more bytes than allowed
     * @throws ValueTooLargeException if the value has more bytes than allowed
     * @throws TransactionTooLargeException if the transaction would have more rows or bytes than allowed
     * @throws ReadOnlyTransactionException if the transaction was begun as read-only
     */
    <K, V> void put(Table<K, V> table, K key, V value);

    /**
     * Writes a row that does not exist. A row that another transaction inserts meanwhile is a conflict at the commit.
     *
     * @throws DuplicateKeyException if the row exists, in the snapshot or by this transaction; the transaction stays open
     *     and as it was
     * @throws SextantException as {@link #get} and {@link #put} do
     */
    <K, V> void insert(Table<K, V> table, K key, V value);

    /** The primitive under {@link #insert}; failures complete the stage. */
    <K, V> CompletionStage<Void> insertAsync(Table<K, V> table, K key, V value);

    /**
     * Removes a row; nothing happens if there is none.
     *
     * @throws SextantException as {@link #put} does
     */
    <K, V> void delete(Table<K, V> table, K key);

    /**
     * Adds to the number in a row, an absent row counting as zero; commutative, so it never conflicts with other additions. A
     * sum beyond the range of a long fails with {@link MergeException}, here or at the commit.
     *
     * @throws SextantException as {@link #put} does
     */
    default <K> void add(Table<K, Long> table, K key, long delta) {
        merge(table, key, delta, Math::addExact);
    }

    /**
     * Changes a row by an operator that is evaluated on the newest value at the commit; an absent row takes the operand.
     *
     * @throws SextantException as {@link #put} does
     */
    <K, V> void merge(Table<K, V> table, K key, V operand, MergeOperator<V> operator);

    /**
     * Ends the transaction by making its writes happen, all or none. The answer must be looked at:
     * {@link CommitResult#orThrow()} does that where only success is of interest.
     *
     * @throws MergeException if an operator failed on the newest value; nothing is stored
     * @throws OverloadedException if the writer's queue is full; nothing is stored
     */
    CommitResult commit();

    /**
     * The primitive under {@link #commit}. The stage completes within the commit timeout; with
     * {@link CommitResult.Indeterminate} if the outcome is not known by then.
     */
    CompletionStage<CommitResult> commitAsync();

    /** Ends the transaction without effect. Does nothing after its end. */
    void rollback();

    /** As {@link #rollback()}: does nothing after a commit. */
    @Override
    default void close() {
        rollback();
    }
}
