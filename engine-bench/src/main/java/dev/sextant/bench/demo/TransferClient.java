package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.Remedy;
import dev.sextant.api.SextantException;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterUnavailableException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One client that moves money from account to account, one transaction after the other, and writes down in the
 * acknowledgement file what it was told of each attempt.
 *
 * <p>Invariant: an attempt is noted as begun before its commit is asked for, and as committed before it counts; attempts of one
 * transfer that failed are noted as refused, since the engine promised that they never happen.
 */
final class TransferClient implements Runnable {
    /** One transfer in so many bumps a hot counter, too. */
    private static final int TRANSFERS_A_BUMP = 8;

    private static final int MAX_AMOUNT = 100;
    private static final long BACK_OFF_NANOS = 2_000_000;

    /** What all clients of a run share. */
    record Shared(
            Cluster cluster,
            DemoTables tables,
            AcknowledgementFile file,
            Progress progress,
            CommitTimes times,
            BooleanSupplier goOn) {}

    private final Shared shared;
    private final WriterId home;
    private final SplittableRandom random;
    private AttemptId next;
    private boolean open;

    TransferClient(Shared shared, int run, int client, WriterId home) {
        this.shared = shared;
        this.home = home;
        next = AttemptId.first(run, client);
        random = new SplittableRandom(next.toLong());
    }

    @Override
    public void run() {
        try (Seat seat = new Seat(shared.cluster(), home)) {
            while (shared.goOn().getAsBoolean() && !shared.progress().failed()) {
                transfer(seat);
            }
        }
    }

    private void transfer(Seat seat) {
        Transfer transfer = draw();
        long startNanos = System.nanoTime();
        try {
            seat.session().run(transaction -> attempt(transaction, transfer));
            committed(seat, startNanos);
        } catch (IndeterminateCommitException e) {
            end(new Note.Indeterminate(last(), e.token()));
        } catch (SextantException e) {
            refused(seat, e);
        }
    }

    private Transfer draw() {
        int from = random.nextInt(DemoTables.ACCOUNTS);
        int to = (from + 1 + random.nextInt(DemoTables.ACCOUNTS - 1)) % DemoTables.ACCOUNTS;
        int counter = random.nextInt(TRANSFERS_A_BUMP) == 0 ? random.nextInt(DemoTables.COUNTERS) : Transfer.NO_COUNTER;
        return new Transfer(from, to, 1 + random.nextInt(MAX_AMOUNT), counter);
    }

    /** The work of one attempt. If it is called again, the one before was refused. */
    private void attempt(Transaction transaction, Transfer transfer) {
        if (open) {
            end(new Note.Refused(last()));
        }
        AttemptId attempt = next;
        next = attempt.next();
        open = true;
        shared.file().append(new Note.Begun(attempt));
        DemoTables tables = shared.tables();
        long from = transfer.from();
        long to = transfer.to();
        long paying = transaction.get(tables.accounts(), from).orElseThrow();
        long paid = transaction.get(tables.accounts(), to).orElseThrow();
        Transfer moved = paying >= transfer.amount()
                ? transfer
                : new Transfer(transfer.from(), transfer.to(), paying, transfer.counter());
        transaction.put(tables.accounts(), from, paying - moved.amount());
        transaction.put(tables.accounts(), to, paid + moved.amount());
        if (moved.counter() != Transfer.NO_COUNTER) {
            transaction.add(tables.counters(), DemoTables.counterName(moved.counter()), 1);
        }
        transaction.insert(tables.ledger(), attempt.toLong(), moved);
    }

    private AttemptId last() {
        return new AttemptId(next.stream(), next.number() - 1);
    }

    private void end(Note note) {
        shared.file().append(note);
        open = false;
    }

    private void committed(Seat seat, long startNanos) {
        end(new Note.Committed(last()));
        seat.writer().ifPresent(writer -> shared.times().note(writer, startNanos));
        shared.progress().committed(0);
    }

    /** Nothing happened. What passes by itself is no reason to stop, and a writer that is gone is one to move. */
    private void refused(Seat seat, SextantException e) {
        boolean passes = e.remedy() == Remedy.RETRY || e.remedy() == Remedy.RETRY_LATER;
        if (!passes) {
            throw e;
        }
        if (open) {
            end(new Note.Refused(last()));
        }
        if (e instanceof WriterUnavailableException) {
            seat.writerIsGone();
        }
        if (e.remedy() == Remedy.RETRY_LATER) {
            LockSupport.parkNanos(BACK_OFF_NANOS);
        }
    }
}
