package dev.sextant.replication.runtime.tcp;

import java.util.zip.CRC32C;

/**
 * One frame. On the wire: the number of bytes of the content (4 bytes, big endian), the kind (1 byte), the CRC32C of kind and
 * content (4 bytes), the content.
 */
record Frame(FrameKind kind, byte[] content) {
    static final int HEADER_BYTES = 9;

    private static final byte[] EMPTY = new byte[0];

    static Frame empty(FrameKind kind) {
        return new Frame(kind, EMPTY);
    }

    static int checksum(byte kind, byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(kind);
        checksum.update(content, 0, content.length);
        return (int) checksum.getValue();
    }
}
