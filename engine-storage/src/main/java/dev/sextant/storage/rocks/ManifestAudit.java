package dev.sextant.storage.rocks;

import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far RocksDB's list of files has grown, and finds the one kind of rot in RocksDB's list of files that RocksDB itself takes for something else. A record whose length
 * says that it goes on behind the end of the list looks like one whose writing was cut short, and RocksDB leaves it out, with
 * all behind it: whole files of acknowledged writes. But the checksum of a record does not cover its length, so if the
 * checksum fits the bytes up to some shorter length, then the record was whole, and its length has rotted.
 *
 * <p>The list is a sequence of blocks of 32 KiB, and each block of records, none of which crosses its end:
 * {@code masked CRC32C of type and payload (4 bytes) | payload length (2) | type (1) | payload}, little-endian.
 */
final class ManifestAudit {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int LENGTH_OFFSET = 4;
    private static final int TYPE_OFFSET = 6;
    private static final int HEADER_BYTES = 7;
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int MASK_ROTATION = 15;

    private static final String PREFIX = "MANIFEST-";

    private ManifestAudit() {}

    /**
     * Throws if the list of files of that database is missing or has a record whose length has rotted, or else tells how far it
     * has grown.
     */
    static ManifestMark verify(String place, Path database) {
        try {
            Path path = path(place, database);
            byte[] manifest = Files.readAllBytes(path);
            if (hasRottenLength(ByteBuffer.wrap(manifest).order(ByteOrder.LITTLE_ENDIAN))) {
                throw damaged(place, "has a record of a wrong length", null);
            }
            return new ManifestMark(number(place, path), manifest.length);
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "read its database's list of files", e);
        }
    }

    /** How far the list of files of that database, which is open, has grown. */
    static ManifestMark mark(String place, Path database) {
        try {
            Path path = path(place, database);
            return new ManifestMark(number(place, path), Files.size(path));
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "look at its database's list of files", e);
        }
    }

    private static long number(String place, Path manifest) {
        String name = String.valueOf(manifest.getFileName());
        try {
            return Long.parseLong(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
        } catch (NumberFormatException e) {
            throw damaged(place, "has an impossible name", e);
        }
    }

    /** The list that counts is the one that a file of a fixed name names. */
    private static Path path(String place, Path database) throws IOException {
        Path current = database.resolve("CURRENT");
        // Only what is known to be absent is: where this process may not look, there is no damage to tell of.
        if (Files.notExists(current) || Files.isDirectory(current)) {
            throw damaged(place, "is missing", null);
        }
        try {
            Path manifest = database.resolve(
                    Files.readString(current, StandardCharsets.ISO_8859_1).strip());
            if (Files.notExists(manifest) || Files.isDirectory(manifest)) {
                throw damaged(place, "is missing", null);
            }
            return manifest;
        } catch (InvalidPathException e) {
            throw damaged(place, "has an impossible name", e);
        }
    }

    private static StoreCorruptException damaged(String place, String how, @Nullable Throwable cause) {
        return StoreCorruptException.store(place, "its database's list of files " + how, cause);
    }

    /** Whether the first record that does not end inside its block and the list was whole once. */
    static boolean hasRottenLength(ByteBuffer manifest) {
        int at = 0;
        while (at + HEADER_BYTES <= manifest.limit()) {
            int blockEnd = at - at % BLOCK_BYTES + BLOCK_BYTES;
            int end = at + HEADER_BYTES + Short.toUnsignedInt(manifest.getShort(at + LENGTH_OFFSET));
            if (blockEnd - at < HEADER_BYTES) {
                at = blockEnd;
            } else if (end > Math.min(blockEnd, manifest.limit())) {
                return fitsShorterLength(manifest, at, Math.min(blockEnd, manifest.limit()));
            } else {
                at = end;
            }
        }
        return false;
    }

    private static boolean fitsShorterLength(ByteBuffer manifest, int at, int limit) {
        int stored = manifest.getInt(at);
        CRC32C crc = new CRC32C();
        for (int i = at + TYPE_OFFSET; i < limit; i++) {
            crc.update(manifest.get(i));
            if (masked((int) crc.getValue()) == stored) {
                return true;
            }
        }
        return false;
    }

    /** How RocksDB stores a checksum, so that a checksum of what contains checksums stays a good one. */
    private static int masked(int crc) {
        return Integer.rotateRight(crc, MASK_ROTATION) + MASK_DELTA;
    }
}
