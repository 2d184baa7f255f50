package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import dev.sextant.bench.contender.Unable;
import javax.cache.CacheException;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteTransactions;
import org.apache.ignite.transactions.TransactionConcurrency;
import org.apache.ignite.transactions.TransactionDeadlockException;
import org.apache.ignite.transactions.TransactionIsolation;
import org.apache.ignite.transactions.TransactionOptimisticException;
import org.apache.ignite.transactions.TransactionRollbackException;
import org.apache.ignite.transactions.TransactionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One client's transactions at one Apache Ignite node. */
final class IgniteClient implements Client {
    private final IgniteTransactions transactions;
    private final IgniteCache<String, byte[]> cache;

    IgniteClient(IgniteTransactions transactions, IgniteCache<String, byte[]> cache) {
        this.transactions = transactions;
        this.cache = cache;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return cache.get(RowKeys.of(key));
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        try (org.apache.ignite.transactions.Transaction transaction =
                transactions.txStart(TransactionConcurrency.OPTIMISTIC, TransactionIsolation.SERIALIZABLE)) {
            T result = work.run(new InTransaction(cache));
            transaction.commit();
            return result;
        } catch (TransactionOptimisticException
                | TransactionRollbackException
                | TransactionDeadlockException
                | TransactionTimeoutException e) {
            throw new Refused(e);
        } catch (CacheException e) {
            throw e.getCause() instanceof TransactionOptimisticException ? new Refused(e) : e;
        }
    }

    @Override
    public void close() {
        // The node is everybody's.
    }

    /** The transaction that this thread has begun. */
    private record InTransaction(IgniteCache<String, byte[]> cache) implements Transaction {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return cache.get(RowKeys.of(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            cache.put(RowKeys.of(key), value);
        }

        @Override
        public void delete(byte[] key) {
            cache.remove(RowKeys.of(key));
        }

        @Override
        public int scan(byte[] from, int limit) throws Unable {
            throw new Unable("keeps rows by the hash of their keys, so it cannot read them in order");
        }
    }
}
