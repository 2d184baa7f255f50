package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import dev.sextant.bench.contender.Unable;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.TimeoutException;
import org.infinispan.context.Flag;
import org.jspecify.annotations.Nullable;

/** One client's transactions at one Infinispan manager. */
final class InfinispanClient implements Client {
    private final AdvancedCache<String, byte[]> cache;
    /** The same for writes, which then do not fetch the value that they replace. */
    private final AdvancedCache<String, byte[]> blind;

    private final TransactionManager transactions;

    InfinispanClient(AdvancedCache<String, byte[]> cache) {
        this.cache = cache;
        blind = cache.withFlags(Flag.IGNORE_RETURN_VALUES);
        transactions = cache.getTransactionManager();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return cache.get(RowKeys.of(key));
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        transactions.begin();
        try {
            T result = work.run(new InTransaction(cache, blind));
            transactions.commit();
            return result;
        } catch (RollbackException | TimeoutException e) {
            throw new Refused(e);
        } finally {
            if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transactions.rollback();
            }
        }
    }

    @Override
    public void close() {
        // The manager is everybody's.
    }

    /** The transaction that this thread has begun. */
    private record InTransaction(AdvancedCache<String, byte[]> cache, AdvancedCache<String, byte[]> blind)
            implements Transaction {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return cache.get(RowKeys.of(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            blind.put(RowKeys.of(key), value);
        }

        @Override
        public void delete(byte[] key) {
            blind.remove(RowKeys.of(key));
        }

        @Override
        public int scan(byte[] from, int limit) throws Unable {
            throw new Unable("keeps rows by the hash of their keys, so it cannot read them in order");
        }
    }
}
