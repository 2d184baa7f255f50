package dev.sextant.api.fault;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import java.time.Duration;

/**
 * Makes parts of a running cluster fail, to see that nothing is lost. Whatever these do, short of losing the disks of more
 * segments than the protocol bears, every acknowledged commit stays and no page forks; at worst there is a wait.
 *
 * <p>Commits need four segments in reach of their writer, {@code GLOBAL} reads three, other reads one that is up to date.
 *
 * <p>Each call returns when its effect is in place; what is already so is left so. None of them waits for the cluster to
 * recover: {@link dev.sextant.api.Cluster#status()} tells.
 *
 * <p><b>Thread safety:</b> every method may be called by any thread at any time.
 */
public interface Faults {
    /**
     * Stops a writer at once, as if its process were killed: nothing is flushed, nobody is told. Its open transactions are
     * lost, as if rolled back; a commit that was under way is asked after at another writer: it is Committed if its redo is
     * found there, and otherwise stays Indeterminate. Others go on; only the pages it had in flight wait, until their fate is
     * settled.
     */
    void killWriter(WriterId writer);

    /** Starts a writer that was killed: it claims its slot under a new incarnation. Nothing is replayed. */
    void restartWriter(WriterId writer);

    /** Stops a read replica at once, as if its process were killed: transactions open on it are lost. Nobody waits for it. */
    void killReplica(ReplicaId replica);

    /** Starts a read replica that was killed: it begins with what segments hold and catches up from there. */
    void restartReplica(ReplicaId replica);

    /**
     * Stops a segment at once, as if its machine had lost power: what was not synced is gone. Commits go on while four
     * segments are in reach.
     */
    void killSegment(SegmentId segment);

    /** Starts a segment that was killed: it comes back as itself, with every vote it gave, and catches up from the others. */
    void restartSegment(SegmentId segment);

    /**
     * Destroys a segment's storage. The segment comes back empty, under a new generation, and is not whole: until it has
     * copied the volume from the others it neither votes nor serves, so it counts as out of reach. If that many segments lost
     * their disks at once that fewer than three whole ones are left, data is lost: this is the one fault that can.
     */
    void loseDisk(SegmentId segment);

    /**
     * Kills both segments and all writers and read replicas of a zone. The other zones' four segments go on; writer slot {@code w} lives in
     * zone {@code w % 3}, and so does replica {@code w}.
     */
    void takeDown(AvailabilityZone zone);

    /** Restarts the segments, the writers and the read replicas of a zone. */
    void bringUp(AvailabilityZone zone);

    /**
     * Lets nothing through between two parts, in both directions, as if a cable were pulled: messages are lost, not queued. A
     * writer needs four segments in reach to commit; links between writers, and between segments, only make news travel fast.
     */
    void cutLink(FaultTarget a, FaultTarget b);

    /** Adds this to the time a message takes between two parts, in each direction; zero takes it away. Order is kept. */
    void delayLink(FaultTarget a, FaultTarget b, Duration delay);

    /**
     * Loses each message between two parts with this probability, in each direction; zero takes it away.
     *
     * @param probability 0 to 1
     */
    void dropOnLink(FaultTarget a, FaultTarget b, double probability);

    /** Takes away every fault of the link between two parts. */
    void healLink(FaultTarget a, FaultTarget b);

    /** Takes away the faults of all links. Who was killed stays down. */
    void healAllLinks();
}
