package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Lists of numbers as values of rows. */
final class LongLists {
    /** Eight bytes for each number; an empty list has none. */
    static final Codec<List<Long>> CODEC = Codec.of(LongLists::encode, LongLists::decode);

    private LongLists() {}

    /** One list and then the other. */
    static List<Long> concat(List<Long> one, List<Long> other) {
        List<Long> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static byte[] encode(List<Long> list) {
        ByteBuffer bytes = ByteBuffer.allocate(list.size() * Long.BYTES);
        list.forEach(bytes::putLong);
        return bytes.array();
    }

    private static List<Long> decode(byte[] bytes) {
        if (bytes.length % Long.BYTES != 0) {
            throw new IllegalArgumentException("a list of numbers has no " + bytes.length + " bytes");
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        List<Long> list = new ArrayList<>();
        while (rest.hasRemaining()) {
            list.add(rest.getLong());
        }
        return list;
    }
}
