package dev.sextant.replication.sim;

import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes a world's one turn between the thread that drives it and its clients, and makes each of them wait in its own way: a
 * client hands the turn back until its event comes, the driver lets the world go on.
 *
 * <p>Invariant: of the driver and all clients exactly one runs; the others wait for a semaphore that only it releases.
 */
final class Turns implements Await {
    /** No call of the API waits as long as this; a wait that does is a bug of the engine. */
    private static final long MOST_NANOS = 1_000 * VirtualTime.SECOND;

    /** A client that stands still that many real seconds with the turn in hand waits for something that cannot come. */
    private static final int STALLED_SECONDS = 3;

    private final Thread driver = Thread.currentThread();
    private final Semaphore back = new Semaphore(0);
    private final List<ClientThread> clients = new ArrayList<>();
    private @Nullable VirtualTime time;
    private @Nullable ClientThread stalled;
    private int running;
    private int failed;

    /** The world's time; before the world is there nobody waits. */
    void begin(VirtualTime worldTime) {
        time = worldTime;
    }

    VirtualTime time() {
        return Check.present(time, "nobody waits before the world is there");
    }

    // ---- who -------------------------------------------------------------------------------------------------------

    /**
     * Refuses threads that have no part in the simulation.
     *
     * @return the client that calls; null if it is the driver
     */
    @Nullable
    ClientThread caller() {
        ClientThread client = ClientThread.current(this);
        Check.state(
                client != null || Thread.currentThread() == driver,
                "this thread has no part in the simulation: use it from the thread that started it, or from a client"
                        + " (Simulation.client), and not from threads or executors of the application",
                Thread.currentThread().getName());
        return client;
    }

    /** Refuses all but the driver, between two events. */
    void checkDriver() {
        Check.state(caller() == null, "a client does not drive the simulation: only the thread that started it does");
        checkBetweenEvents();
    }

    private void checkBetweenEvents() {
        Check.state(
                !time().isInEvent(),
                "code that Sextant calls (a codec, what depends on a stage, a fault's condition) does not wait");
    }

    // ---- passing the turn ------------------------------------------------------------------------------------------

    void add(ClientThread client) {
        clients.add(client);
        running++;
        time().after(0, client::step);
    }

    void giveBack() {
        back.release();
    }

    void ended(ClientThread client) {
        running--;
        failed += client.failure() == null ? 0 : 1;
    }

    /** Waits, really, until the client hands the turn back. */
    void takeBack(ClientThread from) {
        boolean interrupted = false;
        try {
            int looks = 0;
            while (true) {
                try {
                    if (back.tryAcquire(1, TimeUnit.SECONDS)) {
                        return;
                    }
                    looks = isWaiting(from.thread()) ? looks + 1 : 0;
                    if (looks == STALLED_SECONDS) {
                        throw stalled(from);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isWaiting(@Nullable Thread thread) {
        return thread != null && thread.getState() != Thread.State.RUNNABLE;
    }

    private IllegalStateException stalled(ClientThread client) {
        stalled = client;
        return new IllegalStateException("client " + client + " waits for something that is not simulated ("
                + Whereabouts.of(client.thread())
                + "): await stages with SimulatedClient.await, pause with SimulatedClient.pause, and share no locks"
                + " across calls that wait");
    }

    // ---- waiting ---------------------------------------------------------------------------------------------------

    @Override
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        ClientThread client = caller();
        if (client != null) {
            return client.waitFor(stage);
        }
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!future.isDone()) {
            checkBetweenEvents();
            boolean done = time().runUntil(time().nowNanos() + MOST_NANOS, future::isDone);
            Check.state(done, "a call of the API ends in time");
        }
        try {
            return future.join();
        } catch (CompletionException failure) {
            throw Await.failure(failure);
        }
    }

    @Override
    public void pause(long nanos) {
        ClientThread client = caller();
        if (client != null) {
            client.pause(nanos);
        } else if (nanos > 0) {
            checkBetweenEvents();
            time().runFor(nanos);
        }
    }

    // ---- their ends ------------------------------------------------------------------------------------------------

    /** All of them, in the order in which they were started. */
    List<ClientThread> clients() {
        return clients;
    }

    boolean allEnded() {
        return running == 0;
    }

    boolean anyFailed() {
        return failed > 0;
    }

    /** Ends all clients; one that waits for something outside is interrupted and left to itself. */
    void close() {
        for (ClientThread client : List.copyOf(clients)) {
            if (client == stalled) {
                Thread thread = client.thread();
                if (thread != null) {
                    thread.interrupt();
                }
            } else {
                client.close();
            }
        }
    }
}
