package dev.sextant.storage.segment;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who holds the writer slots, as far as this segment knows, and when it last heard of each. A slot that nobody ever claimed is
 * silent without end; after a restart silence counts from the start, since what was heard before is not kept.
 */
final class Slots {
    /** Openings leave out 128 seqs; a range far beyond that is nobody's opening. */
    private static final long MOST_SEQS_LEFT_OUT = 1 << 16;

    private final SegmentId self;
    private final Outbox out;
    private final SegmentLog log;
    private final long[] lastHeardNanos = new long[WriterId.MAX_COUNT];

    Slots(SegmentId self, Outbox out, SegmentLog log) {
        this.self = self;
        this.out = out;
        this.log = log;
    }

    void start() {
        Arrays.fill(lastHeardNanos, out.nowNanos());
    }

    /** Something came from the holder of a slot; a former holder's signs of life do not count. */
    void heard(WriterId writer, long incarnation) {
        if (incarnation >= log.acceptor().slot(writer).incarnation()) {
            lastHeardNanos[writer.slot()] = out.nowNanos();
        }
    }

    WriterMessage.IncarnationIs incarnation(SegmentMessage.AskIncarnation ask) {
        SlotState slot = log.acceptor().slot(ask.writer());
        long silentNanos = slot.incarnation() == 0
                ? Long.MAX_VALUE
                : out.nowNanos() - lastHeardNanos[ask.writer().slot()];
        return new WriterMessage.IncarnationIs(self, ask.requestId(), ask.writer(), slot.incarnation(), silentNanos);
    }

    WriterMessage claim(SegmentMessage.Claim claim) {
        WriterId writer = claim.writer();
        Acceptor acceptor = log.acceptor();
        if (!acceptor.claim(writer, claim.incarnation(), claim.nonce())) {
            return new WriterMessage.ClaimRefused(
                    self, writer, claim.nonce(), acceptor.slot(writer).incarnation());
        }
        heard(writer, claim.incarnation());
        List<ProposalId> undecided = new ArrayList<>();
        for (ProposalId id : acceptor.undecided()) {
            if (id.writer().equals(writer)) {
                undecided.add(id);
            }
        }
        return new WriterMessage.Claimed(
                self,
                writer,
                claim.incarnation(),
                claim.nonce(),
                acceptor.highestSeq(writer),
                log.highestLsn(writer),
                undecided);
    }

    WriterMessage open(SegmentMessage.Open open) {
        long standing =
                log.acceptor().open(open.writer(), open.incarnation(), open.nonce(), open.closeFrom(), open.firstSeq());
        if (standing != 0) {
            return new WriterMessage.OpenRefused(self, open.writer(), open.incarnation(), open.closeFrom(), standing);
        }
        heard(open.writer(), open.incarnation());
        return new WriterMessage.Opened(self, open.writer(), open.incarnation(), open.closeFrom(), highestSeqs());
    }

    /** The seqs an opening leaves out are aborted. */
    void opened(SegmentMessage.SlotOpened opened) {
        long leftOut = opened.firstSeq() - opened.closeFrom();
        Check.state(leftOut >= 0 && leftOut <= MOST_SEQS_LEFT_OUT, "an opening leaves out a few seqs", opened);
        for (long seq = opened.closeFrom(); seq < opened.firstSeq(); seq++) {
            ProposalId id = new ProposalId(opened.writer(), seq);
            if (log.acceptor().fates().of(id) != Fate.ABORTED) {
                log.learn(DecidedProposal.aborted(id));
            }
        }
    }

    WriterMessage.HighestAre highest(long requestId) {
        return new WriterMessage.HighestAre(requestId, self, highestSeqs());
    }

    private List<Long> highestSeqs() {
        List<Long> seqs = new ArrayList<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            seqs.add(log.acceptor().highestHeard(new WriterId(slot)));
        }
        return seqs;
    }
}
