package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Unable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.bookkeeper.client.api.WriteHandle;

/** One client's log in Apache BookKeeper. */
final class BookKeeperClient implements Client {
    private final WriteHandle log;

    BookKeeperClient(WriteHandle log) {
        this.log = log;
    }

    @Override
    public byte[] get(byte[] key) throws Unable {
        throw noRows();
    }

    private static Unable noRows() {
        return new Unable("is a log: it takes what transactions put and knows no rows to read or delete");
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        T result = work.run(new InTransaction(new DataOutputStream(entry)));
        if (entry.size() > 0) {
            log.append(entry.toByteArray());
        }
        return result;
    }

    @Override
    public void close() throws Exception {
        log.close();
    }

    /** One transaction's puts, as an entry of the log. */
    private record InTransaction(DataOutputStream entry) implements Transaction {
        @Override
        public byte[] get(byte[] key) throws Unable {
            throw noRows();
        }

        @Override
        public void put(byte[] key, byte[] value) throws IOException {
            entry.writeInt(key.length);
            entry.write(key);
            entry.writeInt(value.length);
            entry.write(value);
        }

        @Override
        public void delete(byte[] key) throws Unable {
            throw noRows();
        }

        @Override
        public int scan(byte[] from, int limit) throws Unable {
            throw noRows();
        }
    }
}
