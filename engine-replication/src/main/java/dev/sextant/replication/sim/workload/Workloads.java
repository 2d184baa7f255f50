package dev.sextant.replication.sim.workload;

import dev.sextant.api.IsolationLevel;
import dev.sextant.replication.sim.check.ObservedTransaction;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** All workloads by name, for whoever draws one or is told one on a command line. */
public final class Workloads {
    private final SortedMap<String, Supplier<Workload>> factories = new TreeMap<>();

    /**
     * The workloads that come with the simulator.
     *
     * @param pageSizeBytes the size of the world's pages; some values are larger
     * @param listChecker makes a sentence of each thing in a history of lists that should not be there
     */
    public Workloads(int pageSizeBytes, Function<List<ObservedTransaction>, List<String>> listChecker) {
        factories.put("bank", BankWorkload::new);
        factories.put("list-append", () -> new ListAppendWorkload(Mix.EVEN, listChecker));
        factories.put("registers", () -> new RegisterWorkload(Mix.EVEN));
        factories.put("counters", () -> new CounterWorkload(Mix.EVEN));
        factories.put("write-skew", () -> new WriteSkewWorkload(IsolationLevel.SERIALIZABLE));
        factories.put("phantoms", PhantomWorkload::new);
        factories.put("tree-churn", () -> new TreeChurnWorkload(pageSizeBytes));
        factories.put("past", PastWorkload::new);
        factories.put("backtrack", BacktrackWorkload::new);
        factories.put("session-moves", () -> new SessionMoveWorkload(Mix.EVEN));
    }

    /** The names, in their order. */
    public List<String> names() {
        return List.copyOf(factories.keySet());
    }

    /**
     * A new workload.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Workload create(String name) {
        Supplier<Workload> factory = factories.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("no workload is called " + name + "; there are " + names());
        }
        return factory.get();
    }
}
