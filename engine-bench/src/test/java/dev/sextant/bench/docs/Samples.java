package dev.sextant.bench.docs;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.Database;
import dev.sextant.api.Node;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.replication.offline.BackupRestorer;
import dev.sextant.replication.offline.OfflineProgress;
import dev.sextant.replication.offline.RestoreRequest;
import dev.sextant.replication.offline.RestoreResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The Java samples of the documentation, between tags that name them. The pages show exactly these lines. */
final class Samples {
    private Samples() {}

    /** The first thing a new user copies. */
    static void embed(Path directory) {
        // tag::embed[]
        ClusterConfig config = ClusterConfig.in(directory).writers(3).build();
        try (Cluster cluster = Cluster.open(config)) {
            Database bank = cluster.database();
            Table<String, Long> accounts = bank.table("accounts", Codecs.utf8(), Codecs.int64());
            bank.run(tx -> tx.put(accounts, "alice", 100L));
            bank.run(tx -> {
                long balance = tx.get(accounts, "alice").orElse(0L);
                tx.put(accounts, "alice", balance - 30);
                tx.add(accounts, "bob", 30L);
            });
        }
        // end::embed[]
    }

    /** The three ends of a commit. */
    static String outcome(Session session, Transaction tx) {
        // tag::outcome[]
        CommitResult result = tx.commit();
        if (result instanceof CommitResult.Committed) {
            return "done";
        } else if (result instanceof CommitResult.Conflicted lost) {
            return "nothing happened, try again: " + lost.kind();
        } else if (result instanceof CommitResult.Indeterminate doubt) {
            return "ask later: " + session.outcome(doubt.token());
        }
        // end::outcome[]
        throw new AssertionError("unhandled " + result);
    }

    /** One process of several. */
    static void node(Path file) {
        // tag::node[]
        NodeConfig config = NodeConfig.load(file, System.getenv());
        try (Node node = Node.start(config)) {
            node.awaitOpen(Duration.ofMinutes(1));
            Database bank = node.database();
            Table<String, Long> accounts = bank.table("accounts", Codecs.utf8(), Codecs.int64());
            bank.run(tx -> tx.add(accounts, "alice", 1L));
        }
        // end::node[]
    }

    /** Goes on at a read replica. */
    static Optional<Long> replica(Node writer, Node replica, Table<String, Long> accounts) {
        // tag::replica[]
        Session session = writer.database().session();
        session.run(tx -> tx.put(accounts, "bob", 7L));
        SessionOptions goingOn = SessionOptions.DEFAULT.withStartingAt(session.readPoint());
        Session reading = replica.database().session(goingOn);
        Optional<Long> bob = reading.transact(tx -> tx.get(accounts, "bob"));
        // end::replica[]
        return bob;
    }

    /** Reads how it was. */
    static long past(Database bank, Table<String, Long> accounts, Instant instant) {
        // tag::past[]
        Transaction past = bank.asOf(instant);
        try {
            return past.get(accounts, "alice").orElse(0L);
        } finally {
            past.rollback();
        }
        // end::past[]
    }

    /** Goes back, and forth. */
    static void backtrack(Cluster cluster, Instant instant) {
        // tag::backtrack[]
        BacktrackReport back = cluster.backtrack(instant);
        System.out.println(back.pages() + " pages taken back in " + back.took().toMillis() + " ms");
        cluster.backtrack(back.before()); // and forth again
        // end::backtrack[]
    }

    /** Restores how it was. */
    static void restore(Path backups, Path target, Instant instant) {
        // tag::restore[]
        RestoreResult restored =
                BackupRestorer.restore(backups, target, RestoreRequest.NEWEST.asOf(instant), OfflineProgress.NONE);
        System.out.println("as of " + restored.moment() + ", from backup " + restored.backup());
        // end::restore[]
    }
}
