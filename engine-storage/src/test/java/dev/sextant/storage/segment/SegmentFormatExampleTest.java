package dev.sextant.storage.segment;

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
import dev.sextant.storage.docs.FormatPage;
import dev.sextant.storage.page.DeltaBuilder;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One record of each shelf, sealed as the store seals it, as docs/format.md shows them. */
class SegmentFormatExampleTest {
    private static final PageId PAGE = new PageId(0x4000_0100_0000_0007L);
    private static final VersionId BASE = VersionId.of(ProposalId.of(0, 200), new Lsn(4 << 2));
    private static final Proposal PROPOSAL = new Proposal(
            ProposalId.of(1, 3),
            1,
            new Lsn((5 << 2) | 1),
            new Lsn((5 << 2) | 1),
            List.of(new PageWrite(PAGE, BASE, DeltaBuilder.touch())),
            List.of(new PageRead(PageId.CATALOG_ROOT, VersionId.NONE)),
            ReadPoint.ZERO.with(new WriterId(0), 300, new long[] {299}),
            List.of(new TransactionId(7, 9)),
            List.of(ProposalId.of(1, 2)));

    /** Key and sealed value, as they lie in the store. */
    private static byte[][] stored(Shelf shelf, byte[] key, byte[] value) {
        List<byte[][]> stored = new ArrayList<>();
        ColumnFamily family = ColumnFamily.valueOf(shelf.name());
        new StoreBatch().put(family, key, value).forEach(new StoreBatch.Operations() {
            @Override
            public void put(ColumnFamily same, byte[] storedKey, byte[] sealedValue) {
                stored.add(new byte[][] {storedKey, sealedValue});
            }

            @Override
            public void delete(ColumnFamily same, byte[] storedKey) {
                throw new AssertionError("nothing is deleted");
            }

            @Override
            public void deleteRange(ColumnFamily same, byte[] fromInclusive, byte[] toExclusive) {
                throw new AssertionError("nothing is deleted");
            }
        });
        return stored.get(0);
    }

    private static FormatPage.Dump outline(FormatPage.Dump dump) {
        return dump.field(1, "incarnation")
                .field(1, "LSN")
                .field(1, "age")
                .field(1, "one write:")
                .field(9, "  page")
                .field(1, "  base: LSN")
                .field(2, "  base: seq")
                .field(1, "  length of the delta")
                .field(1, "one read:")
                .field(1, "  page: the catalog's root")
                .field(2, "  version: none")
                .field(2, "deps: slot 0: up to")
                .field(1, "  one missing seq:")
                .field(2, "  its distance from the one before")
                .field(6, "  slots 1 to 3: up to, number of missing seqs")
                .field(1, "one transaction:")
                .field(2, "  its id, in two numbers")
                .field(1, "one attempt that it replaces:")
                .field(2, "  slot, seq");
    }

    @Test
    void aDeltaIsAsDocumented() {
        byte[] key = SegmentKeys.version(PAGE, PROPOSAL.version());
        byte[][] stored =
                stored(Shelf.REDO, key, SegmentRecords.delta(PROPOSAL.writes().get(0)));
        FormatPage.assertShows(
                "REDO",
                new FormatPage.Dump(stored[0])
                                .field(8, "key: page")
                                .field(8, "LSN")
                                .field(8, "seq")
                                .shown()
                        + new FormatPage.Dump(stored[1])
                                .field(1, "value: format")
                                .field(1, "base: LSN")
                                .field(2, "base: seq")
                                .field(1, "length of the delta")
                                .field(5, "the delta: format, no operation, CRC32C")
                                .field(4, "seal: CRC32C of family, key length, key and value")
                                .shown());
    }

    @Test
    void aProposalIsAsDocumented() {
        Ballot renounced = Ballot.RENOUNCE;
        Register register = new Register(renounced, renounced, Fate.ABORTED, PROPOSAL);
        byte[][] stored = stored(Shelf.PROPOSALS, SegmentKeys.id(PROPOSAL.id()), SegmentRecords.register(register));
        FormatPage.Dump value = new FormatPage.Dump(stored[1])
                .field(1, "value: format")
                .field(3, "promised ballot: round, slot, incarnation")
                .field(1, "something was accepted:")
                .field(3, "  accepted ballot")
                .field(1, "  2: ABORTED")
                .field(1, "the content is here:");
        FormatPage.assertShows(
                "PROPOSALS",
                new FormatPage.Dump(stored[0])
                                .field(1, "key: slot")
                                .field(8, "seq")
                                .shown()
                        + outline(value).field(4, "seal").shown());
    }

    @Test
    void aDecisionIsAsDocumented() {
        List<BaseReaders> readers = List.of(new BaseReaders(PAGE, BASE, List.of(ProposalId.of(2, 5))));
        byte[] decision = SegmentRecords.committed(true, readers, PROPOSAL);
        byte[][] stored = stored(Shelf.DECISIONS, SegmentKeys.id(PROPOSAL.id()), decision);
        FormatPage.Dump value = new FormatPage.Dump(stored[1])
                .field(1, "value: format")
                .field(1, "1: COMMITTED")
                .field(1, "it was counted, not inferred")
                .field(1, "readers of one base:")
                .field(9, "  page")
                .field(3, "  base: LSN, seq")
                .field(1, "  one reader:")
                .field(2, "  slot, seq")
                .field(1, "the content is here:");
        FormatPage.assertShows(
                "DECISIONS",
                new FormatPage.Dump(stored[0])
                                .field(1, "key: slot")
                                .field(8, "seq")
                                .shown()
                        + outline(value).field(4, "seal").shown());
    }

    @Test
    void metaIsAsDocumented() {
        SlotState slot = new SlotState(2, 77, List.of(new SlotState.Opening(2, 4, 132)), 0);
        byte[] identity = SegmentRecords.identity(new SegmentRecords.Identity(1, true, 4));
        byte[] page = SegmentRecords.page(new SegmentRecords.StoredPage(BASE, List.of(ProposalId.of(2, 5))));
        byte[] held = SegmentRecords.point(ReadPoint.ZERO.with(new WriterId(0), 300, new long[] {298, 299}));
        FormatPage.assertShows(
                "META",
                new FormatPage.Dump(SegmentKeys.metaIdentity())
                                .field(1, "key: i")
                                .shown()
                        + new FormatPage.Dump(identity)
                                .field(1, "value: format")
                                .field(1, "generation")
                                .field(1, "it is whole")
                                .field(1, "round of the rebuild")
                                .shown()
                        + new FormatPage.Dump(SegmentKeys.metaHeld())
                                .field(1, "key: h")
                                .shown()
                        + new FormatPage.Dump(held)
                                .field(1, "value: format")
                                .field(2, "slot 0: up to")
                                .field(1, "two missing seqs:")
                                .field(3, "  298, and 1 more")
                                .field(6, "slots 1 to 3")
                                .shown()
                        + new FormatPage.Dump(SegmentKeys.metaSlot(new WriterId(3)))
                                .field(1, "key: s")
                                .field(1, "slot")
                                .shown()
                        + new FormatPage.Dump(SegmentRecords.slot(slot))
                                .field(1, "value: format")
                                .field(1, "incarnation")
                                .field(1, "nonce")
                                .field(1, "abstains below")
                                .field(1, "one opening:")
                                .field(1, "  incarnation")
                                .field(1, "  closes from")
                                .field(2, "  first seq")
                                .shown()
                        + new FormatPage.Dump(SegmentKeys.metaPage(PAGE))
                                .field(1, "key: p")
                                .field(8, "page")
                                .shown()
                        + new FormatPage.Dump(page)
                                .field(1, "value: format")
                                .field(3, "newest version: LSN, seq")
                                .field(1, "one reader:")
                                .field(2, "  slot, seq")
                                .shown());
    }
}
