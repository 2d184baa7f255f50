package dev.sextant.conflict.check;

import static dev.sextant.conflict.check.MapRows.bytes;
import static dev.sextant.conflict.check.MapRows.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Bounds of ranges, and the order of the keys. */
class KeyRangeTest {
    @Property
    void nothingLiesBetweenAKeyAndTheNext(@ForAll @Size(max = 3) byte[] key, @ForAll @Size(max = 4) byte[] other) {
        byte[] after = KeyRange.after(key);
        assertTrue(Arrays.compareUnsigned(key, after) < 0);
        assertEquals(Arrays.compareUnsigned(other, key) > 0, Arrays.compareUnsigned(other, after) >= 0);
    }

    @Property
    void aWalkSplitsARangeAtItsKey(@ForAll @Size(max = 2) byte[] key, @ForAll @Size(max = 3) byte[] other) {
        for (ScanDirection direction : ScanDirection.values()) {
            boolean walked = KeyRange.ALL.walkedUpTo(key, direction).contains(other);
            boolean rest = KeyRange.ALL.restAfter(key, direction).contains(other);
            assertTrue(walked != rest, "each key is on one side");
            assertTrue(KeyRange.ALL.walkedUpTo(key, direction).contains(key));
        }
    }

    @Test
    void boundsAreUnsignedBytes() {
        KeyRange upper = KeyRange.startingAt(new byte[] {(byte) 0x80});
        assertTrue(upper.contains(new byte[] {(byte) 0xff}));
        assertFalse(upper.contains(new byte[] {0x7f}));
        assertTrue(KeyRange.endingBefore(new byte[] {(byte) 0x80}).contains(new byte[0]));
    }

    @Test
    void boundsThatCrossMakeAnEmptyRange() {
        KeyRange crossed = KeyRange.between(bytes("b"), bytes("a"));
        assertTrue(crossed.isEmpty());
        assertFalse(crossed.contains(bytes("a")));
        assertFalse(crossed.contains(bytes("b")));
        assertFalse(KeyRange.ALL.isEmpty());
    }

    @Test
    void rangesAndKeysAreTheirBytes() {
        assertEquals(range("a", "b"), range("a", "b"));
        assertEquals(range("a", "b").hashCode(), range("a", "b").hashCode());
        assertNotEquals(range("a", "b"), range("a", null));
        assertEquals("['a', end)", range("a", null).toString());
        assertEquals("page-7/0x00ff", new RowKey(MapRows.TABLE, new byte[] {0, (byte) 0xff}).toString());
        assertEquals(MapRows.row("a").hashCode(), MapRows.row("a").hashCode());
    }
}
