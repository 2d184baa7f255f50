package dev.sextant.bench.contender;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One client's connection to a {@link Contender}. For one thread at a time. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
public interface Client extends AutoCloseable {
    /** Reads one row, outside of any transaction. */
    byte @Nullable [] get(byte[] key) throws Exception;

    /**
     * Runs one transaction and returns when it is durable. A contender whose users are served so runs the work again by itself when
     * another transaction was in the way, and the others do not: whoever measures counts how often the work is run, and tries
     * again what was refused.
     *
     * @throws Refused nothing of it has happened: another transaction was in the way
     * @throws Unable this contender has no such transactions
     */
    <T> T transact(Work<T> work) throws Exception;

    @Override
    void close() throws Exception;

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Transaction transaction) throws Exception;
    }

    /** Reads and writes of one transaction, which sees its own writes. */
    interface Transaction {
        byte @Nullable [] get(byte[] key) throws Exception;

        void put(byte[] key, byte[] value) throws Exception;

        void delete(byte[] key) throws Exception;

        /**
         * Reads rows in ascending order of their keys.
         *
         * @param from the first key that counts
         * @param limit the most rows
         * @return how many there were
         * @throws Unable this contender keeps rows in no order
         */
        int scan(byte[] from, int limit) throws Exception;

        /**
         * Adds to a number of eight bytes, big-endian, that is 0 where there is no row. By default it is read and written.
         */
        default void add(byte[] key, long delta) throws Exception {
            byte[] old = get(key);
            long sum = (old == null ? 0 : ByteBuffer.wrap(old).getLong()) + delta;
            put(key, ByteBuffer.allocate(Long.BYTES).putLong(sum).array());
        }
    }
}
