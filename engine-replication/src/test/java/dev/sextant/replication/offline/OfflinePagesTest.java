package dev.sextant.replication.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.memory.MemoryDisk;
import dev.sextant.storage.memory.MemoryStore;
import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.Redo;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreIdentity;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pages of segments that have not heard of everything. */
class OfflinePagesTest {
    private static final SegmentId SEGMENT = new SegmentId(3);
    private static final WriterId WRITER = new WriterId(0);
    private static final PageId PAGE = new PageId(7);

    private Page content = Page.EMPTY;
    private VersionId newest = VersionId.NONE;
    private long seq;

    /** Puts one more row into the page. */
    private DecidedProposal commit() {
        long depends = seq++;
        Page changed = PageChanges.put(content, NewRow.of(new byte[] {(byte) seq}, new byte[] {1}));
        Lsn lsn = Lsn.of(seq, WRITER);
        Proposal proposal = new Proposal(
                new ProposalId(WRITER, seq),
                1,
                lsn,
                lsn,
                List.of(new PageWrite(PAGE, newest, Redo.diff(content, changed))),
                List.of(),
                ReadPoint.ZERO.with(WRITER, depends, new long[0]),
                List.of(new TransactionId(1, seq)),
                List.of());
        content = Redo.apply(content, proposal.writes().get(0).delta(), proposal.version());
        newest = proposal.version();
        return new DecidedProposal(proposal.id(), Fate.COMMITTED, true, List.of(), proposal);
    }

    /** The one segment of a backup knows the third commit, and has not heard of the second, on which it was made. */
    @Test
    void bugAPageWithoutCertainEndIsReadWhereThereIsNoOtherSegment() {
        SegmentStore store = MemoryStore.create(new MemoryDisk("disk"), StoreIdentity.of(new UUID(1, 2), SEGMENT));
        StillCore core = StillCore.started(SEGMENT, store, 0, dev.sextant.api.SegmentLayout.ALL_FULL);
        core.ask(new SegmentMessage.Decided(List.of(commit())));
        commit();
        core.ask(new SegmentMessage.Decided(List.of(commit())));

        IdleSegment segment = IdleSegment.started(SEGMENT, store, 0, dev.sextant.api.SegmentLayout.ALL_FULL);
        assertEquals(1, segment.held().upTo(WRITER));
        assertNull(segment.page(PAGE, segment.held()));
        OfflinePages pages = new OfflinePages(List.of(segment), segment.held());
        assertEquals(1, pages.page(PAGE).count());
        assertThrows(PageCorruptException.class, () -> new OfflinePages(List.of(), segment.held()).page(PAGE));
    }

    @Test
    void aPageThatNobodyWroteIsEmpty() {
        SegmentStore store = MemoryStore.create(new MemoryDisk("disk"), StoreIdentity.of(new UUID(1, 2), SEGMENT));
        IdleSegment segment = IdleSegment.started(SEGMENT, store, 0, dev.sextant.api.SegmentLayout.ALL_FULL);
        assertEquals(
                0, new OfflinePages(List.of(segment), ReadPoint.ZERO).page(PAGE).count());
        assertNull(segment.uncertainPage(PAGE, ReadPoint.ZERO));
    }
}
