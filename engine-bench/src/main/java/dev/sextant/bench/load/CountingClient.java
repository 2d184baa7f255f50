package dev.sextant.bench.load;

import dev.sextant.bench.contender.Client;
import org.jspecify.annotations.Nullable;

/** A client that counts how often work is run, whoever runs it again. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
final class CountingClient implements Client {
    private final Client client;
    private long runs;

    CountingClient(Client client) {
        this.client = client;
    }

    /** How often since it was last asked, once at least: a read outside of a transaction is one attempt. */
    long takeRuns() {
        long taken = Math.max(1, runs);
        runs = 0;
        return taken;
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws Exception {
        return client.get(key);
    }

    @Override
    public <T> T transact(Work<T> work) throws Exception {
        return client.transact(transaction -> {
            runs++;
            return work.run(transaction);
        });
    }

    @Override
    public void close() throws Exception {
        client.close();
    }
}
