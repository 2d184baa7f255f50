package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import java.util.function.LongFunction;

/** Fills a store, many rows in a transaction. */
final class Loading {
    private static final int ROWS_A_TRANSACTION = 500;
    private static final int ATTEMPTS = 32;

    private Loading() {}

    /** Puts rows with the keys and values of the numbers from 0 on. */
    static void rows(Client client, long count, LongFunction<byte[]> key, LongFunction<byte[]> value) throws Exception {
        for (long first = 0; first < count; first += ROWS_A_TRANSACTION) {
            long from = first;
            long to = Math.min(count, first + ROWS_A_TRANSACTION);
            surely(client, transaction -> {
                for (long row = from; row < to; row++) {
                    transaction.put(key.apply(row), value.apply(row));
                }
                return to;
            });
        }
    }

    /** Runs a transaction that nobody should be in the way of. */
    static <T> T surely(Client client, Client.Work<T> work) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return client.transact(work);
            } catch (Refused refused) {
                if (attempt == ATTEMPTS) {
                    throw refused;
                }
            }
        }
    }
}
