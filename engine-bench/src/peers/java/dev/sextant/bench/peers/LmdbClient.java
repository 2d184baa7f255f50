package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.KeyRange;
import org.lmdbjava.Txn;

/** One client's reader and transactions on LMDB. */
final class LmdbClient implements Client {
    private final Env<byte[]> environment;
    private final Dbi<byte[]> rows;
    /** Kept between reads, as LMDB's manual tells readers in a hurry. */
    private final Txn<byte[]> reader;

    LmdbClient(Env<byte[]> environment, Dbi<byte[]> rows) {
        this.environment = environment;
        this.rows = rows;
        reader = environment.txnRead();
        reader.reset();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        reader.renew();
        try {
            return rows.get(reader, key);
        } finally {
            reader.reset();
        }
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        // Nobody has said yet whether the work will write, so it waits for its turn in any case.
        try (Txn<byte[]> transaction = environment.txnWrite()) {
            T result = work.run(new InTransaction(rows, transaction));
            transaction.commit();
            return result;
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    /** One transaction's rows. */
    private record InTransaction(Dbi<byte[]> rows, Txn<byte[]> transaction) implements Transaction {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return rows.get(transaction, key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            rows.put(transaction, key, value);
        }

        @Override
        public void delete(byte[] key) {
            rows.delete(transaction, key);
        }

        @Override
        public int scan(byte[] from, int limit) {
            try (CursorIterable<byte[]> range = rows.iterate(transaction, KeyRange.atLeast(from))) {
                int count = 0;
                Iterator<CursorIterable.KeyVal<byte[]>> each = range.iterator();
                // As the others, it takes the rows out.
                while (count < limit && each.hasNext() && each.next().val() != null) {
                    count++;
                }
                return count;
            }
        }
    }
}
