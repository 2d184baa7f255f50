package dev.sextant.api.fake;

import dev.sextant.api.CommitResult;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.DuplicateKeyException;
import dev.sextant.api.MergeOperator;
import dev.sextant.api.Range;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionClosedException;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.fake.FakeEngine.Stored;
import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.AwaitingTransaction;
import dev.sextant.api.spi.Coding;
import dev.sextant.api.spi.KeyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A transaction of the engine in memory: a copy of everything, and the changes of rows in the order they were made. */
final class FakeTransaction implements AwaitingTransaction {
    private static final Stored ABSENT = new Stored(new byte[0], false, 0);

    private record Change(String table, byte[] key, boolean commutes, UnaryOperator<Optional<byte[]>> change) {}

    private final FakeEngine engine;
    private final TransactionId id;
    private final TransactionOptions options;
    private final ReadPoint snapshot;
    private final Map<String, NavigableMap<byte[], Stored>> view;
    private final Map<String, NavigableMap<byte[], Stored>> base;
    private final List<Change> changes = new ArrayList<>();
    private boolean open = true;

    FakeTransaction(FakeEngine engine, TransactionId id, TransactionOptions options) {
        this.engine = engine;
        this.id = id;
        this.options = options;
        snapshot = engine.readPoint();
        view = engine.copy();
        base = engine.copy();
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public Await waits() {
        return engine;
    }

    @Override
    public TransactionId id() {
        return id;
    }

    @Override
    public ReadPoint snapshot() {
        return snapshot;
    }

    @Override
    public TransactionOptions options() {
        return options;
    }

    @Override
    public <K, V> CompletionStage<Optional<V>> getAsync(Table<K, V> table, K key) {
        checkOpen();
        Coding<K, V> coding = new Coding<>(table, engine.limits);
        Stored row = rows(table).getOrDefault(coding.encodeKey(key), ABSENT);
        return CompletableFuture.completedFuture(
                row.present() ? Optional.of(coding.decodeValue(row.value().clone())) : Optional.empty());
    }

    @Override
    public <K, V> CompletionStage<List<Row<K, V>>> scanAsync(Table<K, V> table, Range<K> range, ScanOptions scan) {
        checkOpen();
        Coding<K, V> coding = new Coding<>(table, engine.limits);
        Coding.ByteRange bytes = coding.encodeRange(range);
        NavigableMap<byte[], Stored> rows = FakeEngine.byBytes();
        if (!bytes.isEmpty()) {
            rows = rows(table).tailMap(bytes.from(), true);
            rows = bytes.to() == null ? rows : rows.headMap(bytes.to(), false);
        }
        rows = scan.direction() == ScanOptions.Direction.ASCENDING ? rows : rows.descendingMap();
        return CompletableFuture.completedFuture(rows.entrySet().stream()
                .filter(row -> row.getValue().present())
                .limit(scan.limit().orElse(Integer.MAX_VALUE))
                .map(row -> new Row<>(
                        coding.decodeKey(row.getKey().clone()),
                        coding.decodeValue(row.getValue().value().clone())))
                .toList());
    }

    @Override
    public <K, V> void put(Table<K, V> table, K key, V value) {
        Coding<K, V> coding = new Coding<>(table, engine.limits);
        byte[] bytes = coding.encodeValue(value);
        change(table, coding.encodeKey(key), false, current -> Optional.of(bytes));
    }

    @Override
    public <K, V> CompletionStage<Void> insertAsync(Table<K, V> table, K key, V value) {
        return getAsync(table, key).thenAccept(current -> {
            if (current.isPresent()) {
                throw new DuplicateKeyException(
                        table.name(), KeyText.of(table.keyCodec().encode(key)));
            }
            put(table, key, value);
        });
    }

    @Override
    public <K, V> void delete(Table<K, V> table, K key) {
        change(table, new Coding<>(table, engine.limits).encodeKey(key), false, current -> Optional.empty());
    }

    @Override
    public <K, V> void merge(Table<K, V> table, K key, V operand, MergeOperator<V> operator) {
        Coding<K, V> coding = new Coding<>(table, engine.limits);
        byte[] keyBytes = coding.encodeKey(key);
        byte[] bytes = coding.encodeValue(operand);
        change(
                table,
                keyBytes,
                true,
                current -> Optional.of(current.map(
                                value -> coding.encodeMerge(keyBytes, operator).apply(value, bytes))
                        .orElse(bytes)));
    }

    private void change(Table<?, ?> table, byte[] key, boolean commutes, UnaryOperator<Optional<byte[]>> change) {
        checkOpen();
        apply(rows(table), key, change, 0);
        changes.add(new Change(table.name(), key, commutes, change));
    }

    private NavigableMap<byte[], Stored> rows(Table<?, ?> table) {
        engine.rows(table);
        return view.computeIfAbsent(table.name(), absent -> FakeEngine.byBytes());
    }

    private static void apply(
            NavigableMap<byte[], Stored> rows, byte[] key, UnaryOperator<Optional<byte[]>> change, long version) {
        Stored old = rows.getOrDefault(key, ABSENT);
        Optional<byte[]> value = change.apply(old.present() ? Optional.of(old.value()) : Optional.empty());
        rows.put(key, new Stored(value.orElse(new byte[0]), value.isPresent(), version));
    }

    @Override
    public CompletionStage<CommitResult> commitAsync() {
        checkOpen();
        open = false;
        if (!changes.isEmpty() && !engine.commitAnswers.isEmpty()) {
            return CompletableFuture.completedFuture(engine.commitAnswers.remove());
        }
        for (Change change : changes) {
            if (!change.commutes() && version(engine.tables, change) != version(base, change)) {
                return CompletableFuture.completedFuture(new CommitResult.Conflicted(
                        id, ConflictKind.ROW_WRITTEN, change.table(), KeyText.of(change.key())));
            }
        }
        long version = engine.nextVersion();
        changes.forEach(change -> apply(engine.tables.get(change.table()), change.key(), change.change(), version));
        return CompletableFuture.completedFuture(new CommitResult.Committed(id, engine.readPoint()));
    }

    private static long version(Map<String, NavigableMap<byte[], Stored>> tables, Change change) {
        NavigableMap<byte[], Stored> rows = tables.getOrDefault(change.table(), FakeEngine.byBytes());
        return rows.getOrDefault(change.key(), ABSENT).version();
    }

    @Override
    public void rollback() {
        open = false;
    }

    private void checkOpen() {
        if (!open) {
            throw new TransactionClosedException(id);
        }
    }
}
