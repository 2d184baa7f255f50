package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.PendingWrite;
import dev.sextant.conflict.check.RangeRead;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.RowKey;
import dev.sextant.conflict.check.RowOperation;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Commits that go from one process to another. */
class CommitCodecTest {
    private static final ReadPoint POINT = ReadPoint.of(new long[] {11, 12, 13, 14}, new long[][] {{}, {10}, {}, {}});
    private static final RowKey ROW = new RowKey(new PageId(3), new byte[] {1, 2});

    private static PeerFrame again(PeerFrame frame) {
        return PeerFrameCodec.decode(PeerFrameCodec.encode(frame));
    }

    @Property(tries = 500)
    void aCommitComesBackAsItWas(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PeerFrame.Commit sent = new PeerFrame.Commit(
                random.nextLong(), new WriterId(2), 1 + random.nextInt(9), 77, RandomCommits.request(random));
        PeerFrame.Commit got = (PeerFrame.Commit) again(sent);
        assertEquals(sent.requestId(), got.requestId());
        assertEquals(sent.writer(), got.writer());
        assertEquals(sent.incarnation(), got.incarnation());
        assertEquals(sent.timeoutNanos(), got.timeoutNanos());
        assertEquals(sent.request().transaction(), got.request().transaction());
        assertEquals(sent.request().snapshot(), got.request().snapshot());
        assertEquals(sent.request().age(), got.request().age());
        assertSame(sent.request().checked(), got.request().checked());
    }

    private static void assertSame(CheckedTransaction sent, CheckedTransaction got) {
        assertEquals(sent.reads().points(), got.reads().points());
        List<RangeRead> ranges = new ArrayList<>(sent.reads().ranges());
        List<RangeRead> others = new ArrayList<>(got.reads().ranges());
        assertEquals(ranges.size(), others.size());
        for (int i = 0; i < ranges.size(); i++) {
            assertEquals(ranges.get(i).table(), others.get(i).table());
            assertEquals(ranges.get(i).covered(), others.get(i).covered());
            assertEquals(ranges.get(i).rows().size(), others.get(i).rows().size());
            for (int row = 0; row < ranges.get(i).rows().size(); row++) {
                assertArrayEquals(
                        ranges.get(i).rows().get(row).key(),
                        others.get(i).rows().get(row).key());
                assertEquals(
                        ranges.get(i).rows().get(row).lsn(),
                        others.get(i).rows().get(row).lsn());
            }
        }
        assertEquals(sent.writes().rows().keySet(), got.writes().rows().keySet());
        for (Map.Entry<RowKey, PendingWrite> each : sent.writes().rows().entrySet()) {
            PendingWrite other = got.writes().rows().get(each.getKey());
            assertEquals(each.getValue().observed(), other.observed());
            if (each.getValue().operation() instanceof RowOperation.Put put) {
                assertArrayEquals(put.value(), other.operation().after(null));
            } else {
                assertEquals(each.getValue().operation(), other.operation());
            }
        }
    }

    @Test
    void aMergeIsNotSent() {
        WriteSet writes = new WriteSet();
        writes.merge(ROW, (current, operand) -> operand, new byte[] {1});
        CommitRequest request = new CommitRequest(
                new TransactionId(1, 2), new CheckedTransaction(writes, new ReadSet()), POINT, Lsn.ZERO, 0);
        assertThrows(
                IllegalStateException.class,
                () -> PeerFrameCodec.encode(new PeerFrame.Commit(1, new WriterId(0), 1, 1, request)));
    }

    @Test
    void everyWayToEndComesBackAsItWas() {
        List<ClientAnswer> answers = new ArrayList<>(List.of(
                new ClientAnswer.Committed(POINT, 3, 4),
                new ClientAnswer.Abandoned(new Lsn(8)),
                new ClientAnswer.Rewound(Lsn.ZERO),
                new ClientAnswer.Indeterminate()));
        for (ClientAnswer.Failed.Reason reason : ClientAnswer.Failed.Reason.values()) {
            answers.add(new ClientAnswer.Failed(reason));
        }
        for (ConflictKind kind : List.of(ConflictKind.ROW_WRITTEN, ConflictKind.ROW_READ, ConflictKind.RANGE_READ)) {
            CheckResult.RowConflict lost = new CheckResult.RowConflict(kind, ROW, new Lsn(5), new Lsn(6));
            answers.add(new ClientAnswer.Conflicted(lost, new Lsn(7)));
        }
        for (ClientAnswer answer : answers) {
            PeerFrame.CommitEnded ended = new PeerFrame.CommitEnded(-9, answer);
            assertEquals(ended, again(ended));
        }
    }

    @Test
    void whichWriterServesComesBackAsItWas() {
        for (long incarnation : new long[] {0, 1, 1L << 40}) {
            PeerFrame.Serving serving = new PeerFrame.Serving(new WriterId(3), incarnation);
            assertEquals(serving, again(serving));
        }
    }

    @Property(tries = 5_000)
    void aFrameThatWasDamagedIsTakenOrRefused(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PeerFrame sent = random.nextInt(4) == 0
                ? new PeerFrame.CommitEnded(random.nextLong(), new ClientAnswer.Committed(POINT, 3, 4))
                : new PeerFrame.Commit(random.nextLong(), new WriterId(2), 5, 77, RandomCommits.request(random));
        byte[] frame = PeerFrameCodec.encode(sent);
        byte[] damaged = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
            assertNotNull(PeerFrameCodec.decode(damaged));
        } catch (WireException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("is refused"), refused::getMessage);
        }
    }
}
