package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Clients that go to another writer for each transaction, or to a replica if they only read, with nothing but their read point in their hands: whatever they
 * committed or saw through one writer, the next one shows them.
 */
public final class SessionMoveWorkload extends StartedWorkload<SessionMoveWorkload.Moves> {
    private static final long SHARED = -1;

    /** Transactions of this mix. */
    public SessionMoveWorkload(Mix mix) {
        super(context -> new Moves(context, mix));
    }

    /** The clients, and what they saw. */
    static final class Moves implements Running {
        private final WorkloadContext context;
        private final Mix mix;
        private final RandomGenerator random;
        private final Table<Long, Long> table;
        private final TransactionRunner runner;
        private final SessionMoveCheck check;
        private final List<Wanderer> clients = new ArrayList<>();
        private long numbers;

        /** There are no rows yet: an absent one counts as zero. */
        Moves(WorkloadContext context, Mix mix) {
            this.context = context;
            this.mix = mix;
            random = context.random();
            table = context.database().table("moves", Codecs.int64(), Codecs.int64());
            runner = new TransactionRunner(context.time());
            check = new SessionMoveCheck(context.clients());
            for (int client = 0; client < context.clients(); client++) {
                clients.add(new Wanderer(client));
            }
        }

        @Override
        public CompletionStage<Step> step(int client) {
            return clients.get(client).step();
        }

        private final class Wanderer {
            private final int number;
            private ReadPoint readPoint = ReadPoint.ZERO;
            private int writer = random.nextInt(context.writers());

            Wanderer(int number) {
                this.number = number;
            }

            CompletionStage<Step> step() {
                int others = context.writers() - 1;
                writer = (writer + (others > 0 ? 1 + random.nextInt(others) : 0)) % context.writers();
                WriterId slot = new WriterId(writer);
                long written = random.nextInt(4) == 0 ? 0 : ++numbers;
                boolean elsewhere = written == 0 && context.readsElsewhere();
                String here = elsewhere ? "a reader" : slot.toString();
                Database endpoint = elsewhere ? context.readers() : context.database(slot);
                Session session = endpoint.session(SessionOptions.DEFAULT.withStartingAt(readPoint));
                return runner.run(session, mix.draw(random), transaction -> visit(transaction, here, written))
                        .thenApply(attempt -> {
                            readPoint = session.readPoint();
                            session.close();
                            if (written > 0) {
                                check.wrote(number, written, attempt.step());
                            }
                            return attempt.step();
                        });
            }

            private CompletionStage<?> visit(Transaction transaction, String here, long written) {
                return transaction.getAsync(table, (long) number).thenCompose(own -> {
                    check.readOwn(number, here, own.orElse(0L));
                    if (written > 0) {
                        transaction.put(table, (long) number, written);
                        transaction.add(table, SHARED, 1);
                        return Stages.done();
                    }
                    return transaction
                            .getAsync(table, SHARED)
                            .thenAccept(shared -> check.readShared(number, here, shared.orElse(0L)))
                            .thenApply(nothing -> true);
                });
            }
        }

        @Override
        public void finish() {
            Reading.last(context, transaction -> {
                List<Long> own = new ArrayList<>();
                for (long client = 0; client < clients.size(); client++) {
                    own.add(transaction.get(table, client).orElse(0L));
                }
                check.ended(own, transaction.get(table, SHARED).orElse(0L));
                return true;
            });
        }

        @Override
        public List<String> anomalies() {
            return check.anomalies();
        }
    }
}
