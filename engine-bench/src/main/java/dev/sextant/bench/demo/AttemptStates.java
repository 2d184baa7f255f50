package dev.sextant.bench.demo;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * What became of every attempt, as far as the client was told; a byte for each.
 *
 * <pre>
 *   NONE ──▶ BEGUN ──▶ COMMITTED
 *              │  └──▶ REFUSED
 *              └──▶ INDETERMINATE ──▶ COMMITTED or REFUSED
 * </pre>
 *
 * Invariant: an attempt that is committed or refused stays so.
 */
final class AttemptStates {
    /** What a client knows of an attempt. */
    enum State {
        /** Never made. */
        NONE,
        /** Made; its end has not been written down. */
        BEGUN,
        /** Acknowledged. */
        COMMITTED,
        /** Told, for good, that nothing of it happened or will. */
        REFUSED,
        /** Told that nobody knows yet. */
        INDETERMINATE;

        private static final State[] ALL = values();

        boolean mayBecome(State next) {
            return switch (this) {
                case NONE -> next == BEGUN;
                case BEGUN -> next == COMMITTED || next == REFUSED || next == INDETERMINATE;
                case INDETERMINATE -> next == COMMITTED || next == REFUSED;
                case COMMITTED, REFUSED -> next == this;
            };
        }
    }

    /** Called for each attempt that was made. */
    interface Visitor {
        void visit(AttemptId attempt, State state);
    }

    private static final int FIRST_SIZE = 1024;
    private static final byte[] NO_ATTEMPTS = new byte[0];

    private final TreeMap<Integer, byte[]> byStream = new TreeMap<>();
    private long committed;

    /** Notes what an attempt has become. */
    void set(AttemptId attempt, State state) {
        State old = get(attempt);
        if (!old.mayBecome(state)) {
            throw new IllegalStateException("attempt " + attempt + " was " + old + " and cannot become " + state);
        }
        byte[] states = byStream.getOrDefault(attempt.stream(), new byte[FIRST_SIZE]);
        if (attempt.number() >= states.length) {
            states = Arrays.copyOf(states, Math.max(attempt.number() + 1, states.length * 2));
        }
        states[attempt.number()] = (byte) state.ordinal();
        byStream.put(attempt.stream(), states);
        committed += old != state && state == State.COMMITTED ? 1 : 0;
    }

    State get(AttemptId attempt) {
        byte[] states = byStream.getOrDefault(attempt.stream(), NO_ATTEMPTS);
        return attempt.number() < states.length ? State.ALL[states[attempt.number()]] : State.NONE;
    }

    /** How many were acknowledged. */
    long committed() {
        return committed;
    }

    /** Visits every attempt that was made, in the order of streams and numbers. */
    void forEach(Visitor visitor) {
        byStream.forEach((stream, states) -> {
            for (int number = 0; number < states.length; number++) {
                State state = State.ALL[states[number]];
                if (state != State.NONE) {
                    visitor.visit(new AttemptId(stream, number), state);
                }
            }
        });
    }
}
