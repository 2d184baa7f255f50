package dev.sextant.api;

import dev.sextant.api.config.NodeConfig;
import dev.sextant.api.spi.EngineLoader;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One process of a cluster of several: it hosts some of the six segments of the volume, or a writer or a read replica, or both, and talks
 * to the others over TCP. No process is special; those that together hold four segments go on when others die.
 *
 * <p>An application embeds one in each of its instances and uses its {@link #database()}: every instance can write.
 *
 * <p><b>Thread safety:</b> every method may be called by any thread at any time.
 *
 * <p><b>Waiting:</b> as with {@link Cluster}.
 */
public interface Node extends AutoCloseable {
    /**
     * Starts this process's part of a cluster, with the engine found on the class path, and returns as soon as it listens: the others
     * may come up in any order. {@link #awaitOpen} waits until its writer takes transactions.
     *
     * <p>A new volume is made when all processes are up for the first time and all their directories are empty. A process whose
     * directory is empty later is taken for one that has lost its disks, and they are filled from the others.
     *
     * @throws EngineMissingException if no engine is on the class path
     * @throws DirectoryInUseException if another process has the directory open
     * @throws DirectoryVersionException if the directory was written by a version this one cannot read
     * @throws ForeignDirectoryException if the directory holds something else
     * @throws ConfigurationException if the configuration contradicts the volume in the directory, its certificate does not say what
     *     it says, or it cannot listen where it should
     * @throws StorageFailedException if the storage below the directory fails
     */
    static Node start(NodeConfig config) {
        return EngineLoader.find(Thread.currentThread().getContextClassLoader()).start(config);
    }

    /** What it was started with; where it listens on any free port, see {@link #status()} for which. */
    NodeConfig config();

    /**
     * The cluster endpoint of this process: its own writer, if that is open. Else, where it hosts a read replica, transactions read there
     * and commits are handed over to a writer of another process, the one of its own zone first; when that dies or is out of reach the next
     * one takes over, and what was being committed is asked after. Sessions see what they have committed, wherever that was, and come back
     * when the writer here is open.
     *
     * <p>What is handed over differs in one thing: {@code add} and {@code merge} are done on what the transaction sees, so they conflict with
     * others that change the row, and {@code transact} runs them again.
     *
     * <p>While no writer is in reach, sessions that want to write get {@link WriterUnavailableException}.
     *
     * @throws ConfigurationException if it hosts neither a writer nor a read replica
     * @throws ClusterClosedException if the node is closed
     */
    Database database();

    /**
     * The endpoint of one writer: of its own, or of one in another process, to which commits are handed over by transactions that read
     * here, on the writer of this process if that is open, or else on its read replica. While that writer is not in reach, sessions get {@link WriterUnavailableException}.
     *
     * @throws ConfigurationException if the cluster has no such writer, or as {@link #database()}
     * @throws ClusterClosedException if the node is closed
     */
    Database database(WriterId writer);

    /**
     * An endpoint whose sessions all use the same writer as long as that is open and in reach, and then another one; see
     * {@link Cluster#pinned()}.
     *
     * @throws ConfigurationException as {@link #database()}
     * @throws ClusterClosedException if the node is closed
     */
    Database pinned();

    /**
     * An endpoint that only reads, on what this process hosts; see {@link Cluster#readers()}.
     *
     * @throws ConfigurationException as {@link #database()}
     * @throws ClusterClosedException if the node is closed
     */
    Database readers();

    /**
     * Waits until its writer, or its read replica, takes transactions, or, where it hosts neither, until its segments are in service.
     *
     * @throws QuorumLostException if that has not come true in time; it may yet, so wait again
     * @throws ClusterClosedException if the node is closed
     */
    void awaitOpen(Duration timeout);

    /** What it knows of itself and its peers now. */
    NodeStatus status();

    /**
     * Whether the whole cluster does its work, as far as this process can tell: from what it knows of itself, and from what its peers
     * have told in the last seconds. What nobody in reach tells of is {@code UNKNOWN} and does not count.
     */
    default ClusterHealth health() {
        return ClusterHealth.of(status().cluster());
    }

    /** Where the console is served, for a browser; empty if the configuration asks for none, or the node is closed. */
    Optional<URI> console();

    /**
     * Reads the files of {@link NodeConfig#tls()} again. New connections use what they say; those that are open go on.
     *
     * @throws ConfigurationException if they cannot be used, or the node talks in plain text; then nothing has changed
     */
    void rotateCertificates();

    /**
     * Takes no new work, waits for commits in flight up to {@link dev.sextant.api.config.Timeouts#close()}, and stops. What was
     * acknowledged stays. To close again does nothing.
     */
    @Override
    void close();
}
