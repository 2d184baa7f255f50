package dev.sextant.replication.client;

import dev.sextant.api.CommitResult;
import dev.sextant.api.DuplicateKeyException;
import dev.sextant.api.IsolationLevel;
import dev.sextant.api.Lsn;
import dev.sextant.api.MergeOperator;
import dev.sextant.api.PageId;
import dev.sextant.api.Range;
import dev.sextant.api.ReadOnlyTransactionException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionClosedException;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.AwaitingTransaction;
import dev.sextant.api.spi.Check;
import dev.sextant.api.spi.Coding;
import dev.sextant.api.spi.KeyText;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.MergeFunction;
import dev.sextant.conflict.check.PendingWrite;
import dev.sextant.conflict.check.RowKey;
import dev.sextant.conflict.check.RowOperation;
import dev.sextant.conflict.check.TransactionView;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.Snapshot;
import dev.sextant.replication.writer.SnapshotRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on one run of a writer or, if it only reads, of a read replica. Reads are answered from the pages in memory where they
 * are there; the blocking calls fetch missing ones on the caller's thread, the asynchronous ones without any. Writes are buffered and
 * never wait, but for merges where those are not done at the commit.
 *
 * <p>Invariants: the lease on the snapshot is released once, when the transaction ends, and not before the writer has
 * answered its commit, since the row check counts on tombstones that this snapshot does not see; after the end nothing is
 * read or written.
 */
final class ClientTransaction implements AwaitingTransaction {
    private final ClientContext context;
    private final ClientSession session;
    private final ReaderPort port;
    private final SnapshotRegistry.Lease lease;
    private final TransactionId id;
    private final TransactionOptions options;
    private final Snapshot snapshot;
    private final TransactionView view;
    private final PageRetry pages;
    private final WriteBudget budget;
    private final Tables tables;
    private final Prefetcher prefetcher;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile Lsn age;

    private enum State {
        /** It reads and writes. */
        OPEN,
        /** It has been handed over for its commit. */
        COMMITTING,
        /** It is over, one way or another. */
        ENDED
    }

    ClientTransaction(
            ClientContext context,
            ClientSession session,
            ReaderPort port,
            SnapshotRegistry.Lease lease,
            TransactionOptions options,
            Lsn age) {
        this.context = context;
        this.session = session;
        this.port = port;
        this.lease = lease;
        this.options = options;
        this.age = age;
        id = context.ports().nextTransactionId();
        snapshot = new Snapshot(port.pool(), lease.point());
        view = options.isolation() == IsolationLevel.SERIALIZABLE
                ? TransactionView.ofSerializable(snapshot)
                : TransactionView.ofSnapshot(snapshot);
        pages = new PageRetry(context, port, snapshot, new Refusals(context, port, id, lease.point()));
        budget = new WriteBudget(id, context.limits());
        tables = new Tables(context.catalog(), snapshot, lease.line());
        prefetcher = new Prefetcher(port, snapshot, view);
    }

    @Override
    public Await waits() {
        return context.ports().waits();
    }

    @Override
    public TransactionId id() {
        return id;
    }

    @Override
    public ReadPoint snapshot() {
        return lease.point();
    }

    @Override
    public TransactionOptions options() {
        return options;
    }

    /** The line of history that it reads; null if that is not known, as of the past of a volume that was taken back. */
    @Nullable
    VersionId line() {
        return lease.line();
    }

    /** Finds the tables where the line of history is new here, so that writes need not wait for the catalog. */
    CompletionStage<Boolean> ready() {
        VersionId line = lease.line();
        if (line == null || context.catalog().isFollowed(line)) {
            return CompletableFuture.completedFuture(true);
        }
        return pages.later(() -> {
            tables.follow(line);
            return true;
        });
    }

    /** The age that the next attempt at the same work inherits; zero if this one was never proposed. */
    Lsn age() {
        return age;
    }

    // ---- reads -----------------------------------------------------------------------------------------------------

    @Override
    public <K, V> Optional<V> get(Table<K, V> table, K key) {
        Coding<K, V> coding = coding(table);
        return decoded(coding, pages.now(getting(table, coding.encodeKey(key))));
    }

    @Override
    public <K, V> CompletionStage<Optional<V>> getAsync(Table<K, V> table, K key) {
        return stage(() -> {
            Coding<K, V> coding = coding(table);
            return pages.later(getting(table, coding.encodeKey(key))).thenApply(value -> decoded(coding, value));
        });
    }

    private PageRetry.Operation<Optional<byte[]>> getting(Table<?, ?> table, byte[] key) {
        return () -> {
            checkOpen();
            return Optional.ofNullable(view.get(tables.root(table), key));
        };
    }

    /** The codec gets bytes of its own, since it may keep or change them. */
    private static <V> Optional<V> decoded(Coding<?, V> coding, Optional<byte[]> value) {
        return value.map(bytes -> coding.decodeValue(bytes.clone()));
    }

    @Override
    public <K, V> List<Row<K, V>> scan(Table<K, V> table, Range<K> range, ScanOptions scanOptions) {
        ScanCall<K, V> call = new ScanCall<>(table, range, scanOptions, context.limits());
        return call.decode(pages.now(() -> {
            checkOpen();
            return call.run(view, tables.root(table));
        }));
    }

    @Override
    public <K, V> CompletionStage<List<Row<K, V>>> scanAsync(
            Table<K, V> table, Range<K> range, ScanOptions scanOptions) {
        return stage(() -> {
            ScanCall<K, V> call = new ScanCall<>(table, range, scanOptions, context.limits());
            return pages.later(() -> {
                        checkOpen();
                        return call.run(view, tables.root(table));
                    })
                    .thenApply(call::decode);
        });
    }

    // ---- writes ----------------------------------------------------------------------------------------------------

    @Override
    public <K, V> void put(Table<K, V> table, K key, V value) {
        Coding<K, V> coding = coding(table);
        byte[] keyBytes = coding.encodeKey(key);
        byte[] bytes = coding.encodeValue(value);
        write(table, keyBytes, row -> {
            budget.admitReplacing(view.writes(), row, bytes.length);
            view.put(row.table(), row.key(), bytes);
        });
    }

    @Override
    public <K, V> void delete(Table<K, V> table, K key) {
        write(table, coding(table).encodeKey(key), row -> {
            budget.admitReplacing(view.writes(), row, 0);
            view.delete(row.table(), row.key());
        });
    }

    @Override
    public <K, V> void merge(Table<K, V> table, K key, V operand, MergeOperator<V> operator) {
        Coding<K, V> coding = coding(table);
        byte[] keyBytes = coding.encodeKey(key);
        byte[] bytes = coding.encodeValue(operand);
        BinaryOperator<byte[]> merge = coding.encodeMerge(keyBytes, operator);
        MergeFunction function = (current, more) -> current == null ? more : merge.apply(current, more);
        if (!port.mergesAtCommit()) {
            mergeNow(table, keyBytes, function, bytes);
            return;
        }
        write(table, keyBytes, row -> {
            PendingWrite own = view.writes().get(row);
            if (own == null || own.operation() instanceof RowOperation.Merge) {
                budget.admitGrowing(view.writes(), row, bytes.length);
                view.merge(row.table(), row.key(), function, bytes);
            } else {
                // On a value of its own the outcome is known now, and counts with its true size.
                byte[] merged = function.merge(own.operation().after(null), bytes);
                budget.admitReplacing(view.writes(), row, merged.length);
                view.put(row.table(), row.key(), merged);
            }
        });
    }

    /** Merges into what the transaction sees: whoever changes the row meanwhile conflicts with it. */
    private void mergeNow(Table<?, ?> table, byte[] key, MergeFunction function, byte[] operand) {
        pages.now(() -> {
            checkWritable();
            RowKey row = new RowKey(tables.root(table), key);
            byte[] merged = function.merge(view.get(row.table(), row.key()), operand);
            budget.admitReplacing(view.writes(), row, merged.length);
            view.put(row.table(), row.key(), merged);
            prefetcher.touched(row);
            return id;
        });
    }

    private interface Write {
        void apply(RowKey row);
    }

    /** Only the handle of another cluster's table can make this wait, for a page of the catalog. */
    private void write(Table<?, ?> table, byte[] key, Write write) {
        pages.now(() -> {
            checkWritable();
            RowKey row = new RowKey(tables.root(table), key);
            write.apply(row);
            prefetcher.touched(row);
            return id;
        });
    }

    @Override
    public <K, V> void insert(Table<K, V> table, K key, V value) {
        pages.now(inserting(table, key, value));
    }

    @Override
    public <K, V> CompletionStage<Void> insertAsync(Table<K, V> table, K key, V value) {
        return stage(() -> pages.later(inserting(table, key, value)).thenAccept(inserted -> {}));
    }

    private <K, V> PageRetry.Operation<TransactionId> inserting(Table<K, V> table, K key, V value) {
        Coding<K, V> coding = coding(table);
        byte[] keyBytes = coding.encodeKey(key);
        byte[] bytes = coding.encodeValue(value);
        return () -> {
            checkWritable();
            RowKey row = new RowKey(tables.root(table), keyBytes);
            budget.admitReplacing(view.writes(), row, bytes.length);
            if (!view.insert(row.table(), row.key(), bytes)) {
                throw new DuplicateKeyException(table.name(), KeyText.of(keyBytes));
            }
            return id;
        };
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    @Override
    public CommitResult commit() {
        long deadlineNanos = beginCommit();
        CheckedTransaction checked;
        try {
            checked = pages.now(finishing());
        } catch (RuntimeException | Error failure) {
            endUnproposed();
            throw failure;
        }
        return waits().await(handOver(checked, deadlineNanos));
    }

    @Override
    public CompletionStage<CommitResult> commitAsync() {
        return stage(() -> {
            long deadlineNanos = beginCommit();
            return pages.later(finishing())
                    .whenComplete((checked, failure) -> {
                        if (failure != null) {
                            endUnproposed();
                        }
                    })
                    .thenCompose(checked -> handOver(checked, deadlineNanos));
        });
    }

    private long beginCommit() {
        checkOpen();
        Duration timeout = options.commitTimeout().orElse(context.timeouts().commit());
        long deadlineNanos = context.deadlineNanos(timeout);
        if (!state.compareAndSet(State.OPEN, State.COMMITTING)) {
            throw new TransactionClosedException(id);
        }
        return deadlineNanos;
    }

    /** Looks up what the writes rest on, as far as that is not known. */
    private PageRetry.Operation<CheckedTransaction> finishing() {
        return new PageRetry.Operation<>() {
            @Override
            public CheckedTransaction get() {
                checkWriter();
                return view.finish();
            }

            @Override
            public SortedSet<PageId> alsoMissing() {
                return prefetcher.missingToFinish();
            }
        };
    }

    private CompletableFuture<CommitResult> handOver(CheckedTransaction checked, long deadlineNanos) {
        if (checked.isEmpty()) {
            end();
            return CompletableFuture.completedFuture(new CommitResult.Committed(id, lease.point()));
        }
        if (context.isPast(deadlineNanos)) {
            endUnproposed();
            return CompletableFuture.completedFuture(CommitResult.Conflicted.abandoned(id));
        }
        CommitRequest request = new CommitRequest(id, checked, lease.point(), age, deadlineNanos);
        if (!(port instanceof WriterPort writer)) {
            throw new IllegalStateException("what is to be committed began on a writer, not on " + port.address());
        }
        CommitCall call = new CommitCall(context, writer, request, session.seen());
        CompletableFuture<CommitResult> result = new CompletableFuture<>();
        CompletionStage<CommitResult> committing = call.run();
        committing.whenComplete((ended, failure) -> Stages.orFail(result, () -> {
            age = call.age();
            end();
            if (failure == null) {
                result.complete(ended);
            } else {
                result.completeExceptionally(Stages.cause(failure));
            }
        }));
        return result;
    }

    @Override
    public void rollback() {
        if (state.compareAndSet(State.OPEN, State.COMMITTING)) {
            endUnproposed();
        }
    }

    /** Ends what was never handed over. */
    private void endUnproposed() {
        port.rolledBack();
        end();
    }

    private void end() {
        Check.state(state.getAndSet(State.ENDED) == State.COMMITTING, "a transaction ends once", id);
        port.snapshots().release(lease);
        session.forget(this);
    }

    // ---- what every call begins with -------------------------------------------------------------------------------

    private <K, V> Coding<K, V> coding(Table<K, V> table) {
        return new Coding<>(table, context.limits());
    }

    private void checkOpen() {
        context.checkOpen();
        if (state.get() != State.OPEN) {
            throw new TransactionClosedException(id);
        }
        checkWriter();
    }

    private void checkWritable() {
        checkOpen();
        if (options.readOnly()) {
            throw new ReadOnlyTransactionException(id);
        }
    }

    private void checkWriter() {
        if (!port.isOpen()) {
            throw port.unavailable();
        }
    }

    /** What is thrown at once fails the stage, too. */
    private static <T extends @Nullable Object> CompletionStage<T> stage(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public String toString() {
        return "transaction " + id + " on " + port.address() + " at " + lease.point();
    }
}
