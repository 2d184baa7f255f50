package dev.sextant.bench.restart;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.Remedy;
import dev.sextant.api.SextantException;
import dev.sextant.api.Table;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Clients of all writers, each of which updates one row after the other as fast as it can. Thread safety: any thread. */
final class Load implements AutoCloseable {
    private static final int ROWS = 100_000;
    private static final int VALUE_BYTES = 100;
    private static final long BACK_OFF_NANOS = 1_000_000;

    private final Cluster cluster;
    private final Table<Long, byte[]> table;
    private final LongAdder commits = new LongAdder();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ended;

    /** Begins to work. */
    Load(Cluster cluster, int writers, int clientsOfWriter) {
        this.cluster = cluster;
        table = cluster.database().table("rows", Codecs.int64(), Codecs.bytes());
        for (int i = 0; i < writers * clientsOfWriter; i++) {
            WriterId writer = new WriterId(i % writers);
            Random random = new Random(i);
            Thread client = new Thread(() -> work(writer, random), "client-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void work(WriterId writer, Random random) {
        try {
            while (!ended && failure.get() == null) {
                if (!commit(writer, random)) {
                    LockSupport.parkNanos(BACK_OFF_NANOS);
                }
            }
        } catch (RuntimeException broken) {
            failure.compareAndSet(null, broken);
        }
    }

    /** Commits the update of one row at a writer; false if that does not take work now. */
    boolean commit(WriterId writer, Random random) {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        long key = random.nextInt(ROWS);
        Database database = cluster.database(writer);
        try {
            database.run(transaction -> transaction.put(table, key, value));
            commits.increment();
            return true;
        } catch (IndeterminateCommitException killedMeanwhile) {
            return false;
        } catch (SextantException refused) {
            if (refused.remedy() != Remedy.RETRY && refused.remedy() != Remedy.RETRY_LATER) {
                throw refused;
            }
            return false;
        }
    }

    /** Waits until so many transactions have committed in all. */
    void await(long target) {
        while (commits.sum() < target) {
            throwFailure();
            LockSupport.parkNanos(BACK_OFF_NANOS);
        }
    }

    void throwFailure() {
        RuntimeException broken = failure.get();
        if (broken != null) {
            throw broken;
        }
    }

    @Override
    public void close() {
        ended = true;
        for (Thread client : clients) {
            boolean waits = true;
            while (waits) {
                try {
                    client.join();
                    waits = false;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
