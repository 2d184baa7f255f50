package dev.sextant.storage.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Numbers in byte arrays, big-endian, so that a dump reads as it is written. Every access is checked against the array. */
final class Bytes {
    private static final VarHandle U16 = view(char[].class);
    private static final VarHandle I32 = view(int[].class);
    private static final VarHandle I64 = view(long[].class);

    private Bytes() {}

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
    }

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return (char) U16.get(bytes, at);
    }

    static int i32(byte[] bytes, int at) {
        return (int) I32.get(bytes, at);
    }

    static long i64(byte[] bytes, int at) {
        return (long) I64.get(bytes, at);
    }

    static void putU16(byte[] bytes, int at, int value) {
        U16.set(bytes, at, (char) value);
    }

    static void putI32(byte[] bytes, int at, int value) {
        I32.set(bytes, at, value);
    }

    static void putI64(byte[] bytes, int at, long value) {
        I64.set(bytes, at, value);
    }

    static int crc32c(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
