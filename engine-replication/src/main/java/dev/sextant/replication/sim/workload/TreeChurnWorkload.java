package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codec;
import dev.sextant.api.DuplicateKeyException;
import dev.sextant.api.Row;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Rows of all sizes come and go, so that pages split, merge and overflow while all writers change them: each client has keys
 * of its own, but those of all clients alternate. So every page is everybody's, and yet each client knows exactly what its
 * reads have to show.
 */
public final class TreeChurnWorkload extends StartedWorkload<TreeChurnWorkload.Tree> {
    private static final int MOST_OPERATIONS = 6;
    private static final int PAGES_OF_LARGEST_VALUE = 8;

    /**
     * Rows with values of up to eight pages.
     *
     * @param pageSizeBytes the size of the world's pages
     */
    public TreeChurnWorkload(int pageSizeBytes) {
        super(context -> new Tree(context, pageSizeBytes));
    }

    /** Eight bytes in the order of the numbers, and some more to make keys of several sizes. */
    private static final Codec<Long> KEYS = Codec.of(
            key -> ByteBuffer.allocate(Long.BYTES + (int) (key % 5) * 12)
                    .putLong(key)
                    .array(),
            bytes -> ByteBuffer.wrap(bytes).getLong());

    /** The tree, and what was seen of it. */
    static final class Tree implements Running {
        private final WorkloadContext context;
        private final int pageSizeBytes;
        private final RandomGenerator random;
        private final Table<Long, Blob> table;
        private final List<Client> clients;
        private final List<ChurnModel> models = new ArrayList<>();
        private final Findings findings = new Findings();
        private final int keysOfEach;
        private long blobs;

        Tree(WorkloadContext context, int pageSizeBytes) {
            this.context = context;
            this.pageSizeBytes = pageSizeBytes;
            random = context.random();
            keysOfEach = 5 + random.nextInt(60);
            table = context.database().table("tree", KEYS, Blob.CODEC);
            clients = Client.all(context);
            for (int client = 0; client < clients.size(); client++) {
                models.add(new ChurnModel(client, keys(client), findings));
            }
        }

        private List<Long> keys(int client) {
            List<Long> keys = new ArrayList<>();
            for (long i = 0; i < keysOfEach; i++) {
                keys.add(i * clients.size() + client);
            }
            return keys;
        }

        @Override
        public CompletionStage<Step> step(int client) {
            TransactionOptions options = Mix.EVEN.draw(random);
            ChurnModel.Transacting model = models.get(client).begin();
            List<Integer> dice = new ArrayList<>();
            for (int i = random.nextInt(MOST_OPERATIONS); i >= 0; i--) {
                dice.add(random.nextInt(10));
            }
            return clients.get(client)
                    .run(options, transaction -> Stages.inOrder(dice, each -> carryOut(transaction, client, model, each)))
                    .thenApply(attempt -> {
                        model.ended(attempt.step());
                        return attempt.step();
                    });
        }

        private CompletionStage<?> carryOut(
                Transaction transaction, int client, ChurnModel.Transacting model, int dice) {
            long key = (long) random.nextInt(keysOfEach) * clients.size() + client;
            if (dice < 3) {
                Blob value = drawValue();
                transaction.put(table, key, value);
                model.wrote(key, Optional.of(value));
                return Stages.done();
            }
            if (dice < 5) {
                transaction.delete(table, key);
                model.wrote(key, Optional.empty());
                return Stages.done();
            }
            if (dice < 7) {
                return insert(transaction, model, key);
            }
            return dice < 8
                    ? transaction.getAsync(table, key).thenAccept(found -> model.got(key, found))
                    : scan(transaction, model);
        }

        private CompletionStage<?> insert(Transaction transaction, ChurnModel.Transacting model, long key) {
            Blob value = drawValue();
            return Stages.settle(
                    transaction.insertAsync(table, key, value),
                    done -> {
                        model.inserted(key, value);
                        return Stages.done();
                    },
                    failure -> {
                        if (!(failure instanceof DuplicateKeyException)) {
                            return CompletableFuture.failedFuture(new CompletionException(failure));
                        }
                        model.isThere(key);
                        return Stages.done();
                    });
        }

        private CompletionStage<?> scan(Transaction transaction, ChurnModel.Transacting model) {
            ChurnScan scan = drawScan();
            return transaction.scanAsync(table, scan.range(), scan.options()).thenAccept(rows -> {
                List<Map.Entry<Long, Blob>> found = new ArrayList<>();
                rows.forEach(row -> found.add(Map.entry(row.key(), row.value())));
                model.scanned(scan, found);
            });
        }

        private ChurnScan drawScan() {
            int keys = keysOfEach * clients.size();
            long low = random.nextInt(keys);
            long high = low + random.nextInt(random.nextBoolean() ? 20 : keys);
            int limit = random.nextBoolean() ? 0 : 1 + random.nextInt(30);
            return new ChurnScan(low, high, random.nextBoolean(), limit);
        }

        private Blob drawValue() {
            int dice = random.nextInt(100);
            int most = dice < 10 ? 1 : dice < 60 ? 40 : dice < 85 ? pageSizeBytes / 4 : pageSizeBytes;
            return Blob.of(++blobs, random.nextInt(dice < 96 ? most : most * PAGES_OF_LARGEST_VALUE));
        }

        @Override
        public void finish() {
            Reading.last(context, transaction -> {
                ended(Reading.all(transaction, table));
                return true;
            });
        }

        private void ended(List<Row<Long, Blob>> rows) {
            SortedMap<Long, Blob> last = Reading.map(rows);
            models.forEach(model -> model.ended(last));
            SortedSet<Long> strangers = new TreeSet<>(last.keySet());
            for (int client = 0; client < clients.size(); client++) {
                strangers.removeAll(keys(client));
            }
            findings.require(strangers.isEmpty(), "there are rows of nobody in the end: %s", strangers);
        }

        @Override
        public List<String> anomalies() {
            return findings.sentences();
        }
    }
}
