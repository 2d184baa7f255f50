package dev.sextant.replication.runtime.tcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The content of a HELLO frame: what the transport itself must know of the other side, and the hello of {@link Handshakes}.
 * On the wire: {@link #MAGIC}, the version (1 byte), the incarnation (8 bytes), the length of the name (1 byte), the name, the
 * hello.
 *
 * @param version of this transport; sides with different ones refuse each other
 * @param incarnation drawn at random at each start of a process
 */
record Greeting(int version, long incarnation, String name, byte[] hello) {
    static final int VERSION = 1;
    static final int MAGIC = 0x53585450;
    /** How much longer than the hello it can be. */
    static final int OVERHEAD_BYTES_MOST = Integer.BYTES + 1 + Long.BYTES + 1 + ProcessName.LENGTH_MOST;

    private static final int FIXED_BYTES = Integer.BYTES + 1 + Long.BYTES + 1;

    byte[] encoded() {
        byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(FIXED_BYTES + nameBytes.length + hello.length)
                .putInt(MAGIC)
                .put((byte) version)
                .putLong(incarnation)
                .put((byte) nameBytes.length)
                .put(nameBytes)
                .put(hello)
                .array();
    }

    /** Of another version only the version is read, and the rest is empty. */
    static Greeting decoded(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content);
        if (content.length < FIXED_BYTES || in.getInt() != MAGIC) {
            throw new BadFrameException(FrameProblem.MALFORMED, "a hello that is none of Sextant's");
        }
        int version = in.get() & 0xff;
        if (version != VERSION) {
            return new Greeting(version, 0, "", new byte[0]);
        }
        long incarnation = in.getLong();
        int nameLength = in.get() & 0xff;
        if (nameLength > in.remaining()) {
            throw new BadFrameException(FrameProblem.MALFORMED, "a hello whose name is cut short");
        }
        byte[] nameBytes = new byte[nameLength];
        in.get(nameBytes);
        String name = new String(nameBytes, StandardCharsets.ISO_8859_1);
        if (!ProcessName.isValid(name)) {
            throw new BadFrameException(FrameProblem.MALFORMED, "a hello whose name cannot be one");
        }
        byte[] hello = new byte[in.remaining()];
        in.get(hello);
        return new Greeting(version, incarnation, name, hello);
    }
}
