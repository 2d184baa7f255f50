package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.nio.file.Path;
import org.h2.engine.Constants;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.value.VersionedValue;

/**
 * H2's MVStore below its transactions. What H2 itself does at a commit does not sync, whatever its settings; so this calls for it, once
 * for all commits that wait.
 */
final class H2Contender implements Contender {
    private final MVStore store;
    private final TransactionStore transactions;
    private final MVMap<byte[], VersionedValue<byte[]>> rows;
    private final SharedSync sync;

    H2Contender(Path file) {
        store = new MVStore.Builder().fileName(file.toString()).open();
        transactions = new TransactionStore(store);
        transactions.init();
        transactions.endLeftoverTransactions();
        Transaction opening = transactions.begin();
        rows = opening.openMap("rows", ByteArrayDataType.INSTANCE, ByteArrayDataType.INSTANCE).map;
        opening.commit();
        sync = new SharedSync(() -> {
            store.commit();
            store.sync();
        });
    }

    @Override
    public String name() {
        return H2Factory.NAME;
    }

    @Override
    public String version() {
        return Constants.FULL_VERSION;
    }

    @Override
    public String durability() {
        return "one copy, MVStore's transactions; the file is synced before a commit returns, once for all that wait; reads and the"
                + " check of written rows from a snapshot: first committer of a row wins";
    }

    @Override
    public Client connect(int number) {
        return new H2Client(transactions, rows, sync);
    }

    @Override
    public void close() {
        transactions.close();
        store.close();
    }
}
