package dev.sextant.bench.contender;

import dev.sextant.api.ConflictException;
import dev.sextant.api.Database;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.Range;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.TransactionOptions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A session of this engine. Its transactions are run again by {@link Session#transact}, so that who lost grows old and wins. */
final class SextantClient implements Client, Seeing {
    private static final TransactionOptions READING = TransactionOptions.DEFAULT.asReadOnly();

    private final Session session;
    private final Table<byte[], byte[]> rows;
    private final Seen seen;

    SextantClient(Database database, Table<byte[], byte[]> rows, Seen seen) {
        session = database.session(SessionOptions.DEFAULT.withStartingAt(seen.point()));
        this.rows = rows;
        this.seen = seen;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try (dev.sextant.api.Transaction transaction = session.begin(READING)) {
            return transaction.get(rows, key).orElse(null);
        }
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        try {
            return session.<T, Exception>transact(transaction -> work.run(new InTransaction(transaction, rows)));
        } catch (ConflictException | OverloadedException inTheWay) {
            throw new Refused(inTheWay);
        }
    }

    @Override
    public ReadPoint readPoint() {
        return session.readPoint();
    }

    @Override
    public void close() {
        seen.add(session.readPoint());
        session.close();
    }

    /** One transaction's rows. */
    private record InTransaction(dev.sextant.api.Transaction transaction, Table<byte[], byte[]> rows)
            implements Transaction {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return transaction.get(rows, key).orElse(null);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            transaction.put(rows, key, value);
        }

        @Override
        public void delete(byte[] key) {
            transaction.delete(rows, key);
        }

        @Override
        public int scan(byte[] from, int limit) {
            return transaction
                    .scan(rows, Range.atLeast(from), ScanOptions.DEFAULT.withLimit(limit))
                    .size();
        }

        @Override
        public void add(byte[] key, long delta) {
            transaction.merge(rows, key, number(delta), InTransaction::sum);
        }

        private static byte[] number(long value) {
            return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        }

        private static byte[] sum(byte[] one, byte[] other) {
            return number(Math.addExact(
                    ByteBuffer.wrap(one).getLong(), ByteBuffer.wrap(other).getLong()));
        }
    }
}
