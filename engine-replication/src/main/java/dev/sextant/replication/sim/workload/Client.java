package dev.sextant.replication.sim.workload;

import dev.sextant.api.Database;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * A client: it keeps to one endpoint and to one session, but opens a new one now and then and has it start where the old one
 * was. Where there are replicas it also reads through the endpoint of readers, and then goes on from what it saw there. So what a session is promised to see, the client is, for as long as it lives.
 */
final class Client {
    private static final int TRANSACTIONS_A_SESSION = 20;
    private static final int CLIENTS_OF_ONE_WRITER_PERCENT = 75;

    private final int number;
    private final Database endpoint;
    private final WorkloadContext context;
    private final RandomGenerator random;
    private final TransactionRunner runner;
    private Session session;

    private Client(int number, Database endpoint, WorkloadContext context) {
        this.number = number;
        this.endpoint = endpoint;
        this.context = context;
        random = context.random();
        runner = new TransactionRunner(context.time());
        session = endpoint.session();
    }

    /** All clients of a workload, each on an endpoint that is drawn. */
    static List<Client> all(WorkloadContext context) {
        List<Client> clients = new ArrayList<>();
        for (int number = 0; number < context.clients(); number++) {
            clients.add(new Client(number, drawEndpoint(context), context));
        }
        return clients;
    }

    private static Database drawEndpoint(WorkloadContext context) {
        boolean ofOneWriter = context.random().nextInt(100) < CLIENTS_OF_ONE_WRITER_PERCENT;
        return ofOneWriter
                ? context.database(new WriterId(context.random().nextInt(context.writers())))
                : context.database();
    }

    /** From 0; it is the client's only name. */
    int number() {
        return number;
    }

    /** Runs a transaction in the client's session, or in the next one. */
    CompletionStage<Attempt> run(TransactionOptions options, TransactionRunner.Work work) {
        if (random.nextInt(TRANSACTIONS_A_SESSION) == 0) {
            goOnFrom(session);
        }
        return options.readOnly() && context.readsElsewhere()
                ? readElsewhere(options, work)
                : runner.run(session, options, work);
    }

    private CompletionStage<Attempt> readElsewhere(TransactionOptions options, TransactionRunner.Work work) {
        Session reader = context.readers().session(startingAt(session));
        return runner.run(reader, options, work).thenApply(attempt -> {
            goOnFrom(reader);
            reader.close();
            return attempt;
        });
    }

    private void goOnFrom(Session last) {
        Session next = endpoint.session(startingAt(last));
        session.close();
        session = next;
    }

    private static SessionOptions startingAt(Session last) {
        return SessionOptions.DEFAULT.withStartingAt(last.readPoint());
    }
}
