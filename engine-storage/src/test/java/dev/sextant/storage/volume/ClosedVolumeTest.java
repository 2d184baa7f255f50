package dev.sextant.storage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.StorageFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed volume is looked at without a trace, and by nobody while it is open. */
class ClosedVolumeTest {
    private static final int PAGE = 8 << 10;

    @TempDir
    Path parent;

    private Path path() {
        return parent.resolve("volume");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(parent)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                found.add(file + " " + Files.getLastModifiedTime(file));
            }
            return found;
        }
    }

    private void create() {
        VolumeDirectory volume = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL);
        volume.complete();
        volume.nextGeneration(new SegmentId(2), 0);
        volume.close();
    }

    @Test
    void tellsTheMarkerAndChangesNothing() throws IOException {
        create();
        List<String> before = files();
        try (ClosedVolume volume = ClosedVolume.open(path())) {
            assertEquals(PAGE, volume.marker().pageSizeBytes());
            assertEquals(1, volume.marker().generation(new SegmentId(2)));
            assertEquals(path().resolve("segment-2"), volume.segment(new SegmentId(2)));
            assertTrue(volume.isLocked());
        }
        assertEquals(before, files());
    }

    @Test
    void isOpenToOneSideAtATime() {
        create();
        try (VolumeDirectory volume = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL)) {
            assertThrows(DirectoryInUseException.class, () -> ClosedVolume.open(path()));
            assertFalse(volume.isNew());
        }
        try (ClosedVolume volume = ClosedVolume.open(path())) {
            assertThrows(
                    DirectoryInUseException.class,
                    () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
            assertTrue(volume.isLocked());
        }
        VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL).close();
    }

    @Test
    void aCopyWithoutALockIsToldToBeUnguarded() throws IOException {
        create();
        Files.delete(path().resolve("lock"));
        List<String> before = files();
        try (ClosedVolume volume = ClosedVolume.open(path())) {
            assertFalse(volume.isLocked());
        }
        assertEquals(before, files());
    }

    @Test
    void whatIsNoVolumeIsRefusedUntouched() throws IOException {
        assertThrows(ForeignDirectoryException.class, () -> ClosedVolume.open(path()));
        Files.createDirectory(path());
        Files.writeString(path().resolve("diary"), "dear");
        List<String> before = files();
        assertThrows(ForeignDirectoryException.class, () -> ClosedVolume.open(path()));
        assertThrows(ForeignDirectoryException.class, () -> ClosedVolume.open(path().resolve("diary")));
        assertEquals(before, files());
    }

    @Test
    void anotherFormatAndADamagedMarkerAreRefused() throws IOException {
        create();
        Path marker = path().resolve("SEXTANT");
        String text = Files.readString(marker);
        Files.writeString(marker, text.replace("format 2", "format 3"));
        DirectoryVersionException newer =
                assertThrows(DirectoryVersionException.class, () -> ClosedVolume.open(path()));
        assertEquals("3", newer.found());
        Files.writeString(marker, text.replace("page-size 8192", "page-size 4096"));
        assertThrows(StorageFailedException.class, () -> ClosedVolume.open(path()));
        Files.writeString(marker, text);
        ClosedVolume.open(path()).close();
    }
}
