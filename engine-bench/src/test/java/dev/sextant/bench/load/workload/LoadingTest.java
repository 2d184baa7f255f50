package dev.sextant.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.contender.Client;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadingTest {
    private static final int ROWS = 1_234;

    /** How many rows and bytes of values each transaction put. */
    private record Put(int rows, long bytes) {}

    /** A client that remembers what was put, row by row. */
    private static final class Recorder implements Client, Client.Transaction {
        private final List<Put> puts = new ArrayList<>();
        private final List<byte[]> keys = new ArrayList<>();
        private int rows;
        private long bytes;

        @Override
        public byte[] get(byte[] key) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public <T> T transact(Work<T> work) throws Exception {
            rows = 0;
            bytes = 0;
            T result = work.run(this);
            puts.add(new Put(rows, bytes));
            return result;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            keys.add(key);
            rows++;
            bytes += value.length;
        }

        @Override
        public void delete(byte[] key) {
            throw new AssertionError("nothing is deleted");
        }

        @Override
        public int scan(byte[] from, int limit) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    private static Recorder loaded(int valueBytes) throws Exception {
        Recorder recorder = new Recorder();
        Loading.rows(recorder, ROWS, row -> Keys.of('x', row), row -> new byte[valueBytes]);
        assertEquals(ROWS, recorder.keys.size());
        for (int row = 0; row < ROWS; row++) {
            assertEquals(0, Arrays.compare(Keys.of('x', row), recorder.keys.get(row)), "row " + row);
        }
        return recorder;
    }

    @Test
    void smallRowsAreLoadedInTransactionsOfFiveHundred() throws Exception {
        assertEquals(
                List.of(500, 500, 234), loaded(100).puts.stream().map(Put::rows).toList());
    }

    @Test
    void largeRowsAreLoadedInTransactionsThatAnyContenderTakes() throws Exception {
        List<Put> puts = loaded(64 << 10).puts;
        assertTrue(puts.stream().allMatch(put -> put.bytes() <= 4 << 20), puts::toString);
        assertEquals(64, puts.get(0).rows());
    }
}
