package dev.sextant.replication.writer;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The read replicas that a writer has heard of late: it sends them what it sends other writers, and keeps the tombstones that their
 * snapshots do not see. One that has been silent is as if it were not there. There are at most {@link ReplicaId#MAX_COUNT}.
 */
final class Replicas {
    private final Clock clock;
    private final long silenceNanos;
    private final TreeMap<ReplicaId, Heard> heard = new TreeMap<>();

    private record Heard(long atNanos, ReadPoint oldestInUse) {}

    Replicas(ReaderSettings settings, Clock clock) {
        this.clock = clock;
        silenceNanos = settings.timeouts().silence().toNanos();
    }

    void heard(WriterMessage.ReplicaHeartbeat beat) {
        heard.put(beat.replica(), new Heard(clock.nowNanos(), beat.oldestInUse()));
    }

    /** Its process is gone, and its snapshots with it. */
    void gone(ReplicaId replica) {
        heard.remove(replica);
    }

    /** Those that are there. */
    List<ReplicaId> present() {
        forgetSilent();
        return List.copyOf(heard.keySet());
    }

    /** What their transactions of the present read at. */
    List<ReadPoint> oldestInUse() {
        forgetSilent();
        List<ReadPoint> points = new ArrayList<>();
        heard.values().forEach(each -> points.add(each.oldestInUse()));
        return points;
    }

    private void forgetSilent() {
        heard.values().removeIf(each -> clock.nowNanos() - each.atNanos() > silenceNanos);
    }
}
