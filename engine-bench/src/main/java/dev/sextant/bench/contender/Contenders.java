package dev.sextant.bench.contender;

import dev.sextant.api.WriterId;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Who can take part: this engine and RocksDB always, peers if they are on the class path. Immutable. */
public final class Contenders {
    /** This engine with one writer. */
    public static final String ONE_WRITER = "sextant";

    /** This engine with as many writers as there can be. */
    public static final String ALL_WRITERS = "sextant-" + WriterId.MAX_COUNT;

    /** The peer that is always there. */
    public static final String ROCKSDB = RocksContender.NAME;

    private final Map<String, ContenderFactory> byName;

    private Contenders(Map<String, ContenderFactory> byName) {
        this.byName = byName;
    }

    /**
     * All that are on the class path.
     *
     * @param distance what a message takes there and back between zones of this engine, beyond what the machine takes
     */
    public static Contenders find(Duration distance) {
        Map<String, ContenderFactory> byName = new LinkedHashMap<>(builtIn(distance).byName);
        ServiceLoader.load(ContenderFactory.class).forEach(peer -> add(byName, peer));
        return new Contenders(byName);
    }

    /** Those that are always there. */
    public static Contenders builtIn(Duration distance) {
        Map<String, ContenderFactory> byName = new LinkedHashMap<>();
        add(byName, SextantContender.factory(ONE_WRITER, 1, distance));
        for (int writers = 2; writers <= WriterId.MAX_COUNT; writers++) {
            add(byName, SextantContender.factory(ONE_WRITER + "-" + writers, writers, distance));
        }
        add(byName, RocksContender.factory());
        return new Contenders(byName);
    }

    private static void add(Map<String, ContenderFactory> byName, ContenderFactory factory) {
        if (byName.put(factory.name(), factory) != null) {
            throw new IllegalStateException("two contenders are called " + factory.name());
        }
    }

    /** The one of a name; empty if it is not there. */
    public Optional<ContenderFactory> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of all, this engine's first. */
    public Collection<String> names() {
        return byName.keySet();
    }
}
