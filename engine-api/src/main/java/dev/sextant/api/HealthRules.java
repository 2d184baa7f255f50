package dev.sextant.api;

import dev.sextant.api.ClusterHealth.Problem;
import dev.sextant.api.ClusterHealth.Reason;
import dev.sextant.api.ClusterHealth.Verdict;
import dev.sextant.api.ClusterStatus.CatchUp;
import dev.sextant.api.ClusterStatus.Outage;
import dev.sextant.api.ClusterStatus.RedoLag;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Tells from a status how a cluster is. */
final class HealthRules {
    private final ClusterStatus status;
    private final List<Reason> reasons = new ArrayList<>();

    private HealthRules(ClusterStatus status) {
        this.status = status;
    }

    static ClusterHealth apply(ClusterStatus status) {
        HealthRules rules = new HealthRules(status);
        boolean replica = status.replicas().stream().anyMatch(each -> each.state() == ReplicaState.OPEN);
        boolean open = rules.writersTogether(replica);
        int up = status.segmentsUp();
        rules.segmentsTogether(up);
        boolean pages = rules.pages();
        rules.zones();
        status.segments().forEach(rules::segment);
        status.writers().forEach(rules::writer);
        status.replicas().forEach(rules::replica);
        // In the order of their declaration, so the worst come first.
        rules.reasons.sort(Comparator.comparing(Reason::problem));
        return new ClusterHealth(
                rules.verdict(),
                open && up >= ClusterHealth.SEGMENTS_TO_COMMIT,
                (open || replica) && up >= ClusterHealth.SEGMENTS_TO_READ && pages,
                rules.reasons,
                status);
    }

    private Verdict verdict() {
        return reasons.stream()
                .map(reason -> reason.problem().verdict())
                .max(Comparator.naturalOrder())
                .orElse(Verdict.HEALTHY);
    }

    private void add(Problem problem, String message) {
        reasons.add(new Reason(problem, message));
    }

    // ---- all together ----------------------------------------------------------------------------------------------

    private boolean writersTogether(boolean replica) {
        boolean open = status.writers().stream().anyMatch(writer -> writer.state() == WriterState.OPEN);
        if (!open) {
            add(
                    Problem.NO_WRITER_OPEN,
                    "No writer takes transactions. What was committed is unharmed"
                            + (replica ? ", and read replicas answer reads of it" : "")
                            + ". Start a writer, or wait for one that starts.");
        }
        return open;
    }

    private void segmentsTogether(int up) {
        if (up < ClusterHealth.SEGMENTS_TO_READ) {
            add(
                    Problem.READ_QUORUM_LOST,
                    "Only " + up + " segments are up, and reads of everybody's commits need "
                            + ClusterHealth.SEGMENTS_TO_READ
                            + ". What was committed is unharmed. Bring segments back, with their disks.");
        }
        if (up < ClusterHealth.SEGMENTS_TO_COMMIT) {
            add(
                    Problem.WRITE_QUORUM_LOST,
                    "Only " + up + " segments are up, and commits need " + ClusterHealth.SEGMENTS_TO_COMMIT
                            + ". What was committed is unharmed. Bring segments back, with their disks.");
        } else if (up == ClusterHealth.SEGMENTS_TO_COMMIT) {
            add(
                    Problem.NO_SEGMENT_TO_SPARE,
                    "Just the " + up + " segments that commits need are up: one less, and commits stop."
                            + " Bring segments back.");
        }
    }

    private boolean pages() {
        boolean pages = status.segments().stream()
                .anyMatch(segment -> segment.state() == SegmentState.UP && segment.role() == SegmentRole.FULL);
        if (!pages) {
            add(
                    Problem.NO_PAGES_IN_REACH,
                    "No segment that keeps pages is up: only what a writer or a read replica has in memory can be read."
                            + " Bring a full segment back, with its disk.");
        }
        return pages;
    }

    private void zones() {
        for (AvailabilityZone zone : AvailabilityZone.values()) {
            List<SegmentStatus> there = status.segments().stream()
                    .filter(segment -> segment.id().zone() == zone)
                    .toList();
            if (!there.isEmpty() && there.stream().noneMatch(segment -> segment.state() == SegmentState.UP)) {
                add(
                        Problem.ZONE_LOST,
                        "No segment of zone " + zone + " is up. Commits go on while four of the others are.");
            }
        }
    }

    // ---- one by one ------------------------------------------------------------------------------------------------

    private void segment(SegmentStatus segment) {
        switch (segment.state()) {
            case DOWN -> add(Problem.SEGMENT_DOWN, segment.id() + " is down. Start it; its disk is as it was.");
            case UNKNOWN ->
                add(
                        Problem.SEGMENT_UNKNOWN,
                        segment.id() + " is out of reach: no process that can be asked tells of it."
                                + " Start its process, or mend the network.");
            case FAILED ->
                add(
                        Problem.SEGMENT_FAILED,
                        segment.id() + " is out of service. "
                                + segment.outage().map(Outage::problem).orElse("Its storage failed."));
            case REBUILDING ->
                add(
                        Problem.SEGMENT_REBUILDING,
                        segment.id() + " fills its new disk from the others, and does not count until that is done"
                                + timeLeft(segment.catchUp()) + ".");
            case UP -> up(segment);
        }
        if (segment.scrub().damaged()) {
            add(
                    Problem.DISK_DAMAGED,
                    segment.id() + " has found damage on its disk. Nothing of it is served, and other segments have it."
                            + " It gets a new disk when all others are whole, unless the configuration forbids that.");
        }
        if (segment.logKeptFor().toNanos() > 0) {
            add(
                    Problem.LOG_KEPT,
                    segment.id() + " has kept its log for "
                            + segment.logKeptFor().toSeconds()
                            + " s, since full segments are away. Its disk fills until they are back.");
        }
    }

    private void up(SegmentStatus segment) {
        CatchUp catchUp = segment.catchUp();
        if (catchUp.pagesToCopy() > 0 || catchUp.timeLeft().isPresent()) {
            add(
                    Problem.SEGMENT_BEHIND,
                    segment.id() + " lacks " + catchUp.missingProposals() + " proposals and " + catchUp.pagesToCopy()
                            + " pages of what it missed, and gets them from the others" + timeLeft(catchUp) + ".");
        }
    }

    private static String timeLeft(CatchUp catchUp) {
        return catchUp.timeLeft()
                .map(left -> "; about " + left.toSeconds() + " s are left")
                .orElse("");
    }

    private void writer(WriterStatus writer) {
        switch (writer.state()) {
            case DOWN -> add(Problem.WRITER_DOWN, writer.id() + " is down. The others go on; start it.");
            case UNKNOWN ->
                add(
                        Problem.WRITER_UNKNOWN,
                        writer.id()
                                + " is out of reach: no process that can be asked tells of it. If it still runs, what it"
                                + " acknowledges is safe. Start its process, or mend the network.");
            case FENCED ->
                add(
                        Problem.WRITER_FENCED,
                        writer.id() + " was fenced, as somebody else took its slot. It claims the slot again;"
                                + " see that only one process is configured for it.");
            case STARTING -> add(Problem.WRITER_STARTING, writer.id() + " does not take transactions yet.");
            case OPEN -> {}
        }
        // What one that does not run said last is no longer so.
        boolean runs = writer.state() == WriterState.OPEN || writer.state() == WriterState.STARTING;
        if (runs && writer.inDoubt().count() > 0) {
            add(
                    Problem.PROPOSALS_IN_DOUBT,
                    writer.id() + " knows of proposals in doubt, "
                            + writer.inDoubt().count() + " in all, as "
                            + writer.inDoubt().oldest()
                            + ". They go away by themselves within a second or so; if they stay, bring back segments that are"
                            + " away, and if all are up see Cluster.planRepair().");
        }
    }

    private void replica(ReplicaStatus replica) {
        switch (replica.state()) {
            case DOWN ->
                add(Problem.REPLICA_DOWN, replica.id() + " is down. Commits and the reads of others go on; start it.");
            case UNKNOWN ->
                add(
                        Problem.REPLICA_UNKNOWN,
                        replica.id()
                                + " is out of reach: no process that can be asked tells of it. Commits and the reads of"
                                + " others go on. Start its process, or mend the network; one that was ended for good is"
                                + " forgotten when this process starts again.");
            case STARTING -> starting(replica);
            case OPEN -> new TreeMap<>(replica.lag()).forEach((writer, lag) -> behind(replica, writer, lag));
        }
        // What one that does not run said last is no longer so.
        boolean runs = replica.state() == ReplicaState.OPEN || replica.state() == ReplicaState.STARTING;
        if (runs && replica.inDoubt().count() > 0) {
            add(
                    Problem.PROPOSALS_IN_DOUBT,
                    replica.id() + " has missed for too long what became of proposals, "
                            + replica.inDoubt().count() + " in all, as "
                            + replica.inDoubt().oldest()
                            + ". It asks for that by itself, and shows nothing of them until it knows; if they stay, see that"
                            + " it reaches writers and segments.");
        }
    }

    private void starting(ReplicaStatus replica) {
        if (replica.startingFor().compareTo(ClusterHealth.REPLICA_STARTS_LONG) >= 0) {
            add(
                    Problem.REPLICA_STARTING,
                    replica.id() + " has been catching up for "
                            + replica.startingFor().toSeconds()
                            + " s and answers no reads yet. Commits and the reads of others go on; see that it reaches"
                            + " segments.");
        }
    }

    private void behind(ReplicaStatus replica, WriterId writer, RedoLag lag) {
        if (lag.age().compareTo(ClusterHealth.REPLICA_LAGS_LONG) >= 0) {
            add(
                    Problem.REPLICA_BEHIND,
                    replica.id() + " is behind " + writer + ": " + lag.proposals()
                            + " proposals wait to be applied there, the oldest for "
                            + lag.age().toSeconds()
                            + " s, and its reads are that old. Commits and the reads of others go on; see that it reaches"
                            + " writers and segments, and has the processor time that it needs.");
        }
    }
}
