package dev.sextant.replication.world;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.TransactionId;
import dev.sextant.conflict.check.TransactionView;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.Snapshot;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.tree.PageMissingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A client that moves money between accounts, one transfer after the other, each with a row in a ledger that names it; so a
 * checker can tell for each transfer whether it happened.
 */
public final class BankClient {
    public static final PageId ACCOUNTS = new PageId(0x7000000000000001L);
    public static final PageId LEDGER = new PageId(0x7000000000000002L);

    private static final long GIVE_UP_NANOS = 5 * World.SECOND;

    private final World world;
    private final int slot;
    private final int number;
    private final int accounts;
    private final boolean serializable;
    private long transfers;
    /** Each try is a transaction of its own. */
    private long tries;

    private boolean stopped;
    private boolean idle = true;
    public final List<String> acknowledged = new ArrayList<>();
    public final List<String> unknown = new ArrayList<>();

    public BankClient(World world, int slot, int number, int accounts, boolean serializable) {
        this.world = world;
        this.slot = slot;
        this.number = number;
        this.accounts = accounts;
        this.serializable = serializable;
    }

    public void start() {
        next();
    }

    public void stop() {
        stopped = true;
    }

    public boolean isIdle() {
        return idle;
    }

    private void next() {
        idle = stopped;
        if (stopped) {
            return;
        }
        World.Writer writer = world.writer(slot);
        if (!writer.isOpen()) {
            world.after(5 * World.MILLI, this::next);
            return;
        }
        String name = number + "/" + transfers++;
        int from = world.random.nextInt(accounts);
        int to = (from + 1 + world.random.nextInt(accounts - 1)) % accounts;
        attempt(writer, new Transfer(name, from, to, 1 + world.random.nextInt(10)), Lsn.ZERO);
    }

    record Transfer(String name, int from, int to, long amount) {}

    private void attempt(World.Writer writer, Transfer transfer, Lsn age) {
        if (writer.dead) {
            next();
            return;
        }
        SnapshotRegistry.Lease lease = writer.snapshots.acquire();
        Snapshot snapshot = new Snapshot(writer.pool, lease.point());
        run(writer, snapshot, lease, transfer, age);
    }

    private void run(World.Writer writer, Snapshot snapshot, SnapshotRegistry.Lease lease, Transfer transfer, Lsn age) {
        try {
            TransactionView view =
                    serializable ? TransactionView.ofSerializable(snapshot) : TransactionView.ofSnapshot(snapshot);
            long from = read(view, transfer.from());
            long to = read(view, transfer.to());
            view.put(ACCOUNTS, key(transfer.from()), value(from - transfer.amount()));
            view.put(ACCOUNTS, key(transfer.to()), value(to + transfer.amount()));
            view.put(LEDGER, transfer.name().getBytes(StandardCharsets.UTF_8), value(transfer.amount()));
            commit(writer, view, lease, transfer, age);
        } catch (PageMissingException missing) {
            fetch(writer, missing.page(), snapshot, answer -> {
                if (answer instanceof ClientAnswer.PageFetched fetched) {
                    snapshot.supply(missing.page(), fetched.page());
                    run(writer, snapshot, lease, transfer, age);
                } else {
                    writer.snapshots.release(lease);
                    world.after(World.MILLI, this::next);
                }
            });
        }
    }

    private void fetch(World.Writer writer, PageId page, Snapshot snapshot, Consumer<ClientAnswer> then) {
        guarded(writer, id -> new WriterInput.FetchPage(id, page, snapshot.readPoint()), then, this::next);
    }

    private void commit(
            World.Writer writer, TransactionView view, SnapshotRegistry.Lease lease, Transfer transfer, Lsn age) {
        CommitRequest request = new CommitRequest(
                new TransactionId(number, ++tries), view.finish(), lease.point(), age, world.now() + GIVE_UP_NANOS);
        guarded(
                writer,
                id -> new WriterInput.Commit(id, request),
                answer -> {
                    writer.snapshots.release(lease);
                    committed(writer, transfer, answer);
                },
                () -> {
                    unknown.add(transfer.name());
                    next();
                });
    }

    /** Hears an answer, or that the writer died before it came. */
    private void guarded(
            World.Writer writer, LongFunction<WriterInput> input, Consumer<ClientAnswer> then, Runnable died) {
        boolean[] done = {false};
        world.request(writer, input, answer -> {
            if (!done[0]) {
                done[0] = true;
                then.accept(answer);
            }
        });
        watch(writer, done, died);
    }

    private void watch(World.Writer writer, boolean[] done, Runnable died) {
        world.after(10 * World.MILLI, () -> {
            if (!done[0] && writer.dead) {
                done[0] = true;
                died.run();
            } else if (!done[0]) {
                watch(writer, done, died);
            }
        });
    }

    private void committed(World.Writer writer, Transfer transfer, ClientAnswer answer) {
        if (answer instanceof ClientAnswer.Committed) {
            acknowledged.add(transfer.name());
            next();
        } else if (answer instanceof ClientAnswer.Indeterminate) {
            unknown.add(transfer.name());
            next();
        } else if (answer instanceof ClientAnswer.Conflicted conflicted) {
            long pause = world.random.nextLong(World.MILLI);
            world.after(pause, () -> attempt(writer, transfer, conflicted.age()));
        } else {
            world.after(World.MILLI, this::next);
        }
    }

    static long read(TransactionView view, int account) {
        byte[] value = view.get(ACCOUNTS, key(account));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    static byte[] key(int account) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(account).array();
    }

    static byte[] value(long amount) {
        return ByteBuffer.allocate(Long.BYTES).putLong(amount).array();
    }
}
