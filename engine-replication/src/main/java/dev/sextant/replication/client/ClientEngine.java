package dev.sextant.replication.client;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.Database;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.storage.page.PageFormat;

/**
 * What a cluster of any engine builds its endpoints with; see {@link dev.sextant.api.Cluster#database()}. One for each open
 * cluster: the handles of its tables are good for all its endpoints.
 *
 * <p>Thread safety: any thread.
 */
public final class ClientEngine {
    private final ClientContext context;
    private final Database ofCluster;

    /**
     * The API's objects over an engine.
     *
     * @throws ConfigurationException if the configuration allows what no page can hold
     */
    public ClientEngine(EnginePorts ports) {
        ClusterConfig config = ports.config();
        int largest = PageFormat.MAX_VALUE_BYTES;
        if (config.limits().valueBytes() > largest) {
            throw new ConfigurationException(
                    "limits.valueBytes",
                    "must be at most " + largest + ", not " + config.limits().valueBytes());
        }
        context = new ClientContext(ports, new Catalog(), config.limits());
        ofCluster = new ClientDatabase(context, Endpoint.ofCluster(ports));
    }

    /** The endpoint that takes any writer that is open. */
    public Database database() {
        context.checkOpen();
        return ofCluster;
    }

    /** The endpoint of one writer. */
    public Database database(WriterId writer) {
        context.checkOpen();
        int writers = context.ports().config().writers();
        if (writer.slot() >= writers) {
            throw new ConfigurationException("writers", "is " + writers + ", so there is no " + writer);
        }
        return new ClientDatabase(context, Endpoint.ofWriter(context.ports(), writer));
    }
}
