package dev.sextant.replication.sim.check;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import java.util.List;

/**
 * One transaction as its client saw it.
 *
 * @param client who ran it; a client runs one at a time, in one session
 * @param beganNanos when the client asked for it to begin
 * @param endedNanos when the client knew the outcome
 * @param operations in the order in which they were run; what was read of a transaction's own writes is part of it
 */
public record ObservedTransaction(
        int client,
        long beganNanos,
        long endedNanos,
        IsolationLevel isolation,
        ReadConsistency consistency,
        Outcome outcome,
        List<Operation> operations) {
    public ObservedTransaction {
        operations = List.copyOf(operations);
    }

    /** What the client was told in the end. */
    public enum Outcome {
        /** It happened. */
        COMMITTED,
        /** It did not, and never will. */
        ABORTED,
        /** The client was not told. */
        UNKNOWN
    }

    /** What a transaction does. */
    public sealed interface Operation {
        /** Which list it is about. */
        String key();

        /** Appends an element to a list; no element is appended twice to one list in a whole history. */
        record Append(String key, long element) implements Operation {}

        /** Reads a whole list, oldest element first. */
        record Read(String key, List<Long> elements) implements Operation {
            public Read {
                elements = List.copyOf(elements);
            }
        }
    }
}
