package dev.sextant.bench.demo;

import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;

/** The threads of some clients. The first one to fail ends them all through {@link Progress#failed()}. */
final class Clients {
    private final List<Thread> threads = new ArrayList<>();
    private final Progress progress;

    Clients(Progress progress) {
        this.progress = progress;
    }

    /** Starts one more. */
    void start(String name, Runnable work) {
        Thread thread = new Thread(() -> runOrFail(work), name);
        threads.add(thread);
        thread.start();
    }

    /** Starts clients that move money, evenly spread over the writers. */
    void startTransfers(TransferClient.Shared shared, int run, int count) {
        int writers = shared.cluster().config().writers();
        for (int i = 0; i < count; i++) {
            start("client-" + i, new TransferClient(shared, run, i, new WriterId(i % writers)));
        }
    }

    private void runOrFail(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            progress.fail(e);
        }
    }

    /** Waits until all have ended; throws what the first one failed with. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        progress.throwIfFailed();
    }
}
