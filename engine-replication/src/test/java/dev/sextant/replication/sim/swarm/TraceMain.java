package dev.sextant.replication.sim.swarm;

import java.util.ArrayList;
import java.util.List;

/** Prints the trace of a seed, for the test that compares two processes. */
final class TraceMain {
    private TraceMain() {}

    static List<String> trace(long seed) {
        List<String> lines = new ArrayList<>();
        TrialResult result = Trial.run(seed, new TrialOptions(null, null, lines::add, null));
        lines.add("fingerprint " + result.fingerprint() + " events " + result.events());
        return lines;
    }

    /** The seed is the only argument. */
    public static void main(String[] arguments) {
        trace(Long.parseLong(arguments[0])).forEach(System.out::println);
    }
}
