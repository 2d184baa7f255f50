package dev.sextant.api;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.Faults;
import dev.sextant.api.spi.EngineLoader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One volume with its writers and segments: six storage segments in three availability zones, and up to four writers, any
 * of which takes any read or write. There is no leader among them, so nothing fails over: what dies is simply no longer
 * there. The shape is that of Amazon Aurora Multi-Master: writers that share one volume and let its storage quorum vote on
 * page changes.
 *
 * <p><b>Thread safety:</b> every method may be called by any thread at any time.
 *
 * <p><b>Waiting:</b> every blocking call of this API is bounded by a named timeout of
 * {@link dev.sextant.api.config.Timeouts}. Interrupting a thread does not cut its wait, since the answer to a commit must
 * not be lost; the thread is found interrupted when the call returns. A blocking call must not be made from a
 * {@link java.util.concurrent.CompletionStage}'s dependent that runs on a thread of the engine: pass an executor of your
 * own to {@code thenApplyAsync} and its kin.
 */
public interface Cluster extends AutoCloseable {
    /**
     * Opens the volume, creating it if its directory is empty or absent, with the engine found on the class path. Returns
     * when every configured writer takes transactions. Nothing is replayed: that takes a few round trips, however much was
     * in flight when the volume was last used. Where proposals are in doubt that nobody can decide it takes longer, half of
     * {@link dev.sextant.api.config.Timeouts#open()}; then only the pages of those wait, see {@link #planRepair()}.
     *
     * @throws EngineMissingException if no engine is on the class path
     * @throws DirectoryInUseException if another process, or another cluster of this one, has the directory open
     * @throws DirectoryVersionException if the directory was written by a version this one cannot read
     * @throws ForeignDirectoryException if the directory holds something else
     * @throws ConfigurationException if the configuration contradicts the volume, as with another page size
     * @throws StorageFailedException if the storage below the directory fails
     * @throws QuorumLostException if too few segments are healthy for any commit
     */
    static Cluster open(ClusterConfig config) {
        return EngineLoader.find(Thread.currentThread().getContextClassLoader()).open(config);
    }

    /** What this cluster was opened with. */
    ClusterConfig config();

    /**
     * The cluster endpoint: each session takes the least loaded live writer, keeps to it, and goes on with another one if
     * it dies. Where no writer is left, transactions that only read go to a read replica. A session that has committed something in the last
     * instant of the last writer waits there in vain, and gets {@link QuorumLostException}: that it has committed, only a writer can find
     * out.
     *
     * @throws ClusterClosedException if the cluster is closed
     */
    Database database();

    /**
     * The endpoint of one writer: all sessions use that writer and none other. While it is down or fenced they get
     * {@link WriterUnavailableException}.
     *
     * @throws ConfigurationException if the cluster was opened with fewer writers
     * @throws ClusterClosedException if the cluster is closed
     */
    Database database(WriterId writer);

    /**
     * The pinned endpoint: all its sessions use the same writer, and the others stand by with their caches as fresh; when it dies, all go on
     * with the same other one, and stay there. For work that would otherwise conflict with itself, or that must see one order of
     * commits without asking for {@link ReadConsistency#GLOBAL}. Amazon RDS Proxy calls the like of it pinning.
     *
     * @throws ClusterClosedException if the cluster is closed
     */
    Database pinned();

    /**
     * The reader endpoint: every transaction is read-only, and runs on the least loaded read replica or writer that is open, but on a writer
     * if it is serializable; a session sees what it has seen before wherever it goes. To write through it fails with {@link ReadOnlyTransactionException}.
     *
     * @throws ClusterClosedException if the cluster is closed
     */
    Database readers();

    /** What can be made to fail on purpose, to see that nothing is lost. */
    Faults faults();

    /** What the cluster is doing now. Cheap: counters are read without stopping anybody, so they may differ by what is going on. */
    ClusterStatus status();

    /** Whether the cluster does its work, told from its {@link #status()}; a closed one does not. */
    default ClusterHealth health() {
        return ClusterHealth.of(status());
    }

    /** Where the console is served, for a browser; empty if {@link ClusterConfig#console()} asks for none, or the cluster is closed. */
    default Optional<URI> console() {
        return Optional.empty();
    }

    /**
     * Compares the version chain of every page on all whole segments, and checks the structure of every tree: order of
     * keys, separators, reachability, overflow pages. Works on a consistent read point beside running transactions, and
     * reads the whole volume.
     *
     * @throws QuorumLostException if no segment can serve the read point
     * @throws ClusterClosedException if the cluster is closed
     */
    VerifyReport verify();

    /**
     * Backs the volume up to a directory, beside running transactions. The backup holds every commit that was acknowledged
     * before the call. It is complete when this returns; one that was cut short is no backup, and the next one goes on with
     * what it had copied. What the directory has already is not copied again, so every backup but the first is incremental, and
     * yet each stands for itself: it is deleted by deleting its list of files, {@code backup-...}. A backup is restored into a
     * new volume by {@code BackupRestorer} of {@code engine-replication}, or by {@code ./dev sextant restore}.
     *
     * @param directory for backups of this volume alone; absent, empty, or with backups of it
     * @throws ConfigurationException if the volume is in memory
     * @throws ForeignDirectoryException if the directory holds something else
     * @throws DirectoryInUseException if another backup is being made there
     * @throws StorageFailedException if the files cannot be read or written
     * @throws QuorumLostException if no segment that counts comes to hold all that was acknowledged
     * @throws ClusterClosedException if the cluster is closed
     */
    BackupReport backup(Path directory);

    /**
     * Finds out what the segments can never decide by themselves, and what a repair would make of it. Changes nothing, and runs beside
     * transactions. Make one when {@link ClusterStatus.WriterStatus#inDoubt()} shows proposals that do not go away. If the segments
     * that are away come back with their disks, what is in doubt goes away without a repair, and nothing is lost: see to that first.
     *
     * @throws ClusterClosedException if the cluster is closed
     */
    RepairPlan planRepair();

    /**
     * Repairs the volume as a plan says that somebody has read and agrees with. The volume takes no commits meanwhile, for about a
     * second: every writer ends, as if it had died, and is started again. Does nothing if the plan is empty.
     *
     * @throws RepairRefusedException if not all six segments count, if what is in doubt has changed since the plan was made, or
     *     if it was cut short; then plan it anew, and confirm that
     * @throws ClusterClosedException if the cluster is closed
     */
    RepairReport repair(RepairPlan plan);

    /**
     * Takes the whole volume back to what it was at a moment of the last {@link ClusterConfig#historyRetention()}: the last one
     * journaled, as one is every second, that is not after the time given. Nothing is copied, so it takes seconds, however large the
     * volume is. It is one commit: who reads sees all of it or nothing.
     *
     * <p>Everything that was acknowledged before the call and after the moment is undone. What is committed while it goes on is
     * either undone, too, or rests on the state gone back to; transactions that began before it and did not commit get
     * {@link VolumeRewoundException}, and {@link Session#transact} runs them again. Snapshots that are open go on, and what was undone can
     * still be read with {@link TransactionOptions#asOf} as long as history is kept; to go back to {@link BacktrackReport#before}
     * undoes the backtrack.
     *
     * <p>Where segments keep the log alone, all three full ones must be in reach, with history that reaches back: a disk that was lost and
     * filled after the moment has none.
     *
     * @throws SnapshotTooOldException if no such moment is kept any more, or history no longer reaches back to it
     * @throws BacktrackTooLargeException if more pages have changed since than {@code limits.backtrackPages}
     * @throws BacktrackIndeterminateException if too few segments, or the writer that took it, answered in time; it may yet happen
     * @throws QuorumLostException if too few segments answer; nothing has happened
     * @throws OverloadedException if another backtrack is going on; nothing has happened
     * @throws WriterUnavailableException if no writer is open; nothing has happened
     * @throws ClusterClosedException if the cluster is closed
     */
    BacktrackReport backtrack(Instant moment);

    /**
     * As {@link #backtrack(Instant)}, to a state that was read, or reported, before.
     *
     * @param point of this volume
     */
    BacktrackReport backtrack(ReadPoint point);

    /** Whether {@link #close} was called. A closed cluster still tells its {@link #status()}: that everything is down. */
    boolean isClosed();

    /**
     * Stops taking work, lets commits in flight end (for at most {@link dev.sextant.api.config.Timeouts#close()}), and
     * releases every thread and file. What was acknowledged stays; transactions that are open end without effect. Closing
     * twice does nothing.
     */
    @Override
    void close();
}
