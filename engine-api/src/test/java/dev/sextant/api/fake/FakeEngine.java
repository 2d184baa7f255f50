package dev.sextant.api.fake;

import dev.sextant.api.Codec;
import dev.sextant.api.CommitResult;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionId;
import dev.sextant.api.UnknownTableException;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.spi.Await;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * One writer in memory. Tests put failures in line ({@link #failBegin}, {@link #answerCommit}) and see the pauses that retries
 * took. For one thread at a time.
 */
public final class FakeEngine implements Database, Await {
    /** A committed value and the commit that wrote it; a removed row keeps its version. */
    record Stored(byte[] value, boolean present, long version) {}

    /** How rows are ordered: by unsigned bytes. */
    static <T> NavigableMap<byte[], T> byBytes() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    final Map<String, NavigableMap<byte[], Stored>> tables = new TreeMap<>();
    final Deque<RuntimeException> beginFailures = new ArrayDeque<>();
    final Deque<CommitResult> commitAnswers = new ArrayDeque<>();
    final List<FakeTransaction> begun = new ArrayList<>();
    final List<TransactionId> inherited = new ArrayList<>();
    final Limits limits;
    final RetryPolicy retryPolicy;
    final List<Long> pauses = new ArrayList<>();
    private Runnable onPause = () -> {};
    private long version;

    public FakeEngine(RetryPolicy retryPolicy, Limits limits) {
        this.retryPolicy = retryPolicy;
        this.limits = limits;
    }

    /** The next transaction cannot begin. */
    public void failBegin(RuntimeException failure) {
        beginFailures.add(failure);
    }

    /** The next commit with writes does nothing and answers this. */
    public void answerCommit(CommitResult answer) {
        commitAnswers.add(answer);
    }

    /** What happens while retries pause. */
    public void onPause(Runnable action) {
        onPause = action;
    }

    /** The pauses that retries took, in nanoseconds. */
    public List<Long> pauses() {
        return List.copyOf(pauses);
    }

    /** How many transactions were begun. */
    public int begun() {
        return begun.size();
    }

    /** The transactions that had a further attempt, in order. */
    public List<TransactionId> inherited() {
        return List.copyOf(inherited);
    }

    /** How many are open. */
    public long open() {
        return begun.stream().filter(FakeTransaction::isOpen).count();
    }

    long nextVersion() {
        return ++version;
    }

    ReadPoint readPoint() {
        return ReadPoint.ZERO.with(new WriterId(0), version, new long[0]);
    }

    NavigableMap<byte[], Stored> rows(Table<?, ?> table) {
        NavigableMap<byte[], Stored> rows = tables.get(table.name());
        if (rows == null) {
            throw new UnknownTableException(table.name());
        }
        return rows;
    }

    Map<String, NavigableMap<byte[], Stored>> copy() {
        Map<String, NavigableMap<byte[], Stored>> copy = new TreeMap<>();
        tables.forEach((name, rows) -> copy.put(name, new TreeMap<>(rows)));
        return copy;
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw Await.failure(e);
        }
    }

    @Override
    public void pause(long nanos) {
        pauses.add(nanos);
        onPause.run();
    }

    @Override
    public <K, V> Table<K, V> table(String name, Codec<K> keys, Codec<V> values) {
        tables.computeIfAbsent(name, absent -> byBytes());
        return new FakeTable<>(name, keys, values);
    }

    @Override
    public <K, V> Table<K, V> openTable(String name, Codec<K> keys, Codec<V> values) {
        Table<K, V> table = new FakeTable<>(name, keys, values);
        rows(table);
        return table;
    }

    @Override
    public List<String> tableNames() {
        return List.copyOf(tables.keySet());
    }

    @Override
    public Session session(SessionOptions options) {
        return new FakeSession(this, options);
    }

    private record FakeTable<K, V>(String name, Codec<K> keyCodec, Codec<V> valueCodec) implements Table<K, V> {}
}
