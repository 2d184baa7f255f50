package dev.sextant.storage.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** What the operating system says, in Java's words and RocksDB's, becomes a reason and a remedy. */
class DiskTroubleTest {
    private static void assertSays(DiskTrouble expected, String why, String remedy, Throwable cause) {
        StoreFailedException failure = StoreFailedException.ioFailed("/disk/4", "write", cause);
        String message = String.valueOf(failure.getMessage());
        assertEquals(expected, failure.trouble());
        assertTrue(message.startsWith("/disk/4 could not write, because " + why + " ("), message);
        assertTrue(message.contains("Nothing was acknowledged that is not on the disk"), message);
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void knowsWhatJavaSays() {
        assertSays(DiskTrouble.FULL, "the disk is full", "Free space", new IOException("No space left on device"));
        assertSays(
                DiskTrouble.FULL,
                "the disk is full",
                "Free space",
                new FileSystemException("f", null, "Disk quota exceeded"));
        assertSays(
                DiskTrouble.READ_ONLY,
                "the file system is read-only",
                "mount it for writing",
                new FileSystemException("f", null, "Read-only file system"));
        assertSays(
                DiskTrouble.NO_PERMISSION,
                "this process may not read or write there",
                "rights on the directory",
                new AccessDeniedException("/disk/4/lock"));
        assertSays(
                DiskTrouble.DEVICE_ERROR,
                "the disk reports an error",
                "replace it",
                new UncheckedIOException(new IOException("Input/output error")));
    }

    @Test
    void knowsWhatRocksSays() {
        assertSays(
                DiskTrouble.READ_ONLY,
                "the file system is read-only",
                "mount it for writing",
                new IOException("While open a file for appending: /disk/4/database/000012.log: Read-only file system"));
        assertSays(
                DiskTrouble.DEVICE_ERROR,
                "the disk reports an error",
                "replace it",
                new IOException("While fdatasync: /disk/4/database/000012.log: Input/output error"));
    }

    @Test
    void guessesNothing() {
        StoreFailedException failure =
                StoreFailedException.ioFailed("/disk/4", "list its files", new NoSuchFileException("/disk/4"));
        String message = String.valueOf(failure.getMessage());
        assertEquals(DiskTrouble.OTHER, failure.trouble());
        assertFalse(message.contains("because"), message);
        assertTrue(message.contains("NoSuchFileException: /disk/4"), message);
    }

    @Test
    void aDiskThatIsFullIsFullWhoeverSaysSo() {
        assertTrue(StoreFailedException.diskFull("d", null).isDiskFull());
        assertTrue(StoreFailedException.tooLittleRoom("d", 1, 2).isDiskFull());
        assertTrue(StoreFailedException.ioFailed("d", "sync", new IOException("No space left on device"))
                .isDiskFull());
        assertFalse(StoreFailedException.ioFailed("d", "sync", null).isDiskFull());
    }
}
