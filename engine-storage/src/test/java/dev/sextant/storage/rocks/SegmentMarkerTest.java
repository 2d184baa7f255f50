package dev.sextant.storage.rocks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreVersionException;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SegmentMarkerTest {
    private static final StoreIdentity IDENTITY = StoreIdentity.of(new UUID(1, 2), new SegmentId(3));
    private static final byte[] MARKER = SegmentMarker.encode(IDENTITY);

    @Test
    void whatIsWrittenIsRead() {
        assertEquals(IDENTITY, SegmentMarker.decode("here", MARKER));
    }

    /** Wherever a bit flips, the segment is damaged; it does not become somebody else's, or of another version. */
    @Test
    void bugAFlippedBitMakesNoForeigner() {
        for (int bit = 0; bit < MARKER.length * Byte.SIZE; bit++) {
            byte[] flipped = MARKER.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThrows(StoreCorruptException.class, () -> SegmentMarker.decode("here", flipped), "bit " + bit);
        }
    }

    @Test
    void whatIsCutShortIsDamaged() {
        for (int length = 0; length < MARKER.length; length++) {
            byte[] cut = Arrays.copyOf(MARKER, length);
            assertThrows(StoreCorruptException.class, () -> SegmentMarker.decode("here", cut), "length " + length);
        }
    }

    @Test
    void othersAreToldApart() {
        assertThrows(
                ForeignDirectoryException.class,
                () -> SegmentMarker.decode("here", "somebody's notes\n".getBytes(US_ASCII)));
        byte[] newer = SegmentMarker.encode(
                new StoreIdentity(IDENTITY.volumeId(), IDENTITY.segment(), StoreIdentity.CURRENT_FORMAT_VERSION + 1));
        assertThrows(StoreVersionException.class, () -> SegmentMarker.decode("here", newer));
    }
}
