package dev.sextant.storage.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.storage.docs.FormatPage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The list of files of a backup, as docs/format.md shows it. */
class BackupFormatTest {
    @Test
    void theListIsAsDocumented() {
        BackupManifest manifest = new BackupManifest(
                UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
                2,
                Instant.parse("2026-01-02T03:04:05.060Z"),
                ReadPoint.ZERO.with(new WriterId(0), 300, new long[] {298, 299}),
                List.of(
                        new BackupFile("SEXTANT", 0, 151, 0x1234, 0x1234),
                        new BackupFile("segment-2/database/000012.sst", 1, 70_000, 0xcafe, 0xbeef)));
        FormatPage.assertShows("backup list", new String(manifest.encode(), UTF_8));
    }
}
