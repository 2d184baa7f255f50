package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.Rewind;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RewindsTest {
    private static final long PAGES = 40;
    private static final ReadPoint ALL =
            ReadPoint.ZERO.with(new WriterId(0), 9, new long[0]).with(new WriterId(2), 9, new long[0]);

    private static Proposal backtrack(int slot, long lamport) {
        ProposalId id = ProposalId.of(slot, 5);
        Lsn lsn = Lsn.of(lamport, id.writer());
        Stream<PageId> pages = Stream.concat(
                Stream.of(PageId.LINE), LongStream.rangeClosed(1, PAGES).mapToObj(PageId::new));
        List<PageWrite> writes = pages.map(page -> new PageWrite(page, VersionId.NONE, Rewind.to(ReadPoint.ZERO)))
                .toList();
        return new Proposal(id, 1, lsn, lsn, writes, List.of(), ReadPoint.ZERO, List.of(), List.of());
    }

    /** A later one goes back through an earlier one, whose images it may have to wait for. */
    @Test
    void bugTheEarliestComesFirst() {
        Rewinds rewinds = new Rewinds();
        Proposal later = backtrack(0, 20);
        Proposal earlier = backtrack(2, 10);
        rewinds.committed(later);
        rewinds.committed(earlier);
        List<Rewinds.Need> needs = rewinds.needs(ALL, 32);
        assertEquals(32, needs.size());
        needs.forEach(need -> assertEquals(earlier.version(), need.version()));
        needs.forEach(need -> rewinds.imaged(need.page(), need.version()));
        List<Rewinds.Need> rest = rewinds.needs(ALL, 32);
        assertEquals(32, rest.stream().map(Rewinds.Need::page).distinct().count(), "one need a page");
        assertEquals(
                PAGES + 1 - 32,
                rest.stream()
                        .filter(need -> need.version().equals(earlier.version()))
                        .count());
    }
}
