package dev.sextant.storage.rocks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.docs.FormatPage;
import dev.sextant.storage.store.StoreIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a segment's directory that are ours, as docs/format.md shows them. */
class SegmentFormatTest {
    private static final int SECOND_SLOT_AT = 4096;
    private static final int SLOT_BYTES = 28;

    @TempDir
    Path folder;

    @Test
    void theMarkerIsAsDocumented() {
        UUID volume = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
        byte[] marker = SegmentMarker.encode(StoreIdentity.of(volume, new SegmentId(2)));
        FormatPage.assertShows("segment marker", new String(marker, US_ASCII));
    }

    @Test
    void theAcknowledgementFileIsAsDocumented() throws IOException {
        Path file = folder.resolve("acknowledged");
        try (AckWitness witness = AckWitness.create("here", file)) {
            witness.record(17, new ManifestMark(24, 1_200));
            witness.record(18, new ManifestMark(24, 1_234));
        }
        byte[] bytes = Files.readAllBytes(file);
        byte[] first = Arrays.copyOf(bytes, SLOT_BYTES);
        byte[] second = Arrays.copyOfRange(bytes, SECOND_SLOT_AT, SECOND_SLOT_AT + SLOT_BYTES);
        String shown = new FormatPage.Dump(first)
                        .field(8, "slot 0, at 0: RocksDB's sequence number of an acknowledged write")
                        .field(8, "number of the list of files")
                        .field(8, "its length in bytes")
                        .field(4, "CRC32C of these 24 bytes")
                        .shown()
                + new FormatPage.Dump(second)
                        .field(8, "slot 1, at 4096: the one acknowledged after it")
                        .field(8, "number of the list of files")
                        .field(8, "its length in bytes")
                        .field(4, "CRC32C of these 24 bytes")
                        .shown();
        FormatPage.assertShows("acknowledgement file", shown);
    }
}
