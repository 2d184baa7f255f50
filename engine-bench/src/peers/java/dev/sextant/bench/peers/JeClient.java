package dev.sextant.bench.peers;

import com.sleepycat.je.Cursor;
import com.sleepycat.je.CursorConfig;
import com.sleepycat.je.Database;
import com.sleepycat.je.DatabaseEntry;
import com.sleepycat.je.Environment;
import com.sleepycat.je.LockConflictException;
import com.sleepycat.je.LockMode;
import com.sleepycat.je.OperationStatus;
import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One client's transactions on Berkeley DB Java Edition. */
final class JeClient implements Client {
    private final Environment environment;
    private final Database rows;

    JeClient(Environment environment, Database rows) {
        this.environment = environment;
        this.rows = rows;
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws Refused {
        try {
            return read(rows, null, key, LockMode.DEFAULT);
        } catch (LockConflictException e) {
            throw new Refused(e);
        }
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        com.sleepycat.je.Transaction transaction = environment.beginTransaction(null, null);
        try {
            T result = work.run(new InTransaction(rows, transaction));
            transaction.commit();
            return result;
        } catch (LockConflictException e) {
            throw new Refused(e);
        } finally {
            // Does nothing after a commit.
            transaction.abort();
        }
    }

    private static byte @Nullable [] read(
            Database rows, com.sleepycat.je.@Nullable Transaction transaction, byte[] key, LockMode lock) {
        DatabaseEntry value = new DatabaseEntry();
        OperationStatus status = rows.get(transaction, new DatabaseEntry(key), value, lock);
        return status == OperationStatus.SUCCESS ? value.getData() : null;
    }

    @Override
    public void close() {
        // The environment is everybody's.
    }

    /** One transaction's rows. */
    private static final class InTransaction implements Transaction {
        private final Database rows;
        private final com.sleepycat.je.Transaction transaction;
        /** A row that is not there cannot be locked, so whoever looked for one in vain has to look again when it writes it. */
        private final Set<byte[]> absent = new TreeSet<>(Arrays::compareUnsigned);

        InTransaction(Database rows, com.sleepycat.je.Transaction transaction) {
            this.rows = rows;
            this.transaction = transaction;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return get(key, LockMode.DEFAULT);
        }

        private byte @Nullable [] get(byte[] key, LockMode lock) {
            byte[] value = read(rows, transaction, key, lock);
            if (value == null) {
                absent.add(key);
            }
            return value;
        }

        @Override
        public void put(byte[] key, byte[] value) throws Refused {
            DatabaseEntry row = new DatabaseEntry(key);
            if (!absent.remove(key)) {
                rows.put(transaction, row, new DatabaseEntry(value));
            } else if (rows.putNoOverwrite(transaction, row, new DatabaseEntry(value)) != OperationStatus.SUCCESS) {
                throw new Refused("another transaction has inserted a row that this one has found missing");
            }
        }

        @Override
        public void delete(byte[] key) {
            rows.delete(transaction, new DatabaseEntry(key));
            absent.remove(key);
        }

        @Override
        public int scan(byte[] from, int limit) {
            DatabaseEntry key = new DatabaseEntry(from);
            DatabaseEntry value = new DatabaseEntry();
            try (Cursor cursor = rows.openCursor(transaction, CursorConfig.DEFAULT)) {
                int count = 0;
                OperationStatus status = cursor.getSearchKeyRange(key, value, LockMode.DEFAULT);
                while (status == OperationStatus.SUCCESS && count < limit) {
                    count++;
                    status = count < limit ? cursor.getNext(key, value, LockMode.DEFAULT) : status;
                }
                return count;
            }
        }

        @Override
        public void add(byte[] key, long delta) throws Refused {
            // Two that read first and then both want to write would wait for each other.
            byte[] old = get(key, LockMode.RMW);
            long sum = (old == null ? 0 : ByteBuffer.wrap(old).getLong()) + delta;
            put(key, ByteBuffer.allocate(Long.BYTES).putLong(sum).array());
        }
    }
}
