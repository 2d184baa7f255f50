package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Registers that are read, written after a read, and written blindly, with a value of its own for each write. A register
 * keeps the last value of each client, so that any two of its states tell which is the older one; a blind write is a
 * {@code merge} that raises its client's value and leaves the others' as it finds them.
 */
public final class RegisterWorkload extends StartedWorkload<RegisterWorkload.Registers> {
    private static final int MOST_OPERATIONS = 3;

    /** Registers under transactions of this mix. */
    public RegisterWorkload(Mix mix) {
        super(context -> new Registers(context, mix));
    }

    private enum Kind {
        READ,
        READ_AND_WRITE,
        WRITE_BLINDLY
    }

    private record Planned(Kind kind, long register, long value) {}

    /** The registers, and what was seen of them. */
    static final class Registers implements Running {
        private final WorkloadContext context;
        private final Mix mix;
        private final RandomGenerator random;
        private final Table<Long, List<Long>> table;
        private final List<Client> clients;
        private final RegisterCheck check;
        private final SortedMap<Long, List<Long>> last = new TreeMap<>();
        private final int count;
        private long values;

        Registers(WorkloadContext context, Mix mix) {
            this.context = context;
            this.mix = mix;
            random = context.random();
            count = MOST_OPERATIONS + random.nextInt(15);
            table = context.database().table("registers", Codecs.int64(), LongLists.CODEC);
            clients = Client.all(context);
            check = new RegisterCheck(clients.size());
        }

        @Override
        public CompletionStage<Step> step(int client) {
            TransactionOptions options = mix.draw(random);
            List<Planned> plan = plan();
            Transacting transacting = new Transacting(client, Mix.isGlobal(options));
            return clients.get(client)
                    .run(options, transaction ->
                            Stages.inOrder(plan, planned -> transacting.carryOut(transaction, planned)))
                    .thenApply(attempt -> transacting.ended(attempt.step()));
        }

        /** Each register at most once, so that no transaction reads its own write. */
        private List<Planned> plan() {
            List<Planned> plan = new ArrayList<>();
            int operations = 1 + random.nextInt(MOST_OPERATIONS);
            int first = random.nextInt(count);
            for (int i = 0; i < operations; i++) {
                Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                plan.add(new Planned(kind, (first + i) % count, ++values));
            }
            return plan;
        }

        private final class Transacting {
            private final int client;
            private final boolean global;
            private final int seenBefore = check.size();
            private final SortedMap<Long, Long> written = new TreeMap<>();

            Transacting(int client, boolean global) {
                this.client = client;
                this.global = global;
            }

            CompletionStage<?> carryOut(Transaction transaction, Planned planned) {
                long register = planned.register();
                List<Long> mine = RegisterCheck.only(clients.size(), client, planned.value());
                if (planned.kind() == Kind.WRITE_BLINDLY) {
                    transaction.merge(table, register, mine, RegisterCheck::max);
                    written.put(register, planned.value());
                    return Stages.done();
                }
                return transaction.getAsync(table, register).thenAccept(row -> {
                    List<Long> found = row.orElse(Collections.nCopies(clients.size(), 0L));
                    check.add(new RegisterCheck.Read(client, register, found, global, seenBefore));
                    if (planned.kind() == Kind.READ_AND_WRITE) {
                        transaction.put(table, register, RegisterCheck.max(found, mine));
                        written.put(register, planned.value());
                    }
                });
            }

            Step ended(Step step) {
                written.forEach(
                        (register, value) -> check.add(new RegisterCheck.Write(client, register, value, step)));
                return step;
            }
        }

        @Override
        public void finish() {
            Reading.last(context, transaction -> {
                last.clear();
                last.putAll(Reading.map(Reading.all(transaction, table)));
                return true;
            });
        }

        @Override
        public List<String> anomalies() {
            return check.anomalies(last);
        }
    }
}
