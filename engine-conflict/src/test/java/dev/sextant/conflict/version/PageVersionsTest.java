package dev.sextant.conflict.version;

import static dev.sextant.conflict.version.Sample.P;
import static dev.sextant.conflict.version.Sample.Q;
import static dev.sextant.conflict.version.Sample.proposal;
import static dev.sextant.conflict.version.Sample.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageVersionsTest {
    private static final VersionId V1 = version(0, 1);
    private static final VersionId V2 = version(0, 2);

    private static String vote(PageVersions pages, Proposal proposal) {
        PageVote vote = pages.check(proposal);
        if (vote instanceof PageVote.Blocked blocked) {
            return "blocked by " + blocked.oldest().id();
        }
        return vote instanceof PageVote.Stale stale ? "stale at " + stale.newer() : "clear";
    }

    /** Every pair of roles two proposals can have on one page, on the same base. */
    @Test
    void rivalsAreWriteAgainstWriteAndWriteAgainstReadBothWays() {
        String[][] table = {
            // holder, newcomer, verdict
            {"write", "write", "blocked by w1#1"},
            {"write", "read", "blocked by w1#1"},
            {"read", "write", "blocked by w1#1"},
            {"read", "read", "clear"},
        };
        for (String[] row : table) {
            PageVersions pages = new PageVersions();
            pages.hold(on(P, row[0], 1));
            assertEquals(row[2], vote(pages, on(P, row[1], 2)), row[0] + " then " + row[1]);
        }
    }

    private static Proposal on(PageId page, String role, int slot) {
        Sample sample = proposal(slot, 1).writes(new PageId(100 + slot));
        return role.equals("write")
                ? sample.writes(page).build()
                : sample.reads(page).build();
    }

    @Test
    void aBaseIsStaleOnlyWhenANewerVersionIsDecided() {
        PageVersions pages = new PageVersions();
        pages.decided(P, V1);
        assertEquals("stale at 1.0#1", vote(pages, proposal(1, 9).writes(P).build()));
        assertEquals("clear", vote(pages, proposal(1, 9).writes(P, V1).build()));
        assertEquals("clear", vote(pages, proposal(1, 9).writes(P, V2).build()), "this segment is behind");
        assertEquals(
                "stale at 1.0#1", vote(pages, proposal(1, 9).writes(Q).reads(P).build()));
    }

    @Test
    void versionsWithEqualLsnAndOtherSeqAreDifferent() {
        PageVersions pages = new PageVersions();
        pages.decided(P, V1);
        VersionId impostor = new VersionId(V1.lsn(), 77);
        assertEquals(
                "stale at 1.0#1", vote(pages, proposal(1, 9).writes(P, impostor).build()));
    }

    @Test
    void aHolderOnAnotherBaseIsNoRival() {
        PageVersions pages = new PageVersions();
        pages.hold(proposal(1, 1).writes(P).build());
        assertEquals("clear", vote(pages, proposal(2, 9).writes(P, V2).build()));
    }

    @Test
    void theOldestOfAllRivalsOnAnyPageIsNamed() {
        PageVersions pages = new PageVersions();
        pages.hold(proposal(1, 1).age(50).writes(P).build());
        pages.hold(proposal(2, 1).age(30).writes(Q).build());
        pages.hold(proposal(3, 1).age(40).reads(Q).writes(new PageId(9)).build());
        assertEquals(
                "blocked by w2#1",
                vote(pages, proposal(0, 1).writes(P).writes(Q).build()));
    }

    @Test
    void aProposalIsNoRivalOfItself() {
        PageVersions pages = new PageVersions();
        Proposal mine = proposal(1, 1).writes(P).reads(Q).build();
        pages.hold(mine);
        assertEquals("clear", vote(pages, mine));
        assertThrows(IllegalStateException.class, () -> pages.hold(mine));
        pages.release(mine);
        pages.release(mine);
        assertTrue(pages.holders(P).isEmpty() && pages.holders(Q).isEmpty());
    }

    @Test
    void readersAreListedForTheBaseThatIsOverwrittenAndForgottenWithIt() {
        PageVersions pages = new PageVersions();
        pages.decided(P, V1);
        assertTrue(pages.readBy(P, V1, ProposalId.of(2, 7)));
        assertTrue(pages.readBy(P, V1, ProposalId.of(1, 7)));
        assertFalse(pages.readBy(P, V1, ProposalId.of(1, 7)), "known");
        assertFalse(pages.readBy(P, V2, ProposalId.of(1, 8)), "not the newest version");
        List<BaseReaders> expected = List.of(new BaseReaders(P, V1, List.of(ProposalId.of(1, 7), ProposalId.of(2, 7))));
        assertEquals(
                new PageVote.Clear(expected),
                pages.check(proposal(3, 9).writes(P, V1).build()));
        assertEquals(
                new PageVote.Clear(List.of()),
                pages.check(proposal(3, 9).reads(P, V1).writes(Q).build()));
        pages.decided(P, V2);
        assertTrue(pages.readersOfNewest(P).isEmpty());
    }

    @Test
    void readsAloneAreCheckedForBothTests() {
        PageVersions pages = new PageVersions();
        pages.hold(proposal(1, 1).writes(P).build());
        pages.hold(proposal(2, 1).reads(Q).writes(new PageId(9)).build());
        assertInstanceOf(PageVote.Blocked.class, pages.checkReads(List.of(new PageRead(P, VersionId.NONE))));
        assertInstanceOf(PageVote.Clear.class, pages.checkReads(List.of(new PageRead(Q, VersionId.NONE))));
        pages.decided(Q, V1);
        assertInstanceOf(PageVote.Stale.class, pages.checkReads(List.of(new PageRead(Q, VersionId.NONE))));
    }

    // ---- against a dumb model
    // ----------------------------------------------------------------------------------------

    /** Keeps every decided version and every holder in lists and looks through all of them. */
    private static final class Model {
        final Map<PageId, VersionId> newest = new TreeMap<>();
        final List<Proposal> holders = new ArrayList<>();

        String vote(Proposal proposal) {
            TreeMap<PageId, VersionId> bases = new TreeMap<>();
            proposal.writes().forEach(write -> bases.put(write.page(), write.base()));
            proposal.reads().forEach(read -> bases.putIfAbsent(read.page(), read.version()));
            boolean stale = bases.entrySet().stream().anyMatch(base -> isNewer(base.getKey(), base.getValue()));
            if (stale) {
                return "stale";
            }
            return holders.stream()
                    .filter(holder -> !holder.id().equals(proposal.id()) && conflict(holder, proposal))
                    .min(Comparator.comparing(Proposal::age))
                    .map(holder -> "blocked by " + holder.age())
                    .orElse("clear");
        }

        private boolean isNewer(PageId page, VersionId base) {
            VersionId known = newest.getOrDefault(page, VersionId.NONE);
            return !known.equals(base) && known.lsn().compareTo(base.lsn()) >= 0;
        }

        private static boolean conflict(Proposal one, Proposal other) {
            TreeSet<String> written = new TreeSet<>();
            TreeSet<String> touched = new TreeSet<>();
            one.writes().forEach(write -> written.add(write.page() + "@" + write.base()));
            one.reads().forEach(read -> touched.add(read.page() + "@" + read.version()));
            touched.addAll(written);
            return other.writes().stream().anyMatch(write -> touched.contains(write.page() + "@" + write.base()))
                    || other.reads().stream().anyMatch(read -> written.contains(read.page() + "@" + read.version()));
        }
    }

    @Property(tries = 2000)
    void votesAsTheModelDoes(@ForAll @Size(max = 40) List<@IntRange(max = 9_999_999) Integer> script) {
        PageVersions pages = new PageVersions();
        Model model = new Model();
        long seq = 0;
        for (int step : script) {
            Proposal proposal = drawn(step, ++seq);
            switch (step % 4) {
                case 0 -> {
                    VersionId version = version(step / 4 % 4, 1 + step / 16 % 3);
                    PageId page = new PageId(step / 64 % 3);
                    boolean news = version.compareTo(model.newest.getOrDefault(page, VersionId.NONE)) > 0;
                    assertEquals(news, pages.decided(page, version));
                    model.newest.merge(page, version, (a, b) -> a.compareTo(b) >= 0 ? a : b);
                }
                case 1 -> {
                    pages.hold(proposal);
                    model.holders.add(proposal);
                }
                case 2 -> {
                    if (!model.holders.isEmpty()) {
                        Proposal released = model.holders.remove(step / 4 % model.holders.size());
                        pages.release(released);
                    }
                }
                default -> assertEquals(model.vote(proposal), brief(pages.copy().check(proposal)));
            }
            assertEquals(model.vote(proposal), brief(pages.check(proposal)));
        }
    }

    private static Proposal drawn(int step, long seq) {
        Sample sample = proposal(step % 4, seq).age(step / 7 % 1000);
        int pages = 1 + step / 3 % 7;
        for (int page = 0; page < 3; page++) {
            int base = step / (11 + page) % 4;
            VersionId version = base == 0 ? VersionId.NONE : version(step / 5 % 4, base);
            if ((pages & (1 << page)) != 0 && page != step % 3) {
                sample.writes(new PageId(page), version);
            } else if ((pages & (1 << page)) != 0) {
                sample.reads(new PageId(page), version);
            }
        }
        return sample.writes(new PageId(50)).build();
    }

    private static String brief(PageVote vote) {
        if (vote instanceof PageVote.Blocked blocked) {
            return "blocked by " + blocked.oldest().age();
        }
        return vote instanceof PageVote.Stale ? "stale" : "clear";
    }
}
