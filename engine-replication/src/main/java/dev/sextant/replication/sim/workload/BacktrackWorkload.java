package dev.sextant.replication.sim.workload;

import dev.sextant.api.BacktrackIndeterminateException;
import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Codecs;
import dev.sextant.api.Range;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.SextantException;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Transactions write a line into a ledger and count it, or write a remark somewhere in a wide table, on a page of its own; readers note what they saw and at which point; and now and then somebody
 * takes the whole volume back to such a point, whatever the others are doing.
 *
 * <p>In every state the counts are those of the ledger's lines. A backtrack leaves exactly what was there at its point. Of what was
 * acknowledged, every line is there in the end or was there right before the last backtrack; what that undid is not. And what is there
 * beside what was gone back to was written by transactions that began afterwards.
 */
public final class BacktrackWorkload extends StartedWorkload<BacktrackWorkload.Ledger> {
    private static final int COUNTS = 12;
    private static final int REMARKS = 300;
    /** So long that they take a few pages of any size. */
    private static final String REMARK = "-".repeat(100);

    private static final int MOST_TRIES_IN_THE_END = 100;
    private static final int MOST_NOTES = 12;
    private static final int MOST_LINES = 400;

    /** Draws everything at its set-up. */
    public BacktrackWorkload() {
        super(Ledger::new);
    }

    /** The ledger, and what was seen of it. */
    static final class Ledger implements Running {
        private final WorkloadContext context;
        private final RandomGenerator random;
        private final Table<String, Long> lines;
        private final Table<Long, Long> counts;
        private final Table<Long, String> remarks;
        private final List<Client> clients;
        private final List<BacktrackCheck.State> notes = new ArrayList<>();
        private final BacktrackCheck check = new BacktrackCheck();
        /** Before it there were no tables: nobody goes back that far. */
        private final ReadPoint beginning;

        private long drawn;
        private int lately;

        Ledger(WorkloadContext context) {
            this.context = context;
            random = context.random();
            lines = context.database().table("backtrack.lines", Codecs.utf8(), Codecs.int64());
            counts = context.database().table("backtrack.counts", Codecs.int64(), Codecs.int64());
            remarks = context.database().table("backtrack.remarks", Codecs.int64(), Codecs.utf8());
            context.database().run(transaction -> {
                for (long key = 0; key < REMARKS; key++) {
                    transaction.put(remarks, key, REMARK + key);
                }
            });
            beginning = Reading.last(context, Transaction::snapshot);
            clients = Client.all(context);
        }

        @Override
        public CompletionStage<Step> step(int client) {
            int dice = random.nextInt(40);
            Client runner = clients.get(client);
            if (dice == 0 && !notes.isEmpty()) {
                return backtrack(runner, notes.get(random.nextInt(notes.size())).point());
            }
            if (dice < 8 || lately > MOST_LINES) {
                return runner.run(
                                TransactionOptions.DEFAULT.asReadOnly(),
                                transaction -> see(transaction).thenApply(this::note))
                        .thenApply(Attempt::step);
            }
            if (dice < 12 && !notes.isEmpty()) {
                BacktrackCheck.State note = notes.get(random.nextInt(notes.size()));
                TransactionOptions past = TransactionOptions.DEFAULT.asOf(note.point());
                return runner.run(past, transaction -> see(transaction).thenApply(seen -> check.same(note, seen)))
                        .thenApply(Attempt::step);
            }
            return dice < 22 ? remark(runner) : write(runner);
        }

        private CompletionStage<Step> remark(Client client) {
            String remark = REMARK + client.number() + "/" + ++drawn;
            return client.run(TransactionOptions.DEFAULT, transaction -> {
                        check.writes(remark, transaction.snapshot());
                        transaction.put(remarks, (long) random.nextInt(REMARKS), remark);
                        return Stages.done();
                    })
                    .thenApply(Attempt::step);
        }

        private CompletionStage<Step> write(Client client) {
            String line = client.number() + "/" + ++drawn;
            BacktrackCheck.Written written = check.begins(line);
            return client.run(TransactionOptions.DEFAULT, transaction -> {
                        check.writes(line, transaction.snapshot());
                        transaction.add(counts, (long) random.nextInt(COUNTS), 1);
                        return transaction.insertAsync(lines, line, drawn);
                    })
                    .thenApply(attempt -> {
                        check.ended(written, attempt.step());
                        return attempt.step();
                    });
        }

        private CompletionStage<BacktrackCheck.State> see(Transaction transaction) {
            return transaction
                    .scanAsync(lines, Range.all(), ScanOptions.DEFAULT)
                    .thenCompose(rows -> transaction
                            .scanAsync(counts, Range.all(), ScanOptions.DEFAULT)
                            .thenCompose(sums -> transaction
                                    .scanAsync(remarks, Range.all(), ScanOptions.DEFAULT)
                                    .thenApply(said -> new BacktrackCheck.State(
                                            transaction.snapshot(),
                                            Reading.map(rows),
                                            Reading.map(sums),
                                            Reading.map(said)))))
                    .thenApply(check::consistent);
        }

        private boolean note(BacktrackCheck.State seen) {
            lately = seen.lines().size();
            check.present(seen);
            if (!seen.point().covers(beginning)) {
                return false;
            }
            if (notes.size() < MOST_NOTES) {
                notes.add(seen);
            } else {
                notes.set(random.nextInt(MOST_NOTES), seen);
            }
            return true;
        }

        private CompletionStage<Step> backtrack(Client client, ReadPoint target) {
            BacktrackCheck.Try attempt = check.backtrackBegins();
            return Stages.settle(
                    Stages.attempt(() -> context.backtrack(target)),
                    report -> done(client, attempt, report),
                    failure -> {
                        check.backtrackEnded(attempt);
                        if (!(failure instanceof SextantException)) {
                            return CompletableFuture.failedFuture(failure);
                        }
                        boolean open = failure instanceof BacktrackIndeterminateException;
                        return CompletableFuture.completedFuture(open ? Step.UNKNOWN : Step.ABORTED);
                    });
        }

        /** Reads the three states at once: history may end before them soon. */
        private CompletionStage<Step> done(Client client, BacktrackCheck.Try attempt, BacktrackReport report) {
            lately = 0;
            List<BacktrackCheck.State> states = new ArrayList<>();
            return Stages.inOrder(
                            List.of(report.target(), report.before(), report.after()),
                            point -> client.run(
                                    TransactionOptions.DEFAULT.asOf(point),
                                    transaction -> see(transaction).thenApply(states::add)))
                    .thenApply(read -> {
                        check.backtracked(attempt, states, report);
                        return Step.COMMITTED;
                    });
        }

        @Override
        public void finish() {
            check.last(Reading.last(context, this::all));
            Throwable failure = null;
            for (int tries = 0; tries < MOST_TRIES_IN_THE_END; tries++) {
                BacktrackCheck.State target = Reading.last(context, this::all);
                failure = goBackTo(target, tries);
                if (!(failure instanceof SnapshotTooOldException)) {
                    check.inTheEnd(target, Reading.last(context, this::all), failure);
                    return;
                }
            }
            check.cannotGoBack(failure);
        }

        /** History of a full segment on a new disk begins when it is filled, which may be later than the state to go back to. */
        private @Nullable Throwable goBackTo(BacktrackCheck.State target, int tries) {
            context.database().run(transaction -> {
                transaction.add(counts, 0L, 1);
                transaction.put(lines, "last " + tries, 0L);
            });
            // Its answer comes while the last reads wait.
            CompletionStage<BacktrackReport> back = context.backtrack(target.point());
            do {
                check.consistent(Reading.last(context, this::all));
            } while (!back.toCompletableFuture().isDone());
            return back.handle((done, failure) -> Stages.causeIfAny(failure))
                    .toCompletableFuture()
                    .join();
        }

        private BacktrackCheck.State all(Transaction transaction) {
            return new BacktrackCheck.State(
                    transaction.snapshot(),
                    Reading.map(Reading.all(transaction, lines)),
                    Reading.map(Reading.all(transaction, counts)),
                    Reading.map(Reading.all(transaction, remarks)));
        }

        @Override
        public List<String> anomalies() {
            return check.anomalies();
        }
    }
}
