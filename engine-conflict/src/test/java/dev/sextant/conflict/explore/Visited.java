package dev.sextant.conflict.explore;

/** A set of 64-bit fingerprints: open addressing in one array, 8 bytes a place, grown at two thirds full. */
final class Visited {
    private static final int INITIAL_PLACES = 1 << 16;

    private long[] places = new long[INITIAL_PLACES];
    private int size;

    /** Adds a fingerprint; tells whether it is new. */
    boolean add(long fingerprint) {
        if (3L * size >= 2L * places.length) {
            grow();
        }
        if (!insert(places, fingerprint == 0 ? 1 : fingerprint)) {
            return false;
        }
        size++;
        return true;
    }

    private static boolean insert(long[] places, long fingerprint) {
        int mask = places.length - 1;
        int place = (int) fingerprint & mask;
        while (places[place] != 0) {
            if (places[place] == fingerprint) {
                return false;
            }
            place = (place + 1) & mask;
        }
        places[place] = fingerprint;
        return true;
    }

    private void grow() {
        long[] larger = new long[2 * places.length];
        for (long fingerprint : places) {
            if (fingerprint != 0) {
                insert(larger, fingerprint);
            }
        }
        places = larger;
    }

    int size() {
        return size;
    }
}
