package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Quorums;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How a process takes a slot: claims it at four segments, opens it at four, and leaves what is undecided to be settled. */
final class SimClaim {
    /** As the protocol's 128 above the highest seq, for the smaller window. */
    private static final int GAP = 2 * SimWriter.MAX_UNDECIDED;

    private final World world;
    private final SimWriter writer;
    private final long nonce;
    private final TreeSet<SegmentId> granted = new TreeSet<>();
    private final TreeSet<SegmentId> opened = new TreeSet<>();
    private long highestSeq;
    private long highestLamport;
    private long attempt;

    SimClaim(World world, SimWriter writer, long nonce) {
        this.world = world;
        this.writer = writer;
        this.nonce = nonce;
    }

    void begin() {
        world.ask(writer, () -> "claim " + writer.slot + "." + writer.incarnation(), segment -> {
            Acceptor acceptor = segment.acceptor();
            boolean grants = acceptor.claim(writer.slot, writer.incarnation(), nonce);
            long seq = acceptor.highestSeq(writer.slot);
            long lamport = world.highestLamport(acceptor, writer.slot);
            Map<ProposalId, Fate> fates = world.fatesOf(acceptor, writer.slot, seq);
            world.answer(writer, segment, () -> "claim granted " + grants + " highest " + seq, () -> {
                if (grants) {
                    onGrant(segment, seq, lamport, fates);
                }
            });
        });
    }

    private void onGrant(SimSegment segment, long seq, long lamport, Map<ProposalId, Fate> fates) {
        if (opened.size() >= Quorums.SIX.write()) {
            return;
        }
        fates.forEach(writer::learn);
        highestLamport = Math.max(highestLamport, lamport);
        boolean first = granted.size() < Quorums.SIX.write();
        if (first) {
            highestSeq = Math.max(highestSeq, seq);
            granted.add(segment.id);
            if (granted.size() >= Quorums.SIX.write()) {
                open();
            }
        }
    }

    private void open() {
        opened.clear();
        long current = ++attempt;
        long closeFrom = highestSeq + 1;
        long firstSeq = closeFrom + GAP;
        world.ask(writer, () -> "open " + writer.slot + "." + writer.incarnation() + " from " + closeFrom, segment -> {
            long answer = segment.acceptor().open(writer.slot, writer.incarnation(), nonce, closeFrom, firstSeq);
            world.answer(writer, segment, () -> "opening answered " + answer, () -> {
                if (current == attempt && opened.size() < Quorums.SIX.write()) {
                    onOpen(segment, answer, closeFrom, firstSeq);
                }
            });
        });
    }

    private void onOpen(SimSegment segment, long answer, long closeFrom, long firstSeq) {
        if (answer > 0) {
            highestSeq = Math.max(highestSeq, answer);
            open();
        } else if (answer == 0) {
            opened.add(segment.id);
            if (opened.size() == Quorums.SIX.write()) {
                writer.opened(firstSeq, highestLamport);
                world.statistics().opened++;
                for (long seq = closeFrom; seq < firstSeq; seq++) {
                    writer.tell(new ProposalId(writer.slot, seq), Fate.ABORTED, false, List.of());
                }
                for (long seq = 1; seq < closeFrom; seq++) {
                    world.inDoubt(new ProposalId(writer.slot, seq));
                }
            }
        }
    }
}
