package dev.sextant.replication.sim.check;

import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a counter to which clients add, commutatively, so that no order can be inferred, only bounds: a value is the sum of the
 * adds that must be in it and of any of those that may be. What may be in it moves the lower bound if it is negative and the
 * upper one if it is positive.
 */
public final class CounterBounds {
    private CounterBounds() {}

    /**
     * A client added an amount, which may be negative.
     *
     * @param beganNanos when its transaction began
     * @param endedNanos when the client knew the outcome
     */
    public record Add(int client, long beganNanos, long endedNanos, long amount, Outcome outcome) {}

    /**
     * A client read the counter in a transaction that added nothing to it.
     *
     * @param beganNanos when its transaction began
     * @param endedNanos when the client had the value
     */
    public record Observation(int client, long beganNanos, long endedNanos, ReadConsistency consistency, long value) {}

    /**
     * Checks that each read shows all that its client had been told committed (that anybody had, if it is global), nothing that
     * aborted and nothing that was yet to begin; and that the value in the end, when all is settled, shows all that committed.
     */
    public static List<Anomaly> check(List<Add> adds, List<Observation> observations, long valueInTheEnd) {
        List<Anomaly> anomalies = new ArrayList<>();
        for (Observation observation : observations) {
            String what = "for client " + observation.client() + " at " + observation.beganNanos() + ".."
                    + observation.endedNanos() + " ns";
            boundsOf(observation, adds).judge(what, observation.value(), anomalies);
        }
        boundsInTheEnd(adds).judge("in the end", valueInTheEnd, anomalies);
        return List.copyOf(anomalies);
    }

    private static Bounds boundsOf(Observation observation, List<Add> adds) {
        Bounds bounds = new Bounds(0, 0);
        for (Add add : adds) {
            if (mustBeSeen(add, observation)) {
                bounds = bounds.withCertain(add.amount());
            } else if (add.outcome() != Outcome.ABORTED && add.beganNanos() <= observation.endedNanos()) {
                bounds = bounds.withPossible(add.amount());
            }
        }
        return bounds;
    }

    private static boolean mustBeSeen(Add add, Observation by) {
        if (add.outcome() != Outcome.COMMITTED) {
            return false;
        }
        // a client does one thing after the other, so for its own adds one instant is order enough
        return add.client() == by.client()
                ? add.endedNanos() <= by.beganNanos()
                : by.consistency() == ReadConsistency.GLOBAL && add.endedNanos() < by.beganNanos();
    }

    private static Bounds boundsInTheEnd(List<Add> adds) {
        Bounds bounds = new Bounds(0, 0);
        for (Add add : adds) {
            bounds = switch (add.outcome()) {
                case COMMITTED -> bounds.withCertain(add.amount());
                case UNKNOWN -> bounds.withPossible(add.amount());
                case ABORTED -> bounds;
            };
        }
        return bounds;
    }

    private record Bounds(long least, long most) {
        Bounds withCertain(long amount) {
            return new Bounds(least + amount, most + amount);
        }

        Bounds withPossible(long amount) {
            return new Bounds(least + Math.min(amount, 0), most + Math.max(amount, 0));
        }

        void judge(String what, long value, List<Anomaly> anomalies) {
            if (value < least || value > most) {
                String sentence = "the counter was " + value + " " + what + ", and not from " + least + " to " + most;
                anomalies.add(new Anomaly(Anomaly.Kind.COUNTER_OUT_OF_BOUNDS, sentence));
            }
        }
    }
}
