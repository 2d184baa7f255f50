package dev.sextant.storage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.StorageFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory of one process's part of a volume. */
class NodeDirectoryTest {
    private static final int PAGE = 8_192;

    @TempDir
    Path parent;

    private Path path() {
        return parent.resolve("node");
    }

    private NodeDirectory open() {
        return NodeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL);
    }

    private static Founders founders() {
        SortedMap<SegmentId, Long> nonces = new TreeMap<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            nonces.put(new SegmentId(index), index % 2 == 0 ? Long.MIN_VALUE + index : Long.MAX_VALUE - index);
        }
        return new Founders(new UUID(7, 8), nonces);
    }

    private void begin() {
        try (NodeDirectory directory = open()) {
            assertNull(directory.part());
            NodeDirectory.Part part =
                    directory.begin(founders(), new TreeMap<>(Map.of(new SegmentId(3), 9_000_000_000L)));
            part.volume().complete();
        }
    }

    @Test
    void isEmptyUntilAPartIsBegunAndKeepsIt() {
        begin();
        try (NodeDirectory directory = open()) {
            NodeDirectory.Part part = directory.part();
            assertNotNull(part);
            assertEquals(founders(), part.founders());
            assertEquals(founders().volume(), part.volume().marker().volume());
            assertEquals(9_000_000_000L, part.volume().marker().generation(new SegmentId(3)));
            assertEquals(0, part.volume().marker().generation(new SegmentId(2)));
            assertThrows(DirectoryInUseException.class, this::open);
            assertThrows(IllegalStateException.class, () -> directory.begin(founders(), new TreeMap<>()));
        }
    }

    @Test
    void whatWasNotCompletedIsEmpty() {
        try (NodeDirectory directory = open()) {
            directory.begin(founders(), new TreeMap<>());
        }
        try (NodeDirectory directory = open()) {
            assertNull(directory.part());
        }
    }

    @Test
    void aWholeVolumeAndAPartAreNotTakenForEachOther() {
        begin();
        ForeignDirectoryException part = assertThrows(
                ForeignDirectoryException.class, () -> VolumeDirectory.open(path(), PAGE, SegmentLayout.FULL_AND_TAIL));
        assertTrue(String.valueOf(part.getMessage()).contains("Node.start"), part::getMessage);
        Path whole = parent.resolve("whole");
        try (VolumeDirectory volume = VolumeDirectory.open(whole, PAGE, SegmentLayout.FULL_AND_TAIL)) {
            volume.complete();
        }
        ForeignDirectoryException other = assertThrows(
                ForeignDirectoryException.class, () -> NodeDirectory.open(whole, PAGE, SegmentLayout.FULL_AND_TAIL));
        assertTrue(String.valueOf(other.getMessage()).contains("Cluster.open"), other::getMessage);
    }

    @Test
    void anotherPageSizeOrLayoutIsRefused() {
        begin();
        assertThrows(
                ConfigurationException.class, () -> NodeDirectory.open(path(), 2 * PAGE, SegmentLayout.FULL_AND_TAIL));
        assertThrows(ConfigurationException.class, () -> NodeDirectory.open(path(), PAGE, SegmentLayout.ALL_FULL));
        open().close();
    }

    @Test
    void everyChangedByteOfTheFoundersIsFound() throws IOException {
        begin();
        Path file = path().resolve(Founders.FILE);
        byte[] sound = Files.readAllBytes(file);
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            RuntimeException refused = assertThrows(RuntimeException.class, this::open, "byte " + i);
            assertTrue(
                    refused instanceof StorageFailedException || refused instanceof ForeignDirectoryException,
                    refused::toString);
        }
        Files.write(file, sound);
        open().close();
    }
}
