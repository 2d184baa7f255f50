package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import org.h2.engine.IsolationLevel;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.tx.TransactionMap;
import org.h2.mvstore.tx.TransactionStore;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;

/**
 * One client's transactions on H2's MVStore. They read a snapshot, as H2's SQL does, and write when they end: a row that is no longer as
 * the snapshot has it has been written by another.
 */
final class H2Client implements Client {
    private static final int LOCK_TIMEOUT_MILLIS = 1_000;

    private final TransactionStore transactions;
    private final MVMap<byte[], VersionedValue<byte[]>> rows;
    private final SharedSync sync;

    H2Client(TransactionStore transactions, MVMap<byte[], VersionedValue<byte[]>> rows, SharedSync sync) {
        this.transactions = transactions;
        this.rows = rows;
        this.sync = sync;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        // A row that a transaction is writing has both its values; what counts is the committed one.
        VersionedValue<byte[]> row = rows.get(key);
        return row == null ? null : row.getCommittedValue();
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        org.h2.mvstore.tx.Transaction transaction = begin();
        boolean written;
        T result;
        try {
            TransactionMap<byte[], byte[]> map = transaction.openMapX(rows);
            transaction.markStatementStart(snapshotOf(rows));
            PendingWrites writes = new PendingWrites();
            result = work.run(new InTransaction(map, writes));
            written = !writes.isEmpty();
            write(writes, map);
            transaction.commit();
        } catch (Throwable e) {
            transaction.rollback();
            throw e;
        }
        if (written) {
            sync.await();
        }
        return result;
    }

    private org.h2.mvstore.tx.Transaction begin() {
        return transactions.begin(
                (map, key, existing, restored) -> {}, LOCK_TIMEOUT_MILLIS, 0, IsolationLevel.SNAPSHOT);
    }

    // MVStore's transactions know their maps without the types of keys and values.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static HashSet<MVMap<Object, VersionedValue<Object>>> snapshotOf(MVMap rows) {
        HashSet<MVMap<Object, VersionedValue<Object>>> maps = new HashSet<>();
        maps.add(rows);
        return maps;
    }

    private static void write(PendingWrites writes, TransactionMap<byte[], byte[]> map) throws Refused {
        for (Map.Entry<byte[], byte @Nullable []> row : writes.all().entrySet()) {
            byte[] key = row.getKey();
            byte[] value = row.getValue();
            byte[] read = map.getFromSnapshot(key);
            byte[] replaced = replace(map, key, value);
            if (!Arrays.equals(read, replaced)) {
                throw new Refused("another transaction has written a row since this one began");
            }
        }
    }

    private static byte @Nullable [] replace(TransactionMap<byte[], byte[]> map, byte[] key, byte @Nullable [] value)
            throws Refused {
        try {
            return value == null ? map.remove(key) : map.put(key, value);
        } catch (MVStoreException e) {
            int code = e.getErrorCode();
            if (code == DataUtils.ERROR_TRANSACTION_LOCKED || code == DataUtils.ERROR_TRANSACTIONS_DEADLOCK) {
                throw new Refused(e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        // The store is everybody's.
    }

    /** One transaction's rows. */
    private record InTransaction(TransactionMap<byte[], byte[]> map, PendingWrites writes) implements Transaction {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return writes.has(key) ? writes.get(key) : map.getFromSnapshot(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            writes.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            writes.delete(key);
        }

        @Override
        public int scan(byte[] from, int limit) {
            Iterator<byte[]> stored = map.keyIterator(from);
            return writes.count(stored, from, limit);
        }
    }
}
