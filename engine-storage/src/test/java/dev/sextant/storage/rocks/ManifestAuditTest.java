package dev.sextant.storage.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Lists of several blocks, written here as RocksDB writes them; {@link RocksBitRotTest} has real ones, of one block. */
class ManifestAuditTest {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;

    private final ByteBuffer manifest = ByteBuffer.allocate(4 * BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Integer> records = new ArrayList<>();

    ManifestAuditTest() {
        Random random = new Random(5);
        while (manifest.remaining() > BLOCK_BYTES / 2) {
            int blockLeft = BLOCK_BYTES - manifest.position() % BLOCK_BYTES;
            if (blockLeft < HEADER_BYTES) {
                manifest.put(new byte[blockLeft]);
            } else {
                add(random, Math.min(random.nextInt(3000), blockLeft - HEADER_BYTES));
            }
        }
        manifest.flip();
    }

    private void add(Random random, int payloadBytes) {
        byte[] typeAndPayload = new byte[1 + payloadBytes];
        random.nextBytes(typeAndPayload);
        typeAndPayload[0] = 1;
        CRC32C crc = new CRC32C();
        crc.update(typeAndPayload);
        int sum = (int) crc.getValue();
        records.add(manifest.position());
        manifest.putInt((sum >>> 15 | sum << 17) + 0xa282ead8);
        manifest.putShort((short) payloadBytes);
        manifest.put(typeAndPayload);
    }

    @Test
    void acceptsAWholeListAndEveryTornOne() {
        int wholeBytes = manifest.limit();
        assertTrue(
                wholeBytes > 3 * BLOCK_BYTES && records.size() > 50, "three blocks and " + records.size() + " records");
        for (int length = wholeBytes; length >= 0; length -= 17) {
            manifest.limit(length);
            assertFalse(ManifestAudit.hasRottenLength(manifest), "torn at " + length);
        }
    }

    @Test
    void findsALengthThatLeavesItsBlock() {
        int found = 0;
        for (int record : records) {
            short length = manifest.getShort(record + 4);
            manifest.putShort(record + 4, (short) (length | 0x8000));
            assertTrue(ManifestAudit.hasRottenLength(manifest), "the record at " + record);
            manifest.putShort(record + 4, length);
            found++;
        }
        assertEquals(records.size(), found);
    }

    @Test
    void findsALengthThatLeavesTheListByOneByte() {
        int last = records.get(records.size() - 1);
        manifest.putShort(last + 4, (short) (manifest.getShort(last + 4) + 1));

        assertTrue(ManifestAudit.hasRottenLength(manifest));
    }
}
