package dev.sextant.replication.sim.workload;

import dev.sextant.api.Database;
import dev.sextant.api.Session;
import dev.sextant.api.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lets what a real engine completes on its own threads continue on the test's thread, as in a simulated world: each endpoint
 * is wrapped so that every stage that comes out of it completes there.
 */
final class OneThread implements Executor {
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable action) {
        queue.add(action);
    }

    /** Runs what has come, waiting for the first a little. */
    void runSome() throws InterruptedException {
        Runnable next = queue.poll(1, TimeUnit.MILLISECONDS);
        while (next != null) {
            next.run();
            next = queue.poll();
        }
    }

    Database wrap(Database database) {
        return wrap(Database.class, database);
    }

    private <T> T wrap(Class<T> type, T target) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            try {
                return wrapResult(method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        return type.cast(proxy);
    }

    private Object wrapResult(Object result) {
        if (result instanceof CompletionStage<?> stage) {
            return hop(stage);
        }
        if (result instanceof Session session) {
            return wrap(Session.class, session);
        }
        return result instanceof Transaction transaction ? wrap(Transaction.class, transaction) : result;
    }

    private CompletableFuture<Object> hop(CompletionStage<?> stage) {
        CompletableFuture<Object> here = new CompletableFuture<>();
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        here.complete(wrapResult(value));
                    } else {
                        here.completeExceptionally(failure);
                    }
                },
                this);
        return here;
    }
}
