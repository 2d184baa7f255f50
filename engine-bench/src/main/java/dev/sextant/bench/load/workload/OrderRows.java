package dev.sextant.bench.load.workload;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The rows of {@link OrderEntryWorkload}: numbers, filled up to about the size that TPC-C's have. For one thread. */
final class OrderRows {
    static final int WAREHOUSE_BYTES = 89;
    static final int DISTRICT_BYTES = 95;
    static final int CUSTOMER_BYTES = 655;
    static final int HISTORY_BYTES = 46;
    static final int ORDER_BYTES = 24;
    static final int NEW_ORDER_BYTES = 8;
    static final int ORDER_LINE_BYTES = 54;
    static final int ITEM_BYTES = 82;
    static final int STOCK_BYTES = 306;

    private final SplittableRandom random;

    OrderRows(SplittableRandom random) {
        this.random = random;
    }

    static byte[] warehouse(long warehouse) {
        return Keys.of('w', warehouse);
    }

    static byte[] district(long warehouse, long district) {
        return Keys.of('d', warehouse, district);
    }

    static byte[] customer(long warehouse, long district, long customer) {
        return Keys.of('c', warehouse, district, customer);
    }

    static byte[] history(long warehouse, long district, long payment) {
        return Keys.of('h', warehouse, district, payment);
    }

    static byte[] order(long warehouse, long district, long order) {
        return Keys.of('o', warehouse, district, order);
    }

    static byte[] newOrder(long warehouse, long district, long order) {
        return Keys.of('n', warehouse, district, order);
    }

    static byte[] orderLine(long warehouse, long district, long order, long line) {
        return Keys.of('l', warehouse, district, order, line);
    }

    static byte[] item(long item) {
        return Keys.of('i', item);
    }

    static byte[] stock(long warehouse, long item) {
        return Keys.of('s', warehouse, item);
    }

    /** A row of these numbers. */
    byte[] value(int sizeBytes, long... numbers) {
        byte[] value = new byte[Math.max(sizeBytes, numbers.length * Long.BYTES)];
        random.nextBytes(value);
        ByteBuffer to = ByteBuffer.wrap(value);
        for (long number : numbers) {
            to.putLong(number);
        }
        return value;
    }

    /** A number of a row that must be there. */
    static long number(byte @Nullable [] row, int index) {
        if (row == null) {
            throw new IllegalStateException("a row that was loaded is not there");
        }
        return ByteBuffer.wrap(row).getLong(index * Long.BYTES);
    }

    /** The row with one number more or less; what it is filled up with stays. */
    static byte[] changed(byte @Nullable [] row, int index, long difference) {
        long number = number(row, index) + difference;
        byte[] changed = Objects.requireNonNull(row).clone();
        ByteBuffer.wrap(changed).putLong(index * Long.BYTES, number);
        return changed;
    }

    /** TPC-C's {@code NURand(a, 0, count - 1)}. */
    static long skewed(SplittableRandom random, int a, int count) {
        return (random.nextInt(a + 1) | random.nextInt(count)) % count;
    }
}
