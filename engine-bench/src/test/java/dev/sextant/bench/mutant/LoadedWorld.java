package dev.sextant.bench.mutant;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The simulator, loaded with a mutant in it: a class with a {@code public static String failureOf(long seed)} that runs the
 * world of a seed and returns null, or a line that says what was wrong. Only JDK types pass between it and the hunt.
 */
final class LoadedWorld {
    /** The simulator's entry. */
    static final String SWARM = "dev.sextant.replication.sim.swarm.Swarm";

    /** The entry of the random explorer: the protocol's classes alone, in worlds that are a thousand times as short. */
    static final String EXPLORER = "dev.sextant.conflict.explore.ExplorerRuns";

    /** The entry of the runs of repairs. */
    static final String REPAIRS = "dev.sextant.replication.repair.RepairRuns";

    private final ClassLoader loader;
    private final Method failureOf;
    private final @Nullable String workload;

    /** Loads the class anew, in a world with these classes in place of the product's. */
    LoadedWorld(String className, Map<String, byte[]> mutated) {
        this(className, mutated, null);
    }

    /** The same, with a workload insisted on; the simulator has a {@code failureOf(long seed, String workload)} then. */
    LoadedWorld(String className, Map<String, byte[]> mutated, @Nullable String workload) {
        this.workload = workload;
        loader = new MutantLoader(mutated);
        try {
            Class<?> simulator = Class.forName(className, true, loader);
            failureOf = workload == null
                    ? simulator.getMethod("failureOf", long.class)
                    : simulator.getMethod("failureOf", long.class, String.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no simulator " + className + ".failureOf(long)", e);
        }
    }

    /** What is wrong in the world of this seed, in a line; null if nothing is. What the run throws is wrong, too. */
    @Nullable
    String failureOf(long seed) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return (String) (workload == null ? failureOf.invoke(null, seed) : failureOf.invoke(null, seed, workload));
        } catch (InvocationTargetException thrown) {
            return String.valueOf(thrown.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
