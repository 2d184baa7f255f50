package dev.sextant.storage.volume;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.storage.docs.FormatPage;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The marker of a volume, as docs/format.md shows it. */
class VolumeFormatTest {
    @Test
    void theMarkerIsAsDocumented() {
        UUID volume = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
        VolumeMarker marker = VolumeMarker.fresh(
                        volume, Instant.parse("2026-01-02T03:04:05Z"), 8_192, SegmentLayout.FULL_AND_TAIL)
                .withNextGeneration(new SegmentId(2), 0);
        FormatPage.assertShows("volume marker", new String(marker.encode(), US_ASCII));
    }
}
