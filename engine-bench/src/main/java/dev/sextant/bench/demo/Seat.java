package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's place: a session on its home writer while that lives, on the cluster endpoint (any other writer) while it does
 * not. Whoever moves takes its read point along, so it goes on to see all it ever committed. For one thread.
 */
final class Seat implements AutoCloseable {
    /** Short, so that a client whose writer has died looks for another one at once. */
    private static final RetryPolicy RETRIES = new RetryPolicy(12, Duration.ofMillis(1), Duration.ofMillis(8));

    private static final long LOOK_HOME_NANOS = 100_000_000;

    private final Cluster cluster;
    private final Database anyWriter;
    private final WriterId home;
    private @Nullable Session session;
    private ReadPoint seen = ReadPoint.ZERO;
    private boolean atHome;
    private long lookedHomeNanos;

    Seat(Cluster cluster, WriterId home) {
        this.cluster = cluster;
        this.home = home;
        anyWriter = cluster.database();
        sit(true);
    }

    private Session sit(boolean there) {
        close();
        atHome = there;
        lookedHomeNanos = System.nanoTime();
        Database database = there ? cluster.database(home) : anyWriter;
        session =
                database.session(SessionOptions.DEFAULT.withRetryPolicy(RETRIES).withStartingAt(seen));
        return session;
    }

    /** The session to use for the next transaction. */
    Session session() {
        boolean look = !atHome && System.nanoTime() - lookedHomeNanos > LOOK_HOME_NANOS;
        if (session != null && !look) {
            return session;
        }
        lookedHomeNanos = System.nanoTime();
        return session == null || homeIsOpen() ? sit(homeIsOpen()) : session;
    }

    private boolean homeIsOpen() {
        return cluster.status().writers().get(home.slot()).state() == WriterState.OPEN;
    }

    /** The writer of this seat takes no work. */
    void writerIsGone() {
        sit(false);
    }

    /** The writer that commits go through, if it is known. */
    Optional<WriterId> writer() {
        return atHome ? Optional.of(home) : Optional.empty();
    }

    @Override
    public void close() {
        if (session != null) {
            seen = session.readPoint();
            session.close();
            session = null;
        }
    }
}
