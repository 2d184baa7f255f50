package dev.sextant.storage.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** CRC32C of files. */
final class FileSums {
    private static final int BUFFER_BYTES = 1 << 16;

    /** A sorted file of RocksDB ends with properties that no other file has. */
    private static final int TAIL_BYTES = 4 << 10;

    private FileSums() {}

    static int whole(Path file) throws IOException {
        return from(file, 0);
    }

    static int tail(Path file) throws IOException {
        return from(file, -TAIL_BYTES);
    }

    /** From a place on, counted from the end if it is negative. */
    private static int from(Path file, long place) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(place >= 0 ? place : Math.max(0, channel.size() + place));
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return (int) crc.getValue();
    }
}
