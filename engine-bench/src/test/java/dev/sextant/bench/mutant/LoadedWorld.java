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

    private final ClassLoader loader;
    private final Method failureOf;

    /** Loads the class anew, in a world with these classes in place of the product's. */
    LoadedWorld(String className, Map<String, byte[]> mutated) {
        loader = new MutantLoader(mutated);
        try {
            failureOf = Class.forName(className, true, loader).getMethod("failureOf", long.class);
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
            return (String) failureOf.invoke(null, seed);
        } catch (InvocationTargetException thrown) {
            return String.valueOf(thrown.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
