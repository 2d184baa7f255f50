package dev.sextant.replication.client;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * What a cluster of any engine builds its endpoints with; see {@link dev.sextant.api.Cluster#database()}. One for each open
 * cluster: the handles of its tables are good for all its endpoints.
 *
 * <p>Thread safety: any thread.
 */
public final class ClientEngine {
    private final ClientContext context;
    private final Database ofCluster;
    private final Database pinned;
    private final Database readers;

    /** The API's objects over an engine. */
    public ClientEngine(EnginePorts ports) {
        context = new ClientContext(ports, new Catalog(), ports.config().limits());
        ofCluster = new ClientDatabase(context, Endpoint.ofCluster(ports), false);
        pinned = new ClientDatabase(context, Endpoint.ofPinned(ports), false);
        readers = new ClientDatabase(context, Endpoint.ofReaders(ports), true);
    }

    /** The endpoint that takes any writer that is open. */
    public Database database() {
        context.checkOpen();
        return ofCluster;
    }

    /** The endpoint whose sessions all use the same writer. */
    public Database pinned() {
        context.checkOpen();
        return pinned;
    }

    /** The endpoint that only reads, each time on another writer. */
    public Database readers() {
        context.checkOpen();
        return readers;
    }

    /** The endpoint of one writer. */
    public Database database(WriterId writer) {
        context.checkOpen();
        int writers = context.ports().config().writers();
        if (writer.slot() >= writers) {
            throw new ConfigurationException("writers", "is " + writers + ", so there is no " + writer);
        }
        return new ClientDatabase(context, Endpoint.ofWriter(context.ports(), writer), false);
    }

    /** See {@link dev.sextant.api.Cluster#backtrack(Instant)}. */
    public BacktrackReport backtrack(Instant moment) {
        Objects.requireNonNull(moment, "moment");
        return context.ports().waits().await(BacktrackCall.to(context, moment));
    }

    /** See {@link dev.sextant.api.Cluster#backtrack(ReadPoint)}. */
    public BacktrackReport backtrack(ReadPoint point) {
        return context.ports().waits().await(backtrackAsync(point));
    }

    /** As {@link #backtrack(ReadPoint)}, for who must not wait. */
    public CompletionStage<BacktrackReport> backtrackAsync(ReadPoint point) {
        return BacktrackCall.to(context, Objects.requireNonNull(point, "point"));
    }
}
