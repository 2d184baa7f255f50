package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client's connections to one Galera node: one for transactions, one for reads outside of them. */
final class GaleraClient implements Client {
    /** A row has changed since the snapshot, a wait for a lock was too long, a deadlock, which a failed certification counts as, too. */
    private static final Set<Integer> CONFLICTS = Set.of(1020, 1205, 1213);

    private final Connection connection;
    private final Connection reading;
    private final PreparedStatement get;
    private final PreparedStatement select;
    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement scan;

    GaleraClient(String url) throws SQLException {
        String options = "&useServerPrepStmts=true&useBulkStmts=true";
        reading = DriverManager.getConnection(url + options);
        get = reading.prepareStatement("SELECT v FROM rows_of_bench WHERE k = ?");
        connection = DriverManager.getConnection(url + options);
        connection.setAutoCommit(false);
        select = connection.prepareStatement("SELECT v FROM rows_of_bench WHERE k = ?");
        put = connection.prepareStatement(
                "INSERT INTO rows_of_bench (k, v) VALUES (?, ?) ON DUPLICATE KEY UPDATE v = VALUES(v)");
        delete = connection.prepareStatement("DELETE FROM rows_of_bench WHERE k = ?");
        scan = connection.prepareStatement("SELECT k, v FROM rows_of_bench WHERE k >= ? ORDER BY k LIMIT ?");
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws SQLException, Refused {
        try {
            return read(get, key);
        } catch (SQLException e) {
            throw refusedOr(e);
        }
    }

    /** What to throw instead of what the server said. */
    private static SQLException refusedOr(SQLException e) throws Refused {
        if (CONFLICTS.contains(e.getErrorCode())) {
            throw new Refused(e);
        }
        return e;
    }

    private static byte @Nullable [] read(PreparedStatement statement, byte[] key) throws SQLException {
        statement.setBytes(1, key);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        boolean committed = false;
        try {
            InTransaction transaction = new InTransaction();
            T result = work.run(transaction);
            transaction.write();
            connection.commit();
            committed = true;
            return result;
        } catch (SQLException e) {
            throw refusedOr(e);
        } finally {
            if (!committed) {
                rollback();
            }
        }
    }

    private void rollback() throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // A transaction that another node's has undone says so whatever is asked of it next, and be it to undo it.
            if (!CONFLICTS.contains(e.getErrorCode())) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        reading.close();
        connection.close();
    }

    /** One transaction's rows. What it writes goes out when it ends, or before it scans: a message for all rows instead of one for each. */
    private final class InTransaction implements Transaction {
        private PendingWrites writes = new PendingWrites();

        @Override
        public byte @Nullable [] get(byte[] key) throws SQLException {
            return writes.has(key) ? writes.get(key) : read(select, key);
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
        public int scan(byte[] from, int limit) throws SQLException {
            write();
            scan.setBytes(1, from);
            scan.setInt(2, limit);
            int count = 0;
            try (ResultSet rows = scan.executeQuery()) {
                while (rows.next()) {
                    count++;
                }
            }
            return count;
        }

        void write() throws SQLException {
            int puts = 0;
            int deletes = 0;
            for (Map.Entry<byte[], byte @Nullable []> row : writes.all().entrySet()) {
                byte[] value = row.getValue();
                if (value == null) {
                    delete.setBytes(1, row.getKey());
                    delete.addBatch();
                    deletes++;
                } else {
                    put.setBytes(1, row.getKey());
                    put.setBytes(2, value);
                    put.addBatch();
                    puts++;
                }
            }
            if (puts > 0) {
                put.executeBatch();
            }
            if (deletes > 0) {
                delete.executeBatch();
            }
            writes = new PendingWrites();
        }
    }
}
