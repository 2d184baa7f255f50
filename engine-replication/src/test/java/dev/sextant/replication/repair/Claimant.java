package dev.sextant.replication.repair;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Quorums;
import java.util.TreeMap;
import java.util.TreeSet;

/** A process that takes a writer's slot: four claims, then four openings above all it was told of. It may stop at any point. */
final class Claimant {
    /** More than one incarnation of {@link DoubtfulHistory} draws, so no seq is used twice. */
    static final long SEQ_GAP = 3;

    final WriterId writer;
    final long incarnation;
    private final long nonce;
    private final TreeMap<SegmentId, Long> claims = new TreeMap<>();
    private final TreeSet<SegmentId> opens = new TreeSet<>();
    private long highestSeq;
    private long closeFrom;
    private boolean ended;

    Claimant(WriterId writer, long incarnation, long nonce) {
        this.writer = writer;
        this.incarnation = incarnation;
        this.nonce = nonce;
    }

    /** Asks one segment for what it needs next, and hears the answer; tells whether the slot is open now and was not before. */
    boolean step(VotingSegment segment) {
        if (ended) {
            return false;
        }
        if (closeFrom == 0) {
            claim(segment);
        } else {
            open(segment);
        }
        return isOpen();
    }

    boolean isOpen() {
        return ended && opens.size() >= Quorums.SIX.write();
    }

    private void claim(VotingSegment segment) {
        if (!segment.acceptor.claim(writer, incarnation, nonce)) {
            ended = true;
            return;
        }
        claims.put(segment.id, segment.acceptor.highestSeq(writer));
        highestSeq = Math.max(highestSeq, segment.acceptor.highestSeq(writer));
        if (claims.size() >= Quorums.SIX.write()) {
            closeFrom = highestSeq + 1;
        }
    }

    private void open(VotingSegment segment) {
        long standing = segment.acceptor.open(writer, incarnation, nonce, closeFrom, firstSeq());
        if (standing > 0) {
            highestSeq = Math.max(highestSeq, standing);
            closeFrom = highestSeq + 1;
            opens.clear();
        } else if (standing < 0) {
            ended = true;
        } else {
            opens.add(segment.id);
            ended = opens.size() >= Quorums.SIX.write();
        }
    }

    /** Where it closes, once it opens; 0 before. */
    long closeFrom() {
        return closeFrom;
    }

    /** Where the slot goes on, once it opens. */
    long firstSeq() {
        return closeFrom + SEQ_GAP;
    }

    /** The segment has a new disk: what the former one said is void. */
    void onGeneration(SegmentId segment) {
        claims.remove(segment);
        opens.remove(segment);
    }
}
