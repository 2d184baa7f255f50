package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongFunction;

/** Rows whose values begin with a number: counts what was done to them, so that a lost update shows. */
final class Numbers {
    private Numbers() {}

    /** Reads a row that is there, and writes it with a number one larger and another filling. */
    static long increment(Client.Transaction transaction, byte[] key, byte[] filling) throws Exception {
        return change(transaction, key, filling, 1);
    }

    /** The same by any difference; returns the new number. */
    static long change(Client.Transaction transaction, byte[] key, byte[] filling, long difference) throws Exception {
        long number = Values.number(transaction.get(key)) + difference;
        byte[] value = filling.clone();
        ByteBuffer.wrap(value).putLong(number);
        transaction.put(key, value);
        return number;
    }

    /** The sum over rows that are there. */
    static long sum(Client client, long rows, LongFunction<byte[]> key) throws Exception {
        long sum = 0;
        for (long row = 0; row < rows; row++) {
            sum += Values.number(client.get(key.apply(row)));
        }
        return sum;
    }

    /** What to say of a sum that should be another one. */
    static List<String> lost(long found, long expected, String what) {
        return found == expected
                ? List.of()
                : List.of("its rows tell of " + found + " " + what + ", but clients were told of " + expected);
    }
}
