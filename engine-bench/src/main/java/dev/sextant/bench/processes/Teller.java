package dev.sextant.bench.processes;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.Database;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.Remedy;
import dev.sextant.api.Session;
import dev.sextant.api.SextantException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client that transfers money, one transaction after the other, notes what it was told, and asks about what it was not told until it
 * knows.
 */
final class Teller implements Runnable {
    private static final long BACK_OFF_NANOS = 2_000_000;
    /** How long it goes on asking when it is to end. */
    private static final long LEARNING_NANOS = 20_000_000_000L;

    private static final int ATTEMPT_BITS = 40;

    private final Database database;
    private final Bank bank;
    private final Notes notes;
    private final BooleanSupplier goOn;
    private final SplittableRandom random;
    private long next;
    private boolean open;

    /**
     * A client.
     *
     * @param client a number that no other client has had
     */
    Teller(Database database, Bank bank, Notes notes, BooleanSupplier goOn, int client) {
        this.database = database;
        this.bank = bank;
        this.notes = notes;
        this.goOn = goOn;
        next = (long) client << ATTEMPT_BITS;
        random = new SplittableRandom(next);
    }

    @Override
    public void run() {
        try (Session session = database.session()) {
            while (goOn.getAsBoolean()) {
                transfer(session);
            }
        }
    }

    private void transfer(Session session) {
        try {
            session.run(transaction -> {
                if (open) {
                    end(Notes.Kind.REFUSED); // or it would not be tried again
                }
                notes.add(Notes.Kind.BEGUN, next);
                open = true;
                bank.transfer(transaction, next, random);
            });
            end(Notes.Kind.COMMITTED);
        } catch (IndeterminateCommitException e) {
            notes.add(Notes.Kind.UNKNOWN, next);
            learn(session, e.token());
        } catch (SextantException e) {
            boolean passes = e.remedy() == Remedy.RETRY || e.remedy() == Remedy.RETRY_LATER;
            if (!passes) {
                throw e;
            }
            if (open) {
                end(Notes.Kind.REFUSED);
            }
            LockSupport.parkNanos(BACK_OFF_NANOS);
        }
    }

    /** Asks until it is told, also for a while after the end: what it does not know then stays unknown. */
    private void learn(Session session, CommitToken token) {
        long lastBusyNanos = System.nanoTime();
        while (System.nanoTime() - lastBusyNanos < LEARNING_NANOS) {
            lastBusyNanos = goOn.getAsBoolean() ? System.nanoTime() : lastBusyNanos;
            try {
                CommitResult outcome = session.outcome(token);
                if (!(outcome instanceof CommitResult.Indeterminate)) {
                    end(outcome instanceof CommitResult.Committed ? Notes.Kind.COMMITTED : Notes.Kind.REFUSED);
                    return;
                }
            } catch (SextantException notNow) {
                LockSupport.parkNanos(BACK_OFF_NANOS);
            }
        }
        next++;
        open = false;
    }

    private void end(Notes.Kind kind) {
        notes.add(kind, next);
        next++;
        open = false;
    }
}
