package dev.sextant.storage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.DirectoryOccupiedException;
import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.StorageFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directories are taken for a volume, and that those that are not are left as they were. */
class VolumeDirectoryTest {
    private static final int PAGE = 8 << 10;

    @TempDir
    Path parent;

    private Path path() {
        return parent.resolve("deep").resolve("volume");
    }

    /** Every file below the directory and its content. */
    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                contents.put(file.toString(), Files.isDirectory(file) ? "directory" : Files.readString(file));
            }
        }
        return contents;
    }

    private VolumeDirectory created() {
        VolumeDirectory volume = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL);
        volume.complete();
        return volume;
    }

    @Test
    void aNewVolumeIsOneOnlyWhenItIsComplete() throws IOException {
        VolumeDirectory begun = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL);
        assertTrue(begun.isNew());
        Files.createDirectory(begun.segment(new SegmentId(0)));
        UUID first = begun.marker().volume();
        begun.close();

        VolumeDirectory again = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL);
        assertTrue(again.isNew(), "a creation cut short is begun anew");
        UUID second = again.marker().volume();
        assertFalse(first.equals(second));
        again.complete();
        again.close();

        try (VolumeDirectory volume = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL)) {
            assertFalse(volume.isNew());
            assertEquals(second, volume.marker().volume());
        }
    }

    /** A new volume would be made in a half created directory; a half restored one would be taken for an empty volume. */
    @Test
    void aRestoreThatWasCutShortIsNoVolumeAndBegunAnew() throws IOException {
        VolumeDirectory begun = VolumeDirectory.beginRestore(path(), PAGE, SegmentLayout.FULL_AND_TAIL);
        assertThrows(
                DirectoryInUseException.class,
                () -> VolumeDirectory.beginRestore(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        Files.createDirectory(begun.segment(new SegmentId(5)));
        UUID first = begun.marker().volume();
        begun.close();
        Map<String, String> before = contents(parent);
        assertThrows(
                ForeignDirectoryException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        ForeignDirectoryException refusal =
                assertThrows(ForeignDirectoryException.class, () -> ClosedVolume.open(path()));
        assertTrue(refusal.getMessage().contains("a restore into it was cut short"), refusal.getMessage());
        VolumeDirectory.verifyRestorable(path());
        assertEquals(before, contents(parent));

        VolumeDirectory again = VolumeDirectory.beginRestore(path(), PAGE, SegmentLayout.FULL_AND_TAIL);
        assertTrue(again.isNew());
        again.complete();
        again.close();
        try (VolumeDirectory volume = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL)) {
            assertFalse(volume.isNew());
            assertFalse(first.equals(volume.marker().volume()));
        }
        assertThrows(DirectoryOccupiedException.class, () -> VolumeDirectory.verifyRestorable(path()));
        assertThrows(
                DirectoryOccupiedException.class,
                () -> VolumeDirectory.beginRestore(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
    }

    @Test
    void anAbandonedRestoreLeavesTheDirectoryAsItWas() throws IOException {
        VolumeDirectory.beginRestore(path(), PAGE, SegmentLayout.FULL_AND_TAIL).abandonRestore();
        assertFalse(Files.exists(path()));
        Files.createDirectory(path());
        VolumeDirectory.beginRestore(path(), PAGE, SegmentLayout.FULL_AND_TAIL).abandonRestore();
        assertEquals(1, contents(path()).size(), "the directory itself");
        VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL).close();
        assertThrows(
                DirectoryOccupiedException.class,
                () -> VolumeDirectory.beginRestore(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
    }

    @Test
    void generationsAreKept() {
        SegmentId segment = new SegmentId(4);
        try (VolumeDirectory volume = created()) {
            assertEquals(1, volume.nextGeneration(segment, 0));
            assertEquals(2, volume.nextGeneration(segment, 0));
        }

        try (VolumeDirectory volume = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL)) {
            assertEquals(List.of(0L, 0L, 0L, 0L, 2L, 0L), volume.marker().generations());
        }
    }

    @Test
    void aDirectoryHasOneUserAtATime() {
        try (VolumeDirectory volume = created()) {
            DirectoryInUseException refusal = assertThrows(
                    DirectoryInUseException.class,
                    () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
            assertEquals(volume.path(), refusal.directory());
        }
        VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL).close();
    }

    @Test
    void anotherPageSizeIsRefusedByName() {
        created().close();

        ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> VolumeDirectory.open(path(), 2 * PAGE, SegmentLayout.FULL_AND_TAIL));
        assertEquals("pageSizeBytes", refusal.setting());
        assertTrue(refusal.getMessage().contains("8192"), refusal.getMessage());
        VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL).close();
    }

    @Test
    void somebodyElsesDirectoryIsLeftAsItWas() throws IOException {
        Files.createDirectories(path());
        Files.writeString(path().resolve("letters.txt"), "dear");
        Map<String, String> before = contents(parent);

        assertThrows(
                ForeignDirectoryException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        assertEquals(before, contents(parent));
    }

    @Test
    void segmentsWithoutAMarkerAreNotReplaced() throws IOException {
        VolumeDirectory volume = created();
        Files.createDirectory(volume.segment(new SegmentId(1)));
        volume.close();
        Files.delete(path().resolve("SEXTANT"));
        Map<String, String> before = contents(parent);

        assertThrows(
                ForeignDirectoryException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        assertEquals(before, contents(parent));
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Files.createDirectories(parent.resolve("deep"));
        Files.writeString(path(), "text");

        assertThrows(
                ForeignDirectoryException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        assertEquals("text", Files.readString(path()));
    }

    @Test
    void anotherLayoutIsRefusedAndTheOneItHasIsKept() throws IOException {
        created().close();
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.ALL_FULL));
        assertEquals("segmentLayout", refusal.setting());
        try (VolumeDirectory volume = VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL)) {
            assertEquals(SegmentLayout.FULL_AND_TAIL, volume.marker().layout());
        }
    }

    @Test
    void anotherFormatIsToldAndLeftAsItWas() throws IOException {
        created().close();
        Path marker = path().resolve("SEXTANT");
        Files.writeString(marker, Files.readString(marker).replace("format 2", "format 7"));
        Map<String, String> before = contents(parent);

        DirectoryVersionException refusal = assertThrows(
                DirectoryVersionException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        assertEquals("7", refusal.found());
        assertEquals("2", refusal.known());
        assertEquals(before, contents(parent));
    }

    @Test
    void aMarkerThatIsNoneOrDamagedIsRefused() throws IOException {
        created().close();
        Path marker = path().resolve("SEXTANT");
        String whole = Files.readString(marker);

        Files.writeString(marker, "something else");
        assertThrows(
                ForeignDirectoryException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        for (int i = "sextant-volume format 1\n".length(); i < whole.length(); i++) {
            char other = whole.charAt(i) == '1' ? '2' : '1';
            Files.writeString(marker, whole.substring(0, i) + other + whole.substring(i + 1));
            assertThrows(
                    StorageFailedException.class,
                    () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL),
                    "damaged at " + i);
        }
        Files.writeString(marker, whole);
        VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL).close();
    }
}
