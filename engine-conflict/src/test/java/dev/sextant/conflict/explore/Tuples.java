package dev.sextant.conflict.explore;

import java.util.ArrayList;
import java.util.List;

/** A list of states, each a fixed number of words, in chunks, so that it grows without copying. */
final class Tuples {
    private static final int TUPLES_PER_CHUNK = 1 << 14;

    private final int words;
    private final List<long[]> chunks = new ArrayList<>();
    private int size;

    Tuples(int words) {
        this.words = words;
    }

    void add(long[] tuple) {
        int place = size % TUPLES_PER_CHUNK;
        if (place == 0) {
            chunks.add(new long[TUPLES_PER_CHUNK * words]);
        }
        System.arraycopy(tuple, 0, chunks.get(size / TUPLES_PER_CHUNK), place * words, words);
        size++;
    }

    void get(int index, long[] into) {
        System.arraycopy(chunks.get(index / TUPLES_PER_CHUNK), index % TUPLES_PER_CHUNK * words, into, 0, words);
    }

    int size() {
        return size;
    }
}
