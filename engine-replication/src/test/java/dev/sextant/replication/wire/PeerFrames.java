package dev.sextant.replication.wire;

import dev.sextant.api.CommitToken;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.conflict.check.RowKey;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.ClientAnswer;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/** What processes send each other, of every kind and with anything in it. */
final class PeerFrames {
    private PeerFrames() {}

    /** Every kind there is. */
    static List<Class<?>> kinds() {
        return List.of(PeerFrame.class.getPermittedSubclasses()).stream()
                .filter(Record.class::isAssignableFrom)
                .toList();
    }

    /** One of a kind; a kind that is not known here is an error. */
    static PeerFrame draw(Class<?> kind, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomRecords records = RandomRecords.small(random.nextLong());
        if (kind == PeerFrame.Messages.class) {
            return new PeerFrame.Messages(Messages.anyEnvelope(random.nextLong()));
        } else if (kind == PeerFrame.Volume.class) {
            return new PeerFrame.Volume(
                    new UUID(random.nextLong(), random.nextLong()),
                    numbers(random, SegmentId.COUNT, Long.MIN_VALUE),
                    numbers(random, random.nextInt(SegmentId.COUNT + 1), 0));
        } else if (kind == PeerFrame.Gone.class) {
            return new PeerFrame.Gone(records.draw(NodeAddress.class));
        } else if (kind == PeerFrame.AskOutcome.class) {
            return new PeerFrame.AskOutcome(random.nextLong(), token(random, records), count(random));
        } else if (kind == PeerFrame.Outcome.class) {
            PeerFrame.Outcome.Kind[] outcomes = PeerFrame.Outcome.Kind.values();
            return new PeerFrame.Outcome(
                    random.nextLong(), outcomes[random.nextInt(outcomes.length)], records.draw(ReadPoint.class));
        } else if (kind == PeerFrame.AskStatus.class) {
            return new PeerFrame.AskStatus(random.nextLong());
        } else if (kind == PeerFrame.Status.class) {
            return new RandomStatuses(random.nextLong()).status();
        } else if (kind == PeerFrame.Serving.class) {
            return new PeerFrame.Serving(records.draw(WriterId.class), count(random));
        } else if (kind == PeerFrame.Commit.class) {
            return new PeerFrame.Commit(
                    random.nextLong(),
                    records.draw(WriterId.class),
                    1 + count(random) / 2,
                    count(random),
                    RandomCommits.request(random));
        } else if (kind == PeerFrame.CommitEnded.class) {
            return new PeerFrame.CommitEnded(random.nextLong(), answer(random, records));
        }
        throw new AssertionError("do not know how to draw " + kind);
    }

    private static SortedMap<SegmentId, Long> numbers(SplittableRandom random, int segments, long least) {
        SortedMap<SegmentId, Long> numbers = new TreeMap<>();
        for (int index = 0; index < segments; index++) {
            numbers.put(new SegmentId(index), least < 0 ? random.nextLong() : count(random));
        }
        return numbers;
    }

    private static CommitToken token(SplittableRandom random, RandomRecords records) {
        return new CommitToken(
                new TransactionId(random.nextLong(), random.nextLong()),
                records.draw(WriterId.class),
                1 + count(random) / 2,
                List.of(count(random), count(random), count(random), count(random)));
    }

    private static long count(SplittableRandom random) {
        return random.nextLong() >>> (1 + random.nextInt(Long.SIZE - 1));
    }

    private static ClientAnswer answer(SplittableRandom random, RandomRecords records) {
        ClientAnswer.Failed.Reason[] reasons = ClientAnswer.Failed.Reason.values();
        return switch (random.nextInt(6)) {
            case 0 ->
                new ClientAnswer.Committed(records.draw(ReadPoint.class), random.nextInt(100), random.nextInt(100));
            case 1 -> new ClientAnswer.Abandoned(new Lsn(count(random)));
            case 2 -> new ClientAnswer.Rewound(new Lsn(count(random)));
            case 3 -> new ClientAnswer.Indeterminate();
            case 4 -> new ClientAnswer.Failed(reasons[random.nextInt(reasons.length)]);
            default ->
                new ClientAnswer.Conflicted(
                        new CheckResult.RowConflict(
                                ConflictKind.ROW_WRITTEN,
                                new RowKey(new PageId(random.nextInt(9)), new byte[random.nextInt(9)]),
                                new Lsn(count(random)),
                                new Lsn(count(random))),
                        new Lsn(count(random)));
        };
    }
}
