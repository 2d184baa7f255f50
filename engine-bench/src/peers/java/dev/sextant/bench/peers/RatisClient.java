package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.protocol.RaftClientReply;
import org.jspecify.annotations.Nullable;

/** One client of a group of Apache Ratis peers: it remembers what its transaction reads, and sends what it writes when that ends. */
final class RatisClient implements Client {
    private final RaftClient client;

    RatisClient(RaftClient client) {
        this.client = client;
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws IOException {
        return row(key).value();
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        InTransaction transaction = new InTransaction();
        T result = work.run(transaction);
        if (!held(new RatisMessage.Commit(transaction.read, transaction.writes.all()))) {
            throw new Refused("another transaction has written a row since this one read it");
        }
        return result;
    }

    /** A transaction that only read is a question; one that read a single row has its answer already. */
    private boolean held(RatisMessage.Commit commit) throws IOException {
        if (!commit.written().isEmpty()) {
            return verdict(client.io().send(commit.encode()));
        }
        return commit.read().size() <= 1 || verdict(client.io().sendReadOnly(commit.encode()));
    }

    private static boolean verdict(RaftClientReply reply) throws IOException {
        return answer(reply) instanceof RatisMessage.Verdict verdict && verdict.held();
    }

    private RatisMessage.Row row(byte[] key) throws IOException {
        RatisMessage answer = answer(client.io().sendReadOnly(new RatisMessage.Get(key).encode()));
        if (answer instanceof RatisMessage.Row row) {
            return row;
        }
        throw new IOException("asked for a row, got " + answer);
    }

    private RatisMessage.Keys keys(byte[] from, int limit) throws IOException {
        RatisMessage answer = answer(client.io().sendReadOnly(new RatisMessage.Scan(from, limit).encode()));
        if (answer instanceof RatisMessage.Keys keys) {
            return keys;
        }
        throw new IOException("asked for keys, got " + answer);
    }

    private static RatisMessage answer(RaftClientReply reply) throws IOException {
        if (!reply.isSuccess()) {
            throw new IOException("the group did not do it: " + reply, reply.getException());
        }
        return RatisMessage.decode(reply.getMessage().getContent());
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** One transaction's rows. */
    private final class InTransaction implements Transaction {
        private final NavigableMap<byte[], Long> read = new TreeMap<>(Arrays::compareUnsigned);
        private final PendingWrites writes = new PendingWrites();

        @Override
        public byte @Nullable [] get(byte[] key) throws IOException {
            if (writes.has(key)) {
                return writes.get(key);
            }
            RatisMessage.Row row = row(key);
            // If it was read before, what counts is what it was then: the check refuses when that differs.
            read.putIfAbsent(key, row.version());
            return row.value();
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
        public int scan(byte[] from, int limit) throws IOException {
            // More than asked for, as some of them may be deleted here.
            int most = limit + writes.all().size();
            return writes.count(Arrays.asList(keys(from, most).keys()).iterator(), from, limit);
        }
    }
}
