package dev.sextant.bench.load;

import dev.sextant.api.config.RetryPolicy;
import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Refused;
import dev.sextant.bench.load.workload.Workload;
import java.util.SplittableRandom;

/** What one client does from the start to the end of a run. For one thread. */
final class ClientLoop {
    private static final RetryPolicy RETRIES = RetryPolicy.DEFAULT;

    private final Schedule schedule;
    private final Ledger ledger;
    private final Ticker ticker;
    private final SplittableRandom random;

    ClientLoop(Schedule schedule, Ledger ledger, Ticker ticker, long seed) {
        this.schedule = schedule;
        this.ledger = ledger;
        this.ticker = ticker;
        random = new SplittableRandom(seed);
    }

    /** Returns when no operation is left to begin. */
    void run(Workload.Actor actor, Client to) throws Exception {
        CountingClient client = new CountingClient(to);
        Window window = ledger.window();
        ticker.awaitUntil(window.startNanos());
        for (long number = 0; ; number++) {
            long intended = schedule.intendedNanos(number, ticker.nanos());
            if (intended >= window.toNanos()) {
                return;
            }
            if (ticker.nanos() >= window.toNanos() + window.patienceNanos()) {
                tellUnserved(number);
                return;
            }
            ticker.awaitUntil(intended);
            operate(actor.draw(), client, intended);
        }
    }

    private void tellUnserved(long first) {
        long number = first;
        long intended = schedule.intendedNanos(number, ticker.nanos());
        while (intended < ledger.window().toNanos()) {
            ledger.unserved(intended);
            number++;
            intended = schedule.intendedNanos(number, ticker.nanos());
        }
    }

    private void operate(Workload.Operation operation, CountingClient client, long intended) throws Exception {
        long start = ticker.nanos();
        long runs = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                operation.run(client);
                operation.done();
                ledger.done(intended, start, ticker.nanos(), runs + client.takeRuns());
                return;
            } catch (Refused refused) {
                runs += client.takeRuns();
                if (runs >= RETRIES.maxAttempts()) {
                    ledger.refused(intended, ticker.nanos(), runs);
                    return;
                }
                ticker.awaitUntil(ticker.nanos() + RETRIES.pauseNanos(attempt, random.nextDouble()));
            }
        }
    }
}
