package dev.sextant.storage.rocks;

import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreFailedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, beside the database, how far writes have been acknowledged. A log whose tail is damaged looks like a log whose
 * tail was never finished; the first has lost acknowledged writes and the second has not. The same is true of the database's list of
 * files. Whoever opens the database compares what is there, and what it recovered, with this.
 *
 * <p>Numbers are written after what they count is durable, and are not synced themselves. So they are never too high; after
 * the death of the process the first is exact, and after a power loss they may lag by what the operating system had not
 * written back. Two places are written in turn, so that one of them is always whole.
 *
 * <p>Not thread safe: it belongs to the writing thread.
 */
final class AckWitness implements AutoCloseable {
    /** Apart by more than any sector, so that no failing write hits both. */
    private static final int SLOT_DISTANCE_BYTES = 4096;

    private static final int SLOTS = 2;
    private static final String WRITING = "rw";
    private static final String READING = "r";
    private static final int NUMBERS_BYTES = 3 * Long.BYTES;
    private static final int SLOT_BYTES = NUMBERS_BYTES + Integer.BYTES;

    private final String place;
    private final RandomAccessFile file;
    private int nextSlot;

    private AckWitness(String place, RandomAccessFile file) {
        this.place = place;
        this.file = file;
    }

    /** Makes a new file that says zero, durably. */
    static AckWitness create(String place, Path path) {
        AckWitness witness = onFile(place, path, WRITING);
        boolean made = false;
        try {
            for (int i = 0; i < SLOTS; i++) {
                witness.record(0, ManifestMark.NONE);
            }
            witness.sync();
            made = true;
            return witness;
        } finally {
            if (!made) {
                witness.close();
            }
        }
    }

    /** Opens an existing file; it must be there. */
    static AckWitness open(String place, Path path) {
        return existing(place, path, WRITING);
    }

    /** Opens an existing file, which must be there, to {@link #verify} and nothing else. */
    static AckWitness openReadOnly(String place, Path path) {
        return existing(place, path, READING);
    }

    private static AckWitness existing(String place, Path path, String mode) {
        if (Files.notExists(path)) {
            throw StoreCorruptException.store(place, "its acknowledgement file is missing", null);
        }
        return onFile(place, path, mode);
    }

    private static AckWitness onFile(String place, Path path, String mode) {
        try {
            return new AckWitness(place, new RandomAccessFile(path.toFile(), mode));
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "open its acknowledgement file", e);
        }
    }

    /** What a place tells. */
    private record Acknowledged(long sequence, ManifestMark manifest) {}

    /** Throws unless a database with this list of files has every file that it had when a write was acknowledged. */
    void verify(ManifestMark manifest) {
        ManifestMark before = latest().manifest();
        if (!manifest.hasReached(before)) {
            String detail = "its database's list of files, number " + before.number() + ", was " + before.lengthBytes()
                    + " bytes long, and now is number " + manifest.number() + " and " + manifest.lengthBytes()
                    + " bytes long";
            throw StoreCorruptException.store(place, detail, null);
        }
    }

    private Acknowledged latest() {
        Acknowledged latest = null;
        for (int slot = 0; slot < SLOTS; slot++) {
            Acknowledged told = read(slot);
            if (told != null && (latest == null || told.sequence() >= latest.sequence())) {
                latest = told;
            }
        }
        if (latest == null) {
            throw StoreCorruptException.store(place, "its acknowledgement file is unreadable", null);
        }
        return latest;
    }

    /** Throws unless a database that recovered up to {@code recoveredSequence} has every write that was acknowledged. */
    void verify(long recoveredSequence) {
        long acknowledged = latest().sequence();
        if (recoveredSequence < acknowledged) {
            String detail = "writes up to " + acknowledged + " were acknowledged, and only those up to "
                    + recoveredSequence + " are left";
            throw StoreCorruptException.store(place, detail, null);
        }
    }

    /** What the slot tells, or null if it is not whole. */
    private @Nullable Acknowledged read(int slot) {
        try {
            if (file.length() < (long) slot * SLOT_DISTANCE_BYTES + SLOT_BYTES) {
                return null;
            }
            byte[] bytes = new byte[SLOT_BYTES];
            file.seek((long) slot * SLOT_DISTANCE_BYTES);
            file.readFully(bytes);
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Acknowledged told = new Acknowledged(in.getLong(), new ManifestMark(in.getLong(), in.getLong()));
            return told.sequence() >= 0 && in.getInt() == checksum(bytes) ? told : null;
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "read its acknowledgement file", e);
        }
    }

    /** Notes that the write with this sequence number, and all before it, are durable, and so is the list of files up to there. */
    void record(long sequence, ManifestMark manifest) {
        byte[] bytes = new byte[SLOT_BYTES];
        ByteBuffer out = ByteBuffer.wrap(bytes)
                .putLong(sequence)
                .putLong(manifest.number())
                .putLong(manifest.lengthBytes());
        out.putInt(checksum(bytes));
        try {
            file.seek((long) nextSlot * SLOT_DISTANCE_BYTES);
            file.write(bytes);
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "write its acknowledgement file", e);
        }
        nextSlot = (nextSlot + 1) % SLOTS;
    }

    private static int checksum(byte[] slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot, 0, NUMBERS_BYTES);
        return (int) crc.getValue();
    }

    private void sync() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "sync its acknowledgement file", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "close its acknowledgement file", e);
        }
    }
}
