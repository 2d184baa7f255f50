package dev.sextant.replication.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that is bound to happen; says what, if it does not. */
public final class Waiting {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("sextant.patience", 120));
    private static final Executor NEXT_LOOK = CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS);

    private Waiting() {}

    /** Returns when it holds. */
    public static void until(String what, BooleanSupplier holds) {
        until(() -> what, holds);
    }

    /** The text is made when it is needed, so that it tells how things stand then. */
    public static void until(Supplier<String> what, BooleanSupplier holds) {
        long begin = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError("waited in vain until " + what.get());
            }
            CompletableFuture.runAsync(() -> {}, NEXT_LOOK).join();
        }
    }
}
