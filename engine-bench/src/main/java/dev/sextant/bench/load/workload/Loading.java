package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Fills a store, many rows in a transaction. */
final class Loading {
    private static final int ROWS_A_TRANSACTION = 500;
    /** Of values; a transaction of this engine takes four times as much by default. */
    private static final int BYTES_A_TRANSACTION = 4 << 20;

    private static final int ATTEMPTS = 32;

    private Loading() {}

    /** Puts rows with the keys and values of the numbers from 0 on. */
    static void rows(Client client, long count, LongFunction<byte[]> key, LongFunction<byte[]> value) throws Exception {
        long first = 0;
        while (first < count) {
            List<byte[]> values = values(first, count, value);
            long from = first;
            surely(client, transaction -> {
                for (int row = 0; row < values.size(); row++) {
                    transaction.put(key.apply(from + row), values.get(row));
                }
                return from;
            });
            first += values.size();
        }
    }

    /** What one transaction puts, from a row on. */
    private static List<byte[]> values(long first, long count, LongFunction<byte[]> value) {
        List<byte[]> values = new ArrayList<>();
        long bytes = 0;
        for (long row = first;
                row < count && values.size() < ROWS_A_TRANSACTION && bytes < BYTES_A_TRANSACTION;
                row++) {
            byte[] next = value.apply(row);
            values.add(next);
            bytes += next.length;
        }
        return values;
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
