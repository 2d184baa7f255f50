package dev.sextant.replication.wire;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.KeyRange;
import dev.sextant.conflict.check.Observed;
import dev.sextant.conflict.check.RangeRead;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.RowKey;
import dev.sextant.conflict.check.SeenRow;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.replication.writer.CommitRequest;
import java.util.List;
import java.util.SplittableRandom;

/** Commits that go from one process to another. */
final class RandomCommits {
    private RandomCommits() {}

    /** A transaction of anything that can be sent. */
    static CommitRequest request(SplittableRandom random) {
        WriteSet writes = new WriteSet();
        for (int i = random.nextInt(6); i > 0; i--) {
            RowKey row = row(random);
            if (random.nextBoolean()) {
                writes.put(row, bytes(random, 20));
            } else {
                writes.delete(row);
            }
            if (random.nextBoolean() && writes.observed(row) == null) {
                writes.observe(row, observed(random));
            }
        }
        ReadSet reads = new ReadSet();
        PageId table = new PageId(random.nextInt(3));
        for (int i = 0; i < random.nextInt(4); i++) {
            reads.addPoint(new RowKey(table, new byte[] {(byte) i}), observed(random));
        }
        if (random.nextBoolean()) {
            byte[] to = random.nextBoolean() ? null : new byte[] {60};
            List<SeenRow> rows =
                    List.of(new SeenRow(new byte[] {51}, lsn(random)), new SeenRow(new byte[] {52, 0}, lsn(random)));
            reads.addRange(new RangeRead(table, new KeyRange(new byte[] {50}, to), rows));
        }
        return new CommitRequest(
                new TransactionId(random.nextLong(), random.nextLong()),
                new CheckedTransaction(writes, reads),
                point(random),
                random.nextBoolean() ? Lsn.ZERO : lsn(random),
                0);
    }

    private static RowKey row(SplittableRandom random) {
        return new RowKey(new PageId(random.nextInt(3)), bytes(random, 4));
    }

    private static byte[] bytes(SplittableRandom random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Lsn lsn(SplittableRandom random) {
        return new Lsn(1 + random.nextLong(1L << 40));
    }

    private static Observed observed(SplittableRandom random) {
        return random.nextInt(3) == 0 ? Observed.NOTHING : new Observed(lsn(random), random.nextBoolean());
    }

    private static ReadPoint point(SplittableRandom random) {
        return RandomRecords.small(random.nextLong()).draw(ReadPoint.class);
    }
}
