package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.spi.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API's objects used by threads: clients, the writers' loop and the continuations, each on its own. */
class ThreadedClientTest implements EnginePorts, Await {
    private static final int CLIENTS = 4;
    private static final int TRANSFERS = 150;
    private static final long ACCOUNTS = 2_000;
    private static final TransactionOptions GLOBAL = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);

    private final ClusterConfig config = ClusterConfig.inMemory()
            .writers(2)
            .retryPolicy(new RetryPolicy(1_000, Duration.ZERO, Duration.ZERO))
            .build();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ExecutorService continuations = Executors.newFixedThreadPool(2);
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final FakeVolume volume = new FakeVolume();
    private final AtomicLong transactions = new AtomicLong();
    private final List<FakeWriter> writers =
            List.of(new FakeWriter(volume, loop, new WriterId(0), 1), new FakeWriter(volume, loop, new WriterId(1), 1));
    private final Database database = new ClientEngine(this).database();
    private final Table<Long, Long> table = database.table("accounts", Codecs.int64(), Codecs.int64());

    @AfterEach
    void stop() {
        clients.shutdown();
        continuations.shutdown();
        loop.shutdown();
    }

    @Test
    void moneyIsNeitherMadeNorLost() throws Exception {
        writers.get(1).keepsPages = false;
        Session loader = database.session();
        loader.run(transaction -> {
            for (long account = 0; account < ACCOUNTS; account++) {
                transaction.put(table, account, 100L);
            }
        });
        List<Future<Integer>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            running.add(clients.submit(client(client, loader.readPoint())));
        }
        int made = 0;
        for (Future<Integer> each : running) {
            made += each.get();
        }
        assertEquals(CLIENTS * TRANSFERS, made);
        long sum = 0;
        try (Transaction reader = database.begin(GLOBAL)) {
            for (Row<Long, Long> row : reader.scan(table, Range.all())) {
                sum += row.value();
            }
        }
        assertEquals(ACCOUNTS * 100, sum);
        for (FakeWriter writer : writers) {
            assertEquals(0, writer.snapshots().size());
        }
    }

    @Test
    void theOperationsOfATransactionNeverOverlap() throws Exception {
        database.run(transaction -> transaction.put(table, 1L, 1L));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Transaction transaction = database.begin(GLOBAL)) {
            transaction.merge(table, 1L, 1L, (current, operand) -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                for (int i = 0; i < 20_000; i++) {
                    Thread.onSpinWait();
                }
                inside.decrementAndGet();
                return current + operand;
            });
            for (int round = 0; round < 10; round++) {
                for (FakeWriter writer : writers) {
                    writer.keepsPages = false;
                    loop.submit(writer::evictAll).get();
                }
                List<CompletionStage<Optional<Long>>> values = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    values.add(transaction.getAsync(table, 1L));
                }
                for (CompletionStage<Optional<Long>> value : values) {
                    assertEquals(Optional.of(2L), await(value));
                }
            }
        }
        assertEquals(1, most.get());
    }

    private Callable<Integer> client(int number, ReadPoint loaded) {
        Random random = new Random(number);
        return () -> {
            int made = 0;
            try (Session session = database.session(SessionOptions.DEFAULT.withStartingAt(loaded))) {
                for (int i = 0; i < TRANSFERS; i++) {
                    session.run(transaction -> transfer(transaction, random));
                    made++;
                    if (i % 5 == 0) {
                        loop.execute(writers.get(random.nextInt(2))::evictAll);
                    }
                }
            }
            return made;
        };
    }

    /** Reads at once with what it will write, a few other rows and the whole table. */
    private void transfer(Transaction transaction, Random random) {
        long from = random.nextLong(ACCOUNTS);
        long to = (from + 1 + random.nextLong(ACCOUNTS - 1)) % ACCOUNTS;
        CompletionStage<Optional<Long>> source = transaction.getAsync(table, from);
        CompletionStage<Optional<Long>> target = transaction.getAsync(table, to);
        CompletionStage<List<Row<Long, Long>>> all =
                transaction.scanAsync(table, Range.all(), ScanOptions.DEFAULT.descending());
        long sum = await(all).stream().mapToLong(Row::value).sum();
        assertEquals(ACCOUNTS * 100, sum, "a snapshot is consistent");
        transaction.put(table, from, await(source).orElseThrow() - 1);
        transaction.put(table, to, await(target).orElseThrow() + 1);
    }

    // ---- ports -----------------------------------------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException | CompletionException failure) {
            throw Await.failure(failure);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("nobody interrupts", interrupted);
        }
    }

    @Override
    public void pause(long nanos) {
        Thread.onSpinWait();
    }

    @Override
    public ClusterConfig config() {
        return config;
    }

    @Override
    public Await waits() {
        return this;
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public RandomGenerator random() {
        return new Random(transactions.get());
    }

    @Override
    public TransactionId nextTransactionId() {
        return new TransactionId(1, transactions.incrementAndGet());
    }

    @Override
    public Executor continuations() {
        return continuations;
    }

    @Override
    public List<WriterPort> writers() {
        return List.copyOf(writers);
    }

    @Override
    public boolean isClosed() {
        return false;
    }
}
