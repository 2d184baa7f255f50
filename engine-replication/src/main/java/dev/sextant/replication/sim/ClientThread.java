package dev.sextant.replication.sim;

import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.Check;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A simulated client and its thread. The thread runs only while it has the turn, which an event of the world hands it and which it
 * hands back when it waits or ends; the semaphores that pass the turn also make everything done before visible after.
 */
final class ClientThread implements SimulatedClient {
    private final Turns turns;
    private final String name;
    private final SimulatedWork work;
    private final RandomGenerator random;
    private final Semaphore turn = new Semaphore(0);
    /** Null before its first turn. */
    private @Nullable Thread thread;

    private boolean ended;
    private boolean closing;
    private @Nullable Throwable failure;

    ClientThread(Turns turns, String name, SimulatedWork work, RandomGenerator random) {
        this.turns = turns;
        this.name = name;
        this.work = work;
        this.random = random;
    }

    // ---- on the thread that drives the world -----------------------------------------------------------------------

    /** Has it run until it waits or ends. */
    void step() {
        if (ended) {
            return;
        }
        if (thread == null) {
            Thread starting = new Carrier(this);
            thread = starting;
            starting.start();
        }
        turn.release();
        turns.takeBack(this);
    }

    /** Has it run to its end, with an error at each wait. */
    void close() {
        closing = true;
        if (thread == null) {
            ended = true;
        }
        step();
    }

    /** Its thread; null before its first turn. */
    @Nullable
    Thread thread() {
        return thread;
    }

    /** What its work threw; null if it did not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    // ---- on its own thread -----------------------------------------------------------------------------------------

    /** The thread that carries a client; it keeps no JVM alive. */
    private static final class Carrier extends Thread {
        private final ClientThread client;

        Carrier(ClientThread client) {
            super(client::live, "simulated-" + client.name);
            this.client = client;
            setDaemon(true);
        }
    }

    /** The client of the calling thread if it is one of these turns; null if it is none. */
    static @Nullable ClientThread current(Turns of) {
        return Thread.currentThread() instanceof Carrier carrier && carrier.client.turns == of ? carrier.client : null;
    }

    private void live() {
        turn.acquireUninterruptibly();
        try {
            work.run(this);
        } catch (Throwable thrown) {
            failure = closing ? null : thrown;
        } finally {
            ended = true;
            turns.ended(this);
            turns.giveBack();
        }
    }

    <T extends @Nullable Object> T waitFor(CompletionStage<T> stage) {
        checkMayWait();
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!future.isDone()) {
            stage.whenComplete((value, failed) -> turns.time().after(0, this::step));
            handTurnOn();
        }
        try {
            return future.join();
        } catch (CompletionException failed) {
            throw Await.failure(failed);
        }
    }

    void pause(long nanos) {
        checkMayWait();
        if (nanos > 0 && !Thread.currentThread().isInterrupted()) {
            turns.time().after(nanos, this::step);
            handTurnOn();
        }
    }

    private void handTurnOn() {
        turns.giveBack();
        turn.acquireUninterruptibly();
        checkMayWait();
    }

    private void checkMayWait() {
        if (closing) {
            throw new SimulationClosedError(name);
        }
    }

    private void checkOwn() {
        Check.state(current(turns) == this, "only client " + name + " itself pauses, waits and draws as " + name);
    }

    // ---- for applications ------------------------------------------------------------------------------------------

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void pause(Duration time) {
        checkOwn();
        pause(time.toNanos());
    }

    @Override
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        checkOwn();
        return waitFor(stage);
    }

    @Override
    public RandomGenerator random() {
        checkOwn();
        return random;
    }

    @Override
    public String toString() {
        return name;
    }
}
