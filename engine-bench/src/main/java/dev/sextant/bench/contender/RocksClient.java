package dev.sextant.bench.contender;

import org.jspecify.annotations.Nullable;
import org.rocksdb.OptimisticTransactionDB;
import org.rocksdb.OptimisticTransactionOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/** One client's options and transactions on RocksDB. */
final class RocksClient implements Client {
    private final OptimisticTransactionDB database;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final OptimisticTransactionOptions fromSnapshot = new OptimisticTransactionOptions().setSetSnapshot(true);

    RocksClient(OptimisticTransactionDB database) {
        this.database = database;
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws RocksDBException {
        return database.get(key);
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        try (org.rocksdb.Transaction transaction = database.beginTransaction(synced, fromSnapshot);
                ReadOptions reading = new ReadOptions().setSnapshot(transaction.getSnapshot())) {
            T result = work.run(new InTransaction(transaction, reading));
            commit(transaction);
            return result;
        }
    }

    private static void commit(org.rocksdb.Transaction transaction) throws RocksDBException, Refused {
        try {
            transaction.commit();
        } catch (RocksDBException e) {
            Status status = e.getStatus();
            // TryAgain: what it would have to be checked against has left memory.
            if (status != null && (status.getCode() == Status.Code.Busy || status.getCode() == Status.Code.TryAgain)) {
                throw new Refused(e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        fromSnapshot.close();
        synced.close();
    }

    /** One transaction's rows. */
    private record InTransaction(org.rocksdb.Transaction transaction, ReadOptions reading) implements Transaction {
        @Override
        public byte @Nullable [] get(byte[] key) throws RocksDBException {
            return transaction.get(reading, key);
        }

        @Override
        public void put(byte[] key, byte[] value) throws RocksDBException {
            transaction.put(key, value);
        }

        @Override
        public void delete(byte[] key) throws RocksDBException {
            transaction.delete(key);
        }

        @Override
        public int scan(byte[] from, int limit) throws RocksDBException {
            try (RocksIterator rows = transaction.getIterator(reading)) {
                int count = 0;
                for (rows.seek(from); rows.isValid() && count < limit; rows.next()) {
                    // As the others, it takes the row out.
                    count += rows.value().length > 0 || rows.key().length > 0 ? 1 : 0;
                }
                rows.status();
                return count;
            }
        }
    }
}
