package dev.sextant.conflict.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** For each state found, the state it was first reached from and the move: 8 bytes each; gives the shortest way to a violation. */
final class Ancestry {
    private static final int STATES_PER_CHUNK = 1 << 16;

    private final List<long[]> chunks = new ArrayList<>();
    private int size;

    void add(int parent, int move) {
        int place = size % STATES_PER_CHUNK;
        if (place == 0) {
            chunks.add(new long[STATES_PER_CHUNK]);
        }
        chunks.get(size / STATES_PER_CHUNK)[place] = ((long) parent << 32) | move;
        size++;
    }

    /** The moves from the first state to this one. */
    List<Integer> movesTo(int state) {
        List<Integer> moves = new ArrayList<>();
        int at = state;
        while (at > 0) {
            long step = chunks.get(at / STATES_PER_CHUNK)[at % STATES_PER_CHUNK];
            moves.add((int) step);
            at = (int) (step >>> 32);
        }
        Collections.reverse(moves);
        return moves;
    }
}
