package dev.sextant.replication.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of every seq that may have been used. */
class RestoredFatesTest {
    private static final WriterId WRITER = new WriterId(2);

    private static RestoredFates fates(ReadPoint at, Fates known, long highestSeq) {
        List<WriterMessage.Claimed> claims = IntStream.range(0, WriterId.MAX_COUNT)
                .mapToObj(slot -> new WriterMessage.Claimed(
                        new SegmentId(0),
                        new WriterId(slot),
                        1,
                        1,
                        slot == WRITER.slot() ? highestSeq : 0,
                        Lsn.ZERO,
                        List.of()))
                .toList();
        return new RestoredFates(at, known, claims);
    }

    private static Fates told(RestoredFates restored) {
        Fates told = new Fates();
        for (FateChunk chunk : restored.chunks(WRITER, 0, Integer.MAX_VALUE)) {
            told.restoreChunk(WRITER, chunk.chunk(), chunk.words());
        }
        return told;
    }

    @Test
    void whatThePointSeesIsAsItWasAndAllElseIsAborted() {
        Fates known = new Fates();
        for (long seq = 1; seq <= 8; seq++) {
            known.record(new ProposalId(WRITER, seq), seq % 4 == 0 ? Fate.ABORTED : Fate.COMMITTED);
        }
        ReadPoint at = ReadPoint.ZERO.with(WRITER, 6, new long[] {3});
        RestoredFates restored = fates(at, known, 10);
        List<Integer> committed = List.of(1, 2, 5, 6);
        Fates told = told(restored);
        for (int seq = 1; seq <= 11; seq++) {
            Fate expected = committed.contains(seq) ? Fate.COMMITTED : Fate.ABORTED;
            assertEquals(expected, told.of(new ProposalId(WRITER, seq)), "seq " + seq);
        }
        assertEquals(11, told.highest(WRITER));
        assertEquals(ReadPoint.ZERO.with(WRITER, 11, new long[0]), restored.all());
    }

    @Test
    void noPointOfTheOriginalCoversTheNewFloor() {
        ReadPoint most = ReadPoint.ZERO.with(WRITER, 10, new long[0]);
        RestoredFates restored = fates(most, new Fates(), 10);
        assertFalse(most.covers(restored.all()));
        assertTrue(restored.all().covers(most));
    }

    @Test
    void manyAreToldInChunks() {
        RestoredFates restored = fates(ReadPoint.ZERO, new Fates(), 3 * Fates.SEQS_PER_CHUNK);
        assertEquals(2, restored.chunks(WRITER, 0, 2).size());
        assertEquals(2, restored.chunks(WRITER, 2, 9).size());
        assertEquals(3 * Fates.SEQS_PER_CHUNK + 1, told(restored).decidedUpTo(WRITER));
    }

    @Test
    void aSlotThatNobodyUsedHasNone() {
        RestoredFates restored = fates(ReadPoint.ZERO, new Fates(), 0);
        assertEquals(ReadPoint.ZERO, restored.all());
        assertEquals(0, told(restored).highest(WRITER));
    }
}
