package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.concurrent.atomic.LongAdder;

/** An operation that is counted once it has happened. */
record Counted(Workload.Operation operation, LongAdder count) implements Workload.Operation {
    @Override
    public void run(Client client) throws Exception {
        operation.run(client);
    }

    @Override
    public void done() {
        count.increment();
    }
}
