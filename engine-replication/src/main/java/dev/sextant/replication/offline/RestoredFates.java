package dev.sextant.replication.offline;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The fates of a restored volume: what its point sees is as it was, and every other seq that may ever have been used is aborted,
 * so that nothing is in doubt there. One seq more is aborted in each slot, so that no read point of the volume that was backed up,
 * as far as the backup knows, is taken for one of the new volume.
 */
final class RestoredFates {
    private final Fates fates = new Fates();
    private ReadPoint all = ReadPoint.ZERO;

    /**
     * Finds them.
     *
     * @param at what is restored
     * @param known the fates in the backup, among them those of all that {@code at} sees
     * @param claims what a claimant of each slot is told
     */
    RestoredFates(ReadPoint at, Fates known, List<WriterMessage.Claimed> claims) {
        for (WriterMessage.Claimed claim : claims) {
            WriterId writer = claim.writer();
            long used = Math.max(claim.highestSeq(), at.upTo(writer));
            long last = used == 0 ? 0 : used + 1;
            for (long seq = 1; seq <= last; seq++) {
                ProposalId id = new ProposalId(writer, seq);
                boolean committed = at.sees(id) && known.of(id) == Fate.COMMITTED;
                fates.record(id, committed ? Fate.COMMITTED : Fate.ABORTED);
            }
            all = all.with(writer, last, new long[0]);
        }
    }

    /** The point that sees all of them. */
    ReadPoint all() {
        return all;
    }

    /** Those of a slot from a chunk on, at most so many chunks. */
    List<FateChunk> chunks(WriterId writer, long from, int most) {
        List<FateChunk> chunks = new ArrayList<>();
        long last = Fates.chunkOf(all.upTo(writer));
        for (long chunk = from; chunk <= last && chunks.size() < most; chunk++) {
            chunks.add(new FateChunk(chunk, fates.chunk(writer, chunk)));
        }
        return chunks;
    }
}
