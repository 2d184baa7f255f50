package dev.sextant.storage.store;

import static dev.sextant.storage.store.ColumnFamily.PAGES;
import static dev.sextant.storage.store.ColumnFamily.REDO;
import static dev.sextant.storage.store.StoreFixtures.key;
import static dev.sextant.storage.store.StoreFixtures.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ValueSealTest {
    private static final byte[] KEY = key("0102");
    private final byte[] value = text("a value of some length");
    private final byte[] sealed = ValueSeal.seal(PAGES, KEY, value);

    @Test
    void opensWhatItClosed() {
        assertArrayEquals(value, ValueSeal.unseal(PAGES, KEY, sealed));
        assertArrayEquals(new byte[0], ValueSeal.unseal(PAGES, KEY, ValueSeal.seal(PAGES, KEY, new byte[0])));
    }

    @Test
    void findsEveryOneAndTwoFlippedBits() {
        int bits = sealed.length * Byte.SIZE;
        for (int one = 0; one < bits; one++) {
            flip(one);
            assertNull(ValueSeal.unseal(PAGES, KEY, sealed));
            for (int other = one + 1; other < bits; other++) {
                flip(other);
                assertNull(ValueSeal.unseal(PAGES, KEY, sealed));
                flip(other);
            }
            flip(one);
        }
        assertArrayEquals(value, ValueSeal.unseal(PAGES, KEY, sealed));
    }

    private void flip(int bit) {
        sealed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }

    @Test
    void findsEveryTruncation() {
        for (int length = 0; length < sealed.length; length++) {
            assertNull(ValueSeal.unseal(PAGES, KEY, Arrays.copyOf(sealed, length)));
        }
    }

    @Test
    void findsAValueUnderAnotherKeyOrFamily() {
        assertNull(ValueSeal.unseal(REDO, KEY, sealed));
        assertNull(ValueSeal.unseal(PAGES, key("0103"), sealed));
        assertNull(ValueSeal.unseal(PAGES, key("01"), sealed));
    }

    @Test
    void tellsTheEndOfTheKeyFromTheStartOfTheValue() {
        byte[] moved = ValueSeal.seal(PAGES, key("01"), key("02"));
        byte[] whole = ValueSeal.seal(PAGES, key("0102"), new byte[0]);

        assertNull(ValueSeal.unseal(PAGES, key("0102"), Arrays.copyOfRange(moved, 1, moved.length)));
        assertArrayEquals(new byte[0], ValueSeal.unseal(PAGES, key("0102"), whole));
    }
}
