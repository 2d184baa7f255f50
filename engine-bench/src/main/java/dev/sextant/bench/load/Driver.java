package dev.sextant.bench.load;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.Counting;
import dev.sextant.bench.load.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Drives the clients of one contender, each on a thread of its own, through one stretch of a run. For one thread. */
public final class Driver {
    /** From now until all threads are there. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Contender contender;
    private final Workload workload;
    private final SystemTicker ticker = new SystemTicker();
    private long seed = 1;

    /** The workload belongs to this contender and has been loaded. */
    public Driver(Contender contender, Workload workload) {
        this.contender = contender;
        this.workload = workload;
    }

    /**
     * Runs a stretch.
     *
     * @throws Exception what an operation failed with, other than by being refused; the clients have ended
     */
    public Round run(LoadPlan plan) throws Exception {
        List<Client> clients = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int number = 0; number < plan.clients(); number++) {
                clients.add(contender.connect(number));
            }
            return run(plan, clients, threads);
        } finally {
            threads.shutdownNow();
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private Round run(LoadPlan plan, List<Client> clients, ExecutorService threads) throws Exception {
        Map<String, Long> before = counters();
        Window window = plan.window(ticker.nanos() + LEAD_NANOS);
        boolean open = plan.perSecond().isPresent();
        List<Future<Ledger>> ends = new ArrayList<>();
        for (int number = 0; number < clients.size(); number++) {
            Client client = clients.get(number);
            Workload.Actor actor = workload.actor(number, clients.size(), seed++);
            Ledger ledger = new Ledger(window, open);
            ClientLoop loop = new ClientLoop(plan.schedule(number, window), ledger, ticker, seed++);
            ends.add(threads.submit(() -> {
                loop.run(actor, client);
                return ledger;
            }));
        }
        ticker.awaitUntil(window.fromNanos());
        Optional<MachineUse> from = MachineUse.read();
        ticker.awaitUntil(window.toNanos());
        Optional<MachineUse> to = MachineUse.read();
        Ledger all = new Ledger(window, open);
        for (Future<Ledger> end : ends) {
            all.add(ended(end));
        }
        return Round.of(all, to.flatMap(late -> from.map(late::since)), difference(before, counters()));
    }

    private static Ledger ended(Future<Ledger> end) throws Exception {
        try {
            return end.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private Map<String, Long> counters() {
        return contender instanceof Counting counting ? counting.counters() : Map.of();
    }

    /** What each counter has grown by. */
    private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> grown = new LinkedHashMap<>();
        after.forEach((name, count) -> grown.put(name, count - before.getOrDefault(name, 0L)));
        return grown;
    }
}
