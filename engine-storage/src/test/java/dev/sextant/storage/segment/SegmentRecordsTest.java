package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SegmentRecordsTest {
    private final Random random = new Random(7);

    private long number() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private VersionId version() {
        return random.nextInt(4) == 0 ? VersionId.NONE : new VersionId(new Lsn(1 + number() / 2), 1 + number() / 2);
    }

    private ProposalId id() {
        return ProposalId.of(random.nextInt(4), 1 + number() / 2);
    }

    private List<ProposalId> ids() {
        List<ProposalId> ids = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            ids.add(id());
        }
        return ids;
    }

    private ReadPoint readPoint() {
        ReadPoint point = ReadPoint.ZERO;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            long upTo = random.nextInt(1_000_000);
            long[] missing = random.longs(random.nextInt(ReadPoint.MAX_MISSING), 1, upTo + 2)
                    .filter(seq -> seq <= upTo)
                    .sorted()
                    .distinct()
                    .toArray();
            point = point.with(new WriterId(slot), upTo, missing);
        }
        return point;
    }

    private Proposal proposal(ProposalId id) {
        List<PageWrite> writes = new ArrayList<>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            byte[] delta = new byte[random.nextInt(300)];
            random.nextBytes(delta);
            writes.add(new PageWrite(new PageId(random.nextLong()), version(), delta));
        }
        List<PageRead> reads = new ArrayList<>();
        for (int left = random.nextInt(3); left > 0; left--) {
            reads.add(new PageRead(new PageId(random.nextLong()), version()));
        }
        List<TransactionId> transactions = List.of(new TransactionId(random.nextLong(), random.nextLong()));
        Lsn lsn = Lsn.of(1 + random.nextInt(1_000_000_000), id.writer());
        return new Proposal(id, number(), lsn, new Lsn(number()), writes, reads, readPoint(), transactions, ids());
    }

    private Ballot ballot(long round) {
        return Ballot.settling(round, new WriterId(random.nextInt(4)), number());
    }

    /** The proposal as it comes back when its deltas are put beside its outline. */
    private static Proposal joined(ProposalOutline outline, Proposal original) {
        return outline.with(original.writes().stream().map(PageWrite::delta).toList());
    }

    @Test
    void registersComeBack() {
        for (int i = 0; i < 500; i++) {
            ProposalId id = id();
            Proposal content = random.nextBoolean() ? proposal(id) : null;
            Ballot accepted = random.nextBoolean() ? ballot(2 + random.nextInt(3)) : null;
            Fate value = accepted == null ? null : content == null ? Fate.ABORTED : Fate.COMMITTED;
            Register register = new Register(ballot(9), accepted, value, content);
            SegmentRecords.StoredRegister stored = SegmentRecords.register(id, SegmentRecords.register(register));
            ProposalOutline outline = stored.outline();
            assertEquals(register, stored.with(outline == null ? null : joined(outline, content)));
        }
    }

    @Test
    void decisionsComeBack() {
        for (int i = 0; i < 500; i++) {
            ProposalId id = id();
            Proposal content = random.nextInt(4) > 0 ? proposal(id) : null;
            List<BaseReaders> readers =
                    random.nextBoolean() ? List.of() : List.of(new BaseReaders(new PageId(number()), version(), ids()));
            byte[] value = SegmentRecords.committed(i % 2 == 0, readers, content);
            SegmentRecords.StoredDecision stored = SegmentRecords.decision(id, value);
            assertEquals(Fate.COMMITTED, stored.fate());
            assertEquals(i % 2 == 0, stored.counted());
            assertEquals(readers, stored.readers());
            assertEquals(content, stored.outline() == null ? null : joined(stored.outline(), content));
            if (content != null) {
                long bytes = content.writes().stream()
                        .mapToLong(w -> w.delta().length)
                        .sum();
                assertEquals(bytes, stored.outline().deltaBytes());
            }
        }
        assertEquals(
                Fate.ABORTED,
                SegmentRecords.decision(id(), SegmentRecords.aborted()).fate());
    }

    @Test
    void deltasPagesSlotsAndTheRestComeBack() {
        for (int i = 0; i < 200; i++) {
            PageWrite write = proposal(id()).writes().get(0);
            SegmentRecords.StoredDelta delta = SegmentRecords.delta(SegmentRecords.delta(write));
            assertEquals(write.base(), delta.base());
            assertArrayEquals(write.delta(), delta.delta());
            SegmentRecords.StoredPage page = new SegmentRecords.StoredPage(version(), ids());
            assertEquals(page, SegmentRecords.page(SegmentRecords.page(page)));
            SlotState slot = new SlotState(
                    number(),
                    random.nextLong(),
                    List.of(new SlotState.Opening(number(), number(), number())),
                    number());
            assertEquals(slot, SegmentRecords.slot(SegmentRecords.slot(slot)));
            ReadPoint held = readPoint();
            assertEquals(held, SegmentRecords.point(SegmentRecords.point(held)));
            SegmentRecords.Identity identity = new SegmentRecords.Identity(number(), random.nextBoolean(), number());
            assertEquals(identity, SegmentRecords.identity(SegmentRecords.identity(identity)));
        }
    }

    /** Whatever the bytes are, reading them gives a value or says that they are no record. */
    @Test
    void garbageIsRefusedAndNothingElse() {
        List<Consumer<byte[]>> readers = List.of(
                bytes -> SegmentRecords.register(ProposalId.of(0, 1), bytes),
                bytes -> SegmentRecords.decision(ProposalId.of(0, 1), bytes),
                SegmentRecords::delta,
                SegmentRecords::page,
                SegmentRecords::slot,
                SegmentRecords::point,
                SegmentRecords::identity,
                SegmentKeys::idOf,
                SegmentKeys::versionOf,
                SegmentKeys::slotOf,
                SegmentKeys::pageOfMeta);
        int refused = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = i % 2 == 0 ? mutated() : randomBytes();
            try {
                readers.get(random.nextInt(readers.size())).accept(bytes);
            } catch (RecordCorruptException expected) {
                refused++;
            }
        }
        assertTrue(refused > 10_000, "only " + refused + " were refused");
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
            bytes[0] = SegmentRecords.FORMAT;
        }
        return bytes;
    }

    private byte[] mutated() {
        byte[] bytes = SegmentRecords.committed(true, List.of(), proposal(ProposalId.of(0, 1)));
        bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
        return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    @Test
    void anotherFormatIsRefused() {
        byte[] value = SegmentRecords.aborted();
        value[0] = SegmentRecords.FORMAT + 1;
        RecordCorruptException refusal =
                assertThrows(RecordCorruptException.class, () -> SegmentRecords.decision(id(), value));
        assertTrue(
                refusal.getMessage().contains("newer version of Sextant")
                        && refusal.getMessage().contains("format 2"),
                refusal.getMessage());
    }

    /** Keys sort as what they name, and ranges hold what they say. */
    @Test
    void keysSortByWhatTheyName() {
        for (int i = 0; i < 2_000; i++) {
            ProposalId a = id();
            ProposalId b = id();
            assertEquals(
                    Integer.signum(a.compareTo(b)),
                    Integer.signum(Arrays.compareUnsigned(SegmentKeys.id(a), SegmentKeys.id(b))));
            assertEquals(a, SegmentKeys.idOf(SegmentKeys.id(a)));
            PageId page = new PageId(random.nextLong());
            VersionId one = new VersionId(new Lsn(1 + number() / 2), 1 + number() / 2);
            VersionId other = new VersionId(new Lsn(1 + number() / 2), 1 + number() / 2);
            byte[] key = SegmentKeys.version(page, one);
            assertEquals(
                    Integer.signum(one.compareTo(other)),
                    Integer.signum(Arrays.compareUnsigned(key, SegmentKeys.version(page, other))));
            assertEquals(one, SegmentKeys.versionOf(key));
            assertTrue(Arrays.compareUnsigned(SegmentKeys.pageBegin(page), key) < 0);
            assertTrue(Arrays.compareUnsigned(key, SegmentKeys.pageEnd(page)) < 0);
            assertTrue(Arrays.compareUnsigned(SegmentKeys.after(key), SegmentKeys.END) < 0);
        }
    }
}
