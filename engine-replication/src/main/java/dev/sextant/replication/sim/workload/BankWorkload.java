package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.Range;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Money moves between accounts, by new balances or by sums added to the old ones, each time with a row in a ledger that names
 * the transfer; audits read everything. It finds lost and half-done transfers, whoever lost them.
 */
public final class BankWorkload extends StartedWorkload<BankWorkload.Bank> {
    private static final long INITIAL = 100;
    /** A longer ledger is read in the end only. */
    private static final int LEDGER_ROWS_AUDITED = 1_000;

    /** Draws everything else at its set-up. */
    public BankWorkload() {
        super(Bank::new);
    }

    /** A bank in business. */
    static final class Bank implements Running {
        private final WorkloadContext context;
        private final RandomGenerator random;
        private final Table<Long, Long> accounts;
        private final Table<String, List<Long>> ledger;
        private final int accountCount;
        private final int serializablePercent;
        private final List<Client> clients;
        private final BankCheck check;
        private long transfers;

        Bank(WorkloadContext context) {
            this.context = context;
            random = context.random();
            accountCount = 3 + random.nextInt(20);
            serializablePercent = random.nextInt(101);
            accounts = context.database().table("bank.accounts", Codecs.int64(), Codecs.int64());
            ledger = context.database().table("bank.ledger", Codecs.utf8(), LongLists.CODEC);
            context.database().run(transaction -> {
                for (long account = 0; account < accountCount; account++) {
                    transaction.put(accounts, account, INITIAL);
                }
            });
            clients = Client.all(context);
            check = new BankCheck(accountCount, INITIAL);
        }

        @Override
        public CompletionStage<Step> step(int client) {
            int dice = random.nextInt(10);
            return dice < 2 ? audit(clients.get(client)) : transfer(clients.get(client), dice < 7);
        }

        /** A share of the clients is serializable, always. */
        private TransactionOptions options(Client client) {
            int percent = client.number() * 100 < serializablePercent * clients.size() ? 100 : 0;
            return new Mix(percent, 20).draw(random);
        }

        private CompletionStage<Step> transfer(Client client, boolean byPut) {
            long from = random.nextInt(accountCount);
            long to = (from + 1 + random.nextInt(accountCount - 1)) % accountCount;
            String name = client.number() + "/" + transfers++;
            BankCheck.Transfer transfer =
                    new BankCheck.Transfer(name, client.number(), from, to, 1 + random.nextInt(10));
            return client.run(options(client), transaction -> byPut ? put(transaction, transfer) : add(transaction, transfer))
                    .thenApply(attempt -> {
                        check.ended(transfer, attempt.step());
                        return attempt.step();
                    });
        }

        private CompletionStage<?> put(Transaction transaction, BankCheck.Transfer transfer) {
            transaction.put(ledger, transfer.name(), row(transfer));
            return transaction.getAsync(accounts, transfer.from()).thenCompose(from -> transaction
                    .getAsync(accounts, transfer.to())
                    .thenAccept(to -> {
                        transaction.put(accounts, transfer.from(), from.orElseThrow() - transfer.amount());
                        transaction.put(accounts, transfer.to(), to.orElseThrow() + transfer.amount());
                    }));
        }

        private CompletionStage<?> add(Transaction transaction, BankCheck.Transfer transfer) {
            transaction.add(accounts, transfer.from(), -transfer.amount());
            transaction.add(accounts, transfer.to(), transfer.amount());
            return transaction.insertAsync(ledger, transfer.name(), row(transfer));
        }

        private CompletionStage<Step> audit(Client client) {
            TransactionOptions options = options(client).asReadOnly();
            int before = check.acknowledged();
            boolean withLedger = before < LEDGER_ROWS_AUDITED && random.nextInt(3) == 0;
            return client.run(options, transaction -> transaction
                            .scanAsync(accounts, Range.all(), ScanOptions.DEFAULT)
                            .thenCompose(balances -> ledger(transaction, withLedger)
                                    .thenAccept(rows -> check.audited(new BankCheck.Audit(
                                            client.number(),
                                            Mix.isGlobal(options),
                                            before,
                                            Reading.map(balances),
                                            rows)))))
                    .thenApply(Attempt::step);
        }

        private CompletionStage<Optional<SortedMap<String, BankCheck.Transfer>>> ledger(
                Transaction transaction, boolean isWanted) {
            if (!isWanted) {
                return Stages.done().thenApply(nothing -> Optional.empty());
            }
            return transaction
                    .scanAsync(ledger, Range.all(), ScanOptions.DEFAULT.descending())
                    .thenApply(rows -> Optional.of(transfers(rows)));
        }

        @Override
        public void finish() {
            Reading.last(context, transaction -> {
                List<Row<Long, Long>> balances = Reading.all(transaction, accounts);
                check.ended(Reading.map(balances), transfers(Reading.all(transaction, ledger)));
                return true;
            });
        }

        @Override
        public List<String> anomalies() {
            return check.anomalies();
        }

        private static List<Long> row(BankCheck.Transfer transfer) {
            return List.of((long) transfer.client(), transfer.from(), transfer.to(), transfer.amount());
        }

        private static SortedMap<String, BankCheck.Transfer> transfers(List<Row<String, List<Long>>> rows) {
            SortedMap<String, BankCheck.Transfer> transfers = new TreeMap<>();
            for (Row<String, List<Long>> row : rows) {
                List<Long> value = row.value();
                transfers.put(
                        row.key(),
                        new BankCheck.Transfer(
                                row.key(), value.get(0).intValue(), value.get(1), value.get(2), value.get(3)));
            }
            return transfers;
        }
    }
}
