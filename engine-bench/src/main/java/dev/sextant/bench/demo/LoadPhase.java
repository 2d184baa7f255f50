package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.Remedy;
import dev.sextant.api.Session;
import dev.sextant.api.SextantException;
import dev.sextant.api.WriterId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loads the names through all writers at once, in random order: so nearly every transaction touches nearly every page that
 * the others touch, though no two touch one row.
 */
final class LoadPhase {
    /** Many: what a transaction costs is mostly the pages it touches, and it touches nearly all of them anyway. */
    static final int ROWS_A_TRANSACTION = 500;

    /** More than one, so that a writer has transactions to put into one proposal. */
    private static final int CLIENTS_A_WRITER = 2;

    private static final long SEED = 0x5eed;

    private final Cluster cluster;
    private final DemoTables tables;
    private final AcknowledgementFile file;
    private final Progress progress;
    private final List<List<Integer>> batches;
    private final int rows;
    private final AtomicInteger next = new AtomicInteger();

    /** Loads what of the first so many names is not acknowledged yet. */
    LoadPhase(
            Cluster cluster,
            DemoTables tables,
            AcknowledgementFile file,
            Acknowledgements known,
            Progress progress,
            int rowLimit) {
        this.cluster = cluster;
        this.tables = tables;
        this.file = file;
        this.progress = progress;
        BitSet missing = CodePoints.named(rowLimit);
        missing.andNot(known.loaded());
        rows = missing.cardinality();
        batches = CodePoints.shuffledBatches(missing, ROWS_A_TRANSACTION, SEED);
    }

    /** Loads; what is acknowledged is in the file when this returns. */
    void run() throws InterruptedException {
        Clients clients = new Clients(progress);
        int writers = cluster.config().writers();
        for (int i = 0; i < writers * CLIENTS_A_WRITER; i++) {
            WriterId writer = new WriterId(i % writers);
            clients.start("loader-" + i, () -> load(writer));
        }
        clients.join();
    }

    private void load(WriterId writer) {
        try (Session session = cluster.database(writer).session()) {
            for (int i = next.getAndIncrement(); i < batches.size() && !progress.failed(); i = next.getAndIncrement()) {
                List<Integer> batch = batches.get(i);
                load(session, batch);
                file.append(new Note.Loaded(batch));
                progress.committed(batch.size());
                progress.phase(String.format(Locale.ROOT, "loading names: %,d of %,d", progress.loadedRows(), rows));
            }
        }
    }

    /** Writing the same names again is harmless, so whatever the answer was, it may be tried again. */
    private void load(Session session, List<Integer> batch) {
        while (true) {
            try {
                session.run(transaction -> {
                    for (int codePoint : batch) {
                        transaction.put(tables.names(), (long) codePoint, Character.getName(codePoint));
                    }
                });
                return;
            } catch (SextantException e) {
                boolean passing = e.remedy() == Remedy.RETRY
                        || e.remedy() == Remedy.RETRY_LATER
                        || e.remedy() == Remedy.ASK_OUTCOME;
                if (!passing || progress.failed()) {
                    throw e;
                }
            }
        }
    }
}
