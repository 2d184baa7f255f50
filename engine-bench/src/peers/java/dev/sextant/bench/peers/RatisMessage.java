package dev.sextant.bench.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** What clients and {@link RatisRows} tell each other, as bytes. */
sealed interface RatisMessage {
    /** The version of a row that is not there. */
    long ABSENT = 0;

    /** Asks for one row; the answer is a {@link Row}. */
    record Get(byte[] key) implements RatisMessage {}

    /** Asks for the keys from one on, at most so many; the answer is {@link Keys}. */
    record Scan(byte[] from, int limit) implements RatisMessage {}

    /**
     * Writes rows if those that were read still have the versions they had; the answer is a {@link Verdict}. Nothing to write is a
     * question.
     */
    record Commit(NavigableMap<byte[], Long> read, NavigableMap<byte[], byte @Nullable []> written)
            implements RatisMessage {}

    /** A row, or that there is none. */
    record Row(long version, byte @Nullable [] value) implements RatisMessage {}

    /** Keys in ascending order. */
    record Keys(byte[][] keys) implements RatisMessage {}

    /** Whether a {@link Commit} held. */
    record Verdict(boolean held) implements RatisMessage {}

    /** As it travels. */
    default Message encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (this instanceof Get get) {
                out.writeByte('g');
                write(out, get.key());
            } else if (this instanceof Scan scan) {
                out.writeByte('s');
                write(out, scan.from());
                out.writeInt(scan.limit());
            } else if (this instanceof Commit commit) {
                out.writeByte('c');
                write(out, commit);
            } else if (this instanceof Row row) {
                out.writeByte('r');
                out.writeLong(row.version());
                write(out, row.value());
            } else if (this instanceof Keys keys) {
                out.writeByte('k');
                out.writeInt(keys.keys().length);
                for (byte[] key : keys.keys()) {
                    write(out, key);
                }
            } else if (this instanceof Verdict verdict) {
                out.writeByte('v');
                out.writeBoolean(verdict.held());
            } else {
                throw new AssertionError("unhandled " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return Message.valueOf(ByteString.copyFrom(bytes.toByteArray()));
    }

    private static void write(DataOutputStream out, Commit commit) throws IOException {
        out.writeInt(commit.read().size());
        for (Map.Entry<byte[], Long> row : commit.read().entrySet()) {
            write(out, row.getKey());
            out.writeLong(row.getValue());
        }
        out.writeInt(commit.written().size());
        for (Map.Entry<byte[], byte @Nullable []> row : commit.written().entrySet()) {
            write(out, row.getKey());
            write(out, row.getValue());
        }
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** What has travelled. */
    static RatisMessage decode(ByteString bytes) {
        try (DataInputStream in = new DataInputStream(bytes.newInput())) {
            byte kind = in.readByte();
            return switch (kind) {
                case 'g' -> new Get(bytes(in));
                case 's' -> new Scan(bytes(in), in.readInt());
                case 'c' -> commit(in);
                case 'r' -> new Row(in.readLong(), bytesOrNull(in));
                case 'k' -> keys(in);
                case 'v' -> new Verdict(in.readBoolean());
                default -> throw new IllegalArgumentException("no message is of kind " + kind);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("a message is cut short", e);
        }
    }

    private static Commit commit(DataInputStream in) throws IOException {
        NavigableMap<byte[], Long> read = new TreeMap<>(Arrays::compareUnsigned);
        for (int left = in.readInt(); left > 0; left--) {
            read.put(bytes(in), in.readLong());
        }
        NavigableMap<byte[], byte @Nullable []> written = new TreeMap<>(Arrays::compareUnsigned);
        for (int left = in.readInt(); left > 0; left--) {
            written.put(bytes(in), bytesOrNull(in));
        }
        return new Commit(read, written);
    }

    private static Keys keys(DataInputStream in) throws IOException {
        byte[][] keys = new byte[in.readInt()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = bytes(in);
        }
        return new Keys(keys);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = bytesOrNull(in);
        if (bytes == null) {
            throw new IllegalArgumentException("a message has no key where one should be");
        }
        return bytes;
    }

    private static byte @Nullable [] bytesOrNull(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }
}
