package dev.sextant.bench.load.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** All workloads, by their names. */
public final class Workloads {
    /** One row a transaction. */
    public static final String UPDATE = UpdateWorkload.NAME;

    /** Point reads. */
    public static final String READ = ReadWorkload.NAME;

    /** Rows that writers share. */
    public static final String SHARING = SharingWorkload.NAME;

    private static final Map<String, Function<WorkloadSettings, Workload>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put(UPDATE, UpdateWorkload::new);
        BY_NAME.put(READ, ReadWorkload::new);
        BY_NAME.put(TransferWorkload.NAME, TransferWorkload::new);
        for (YcsbMix mix : YcsbMix.values()) {
            BY_NAME.put(YcsbWorkload.name(mix), settings -> new YcsbWorkload(mix, settings));
        }
        BY_NAME.put(OrderEntryWorkload.NAME, OrderEntryWorkload::new);
        BY_NAME.put(BulkLoadWorkload.NAME, BulkLoadWorkload::new);
        BY_NAME.put(CounterWorkload.NAME, settings -> new CounterWorkload());
        BY_NAME.put(RightEdgeWorkload.NAME, RightEdgeWorkload::new);
        BY_NAME.put(SHARING, SharingWorkload::new);
    }

    private Workloads() {}

    /** Their names, in the order of the help. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * A workload for one store.
     *
     * @throws IllegalArgumentException if there is none of that name, or it cannot be set so
     */
    public static Workload named(String name, WorkloadSettings settings) {
        Function<WorkloadSettings, Workload> maker = BY_NAME.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("there is no workload " + name + ", only " + String.join(", ", names()));
        }
        return maker.apply(settings);
    }
}
