package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An audit finds nothing in what a segment writes (see {@link RecoveryTest}, too), and everything that was changed behind its back. */
class SegmentAuditTest {
    private static final NodeAddress WRITER = NodeAddress.of(new WriterId(0));
    private static final SegmentSettings.Limits SMALL =
            new SegmentSettings.Limits(16, 4_096, 16, 4, 2, 2, 4, 5, 8, 16, 3);
    private static final int PAGES = 4;

    private final Rig rig = Rig.started(SegmentSettings.of(new SegmentId(0), 0).withLimits(SMALL), 0);
    private final Truth truth = new Truth(7, PAGES);

    @BeforeEach
    void liveForAWhile() {
        Random random = new Random(7);
        for (int step = 0; step < 200; step++) {
            rig.receive(WRITER, new SegmentMessage.Propose(truth.propose()), step);
            List<Proposal> undecided = truth.undecided();
            Proposal chosen = undecided.get(random.nextInt(undecided.size()));
            List<DecidedProposal> fates = random.nextInt(4) == 0 ? List.of(truth.abort(chosen)) : truth.commit(chosen);
            rig.receive(WRITER, new SegmentMessage.Decided(fates), step);
            // Being read makes images.
            truth.pages().forEach(page -> rig.ask(new SegmentMessage.ReadPage(7, page, truth.point()), 1));
        }
        rig.receive(WRITER, new SegmentMessage.Propose(truth.propose()), 201);
        assertEquals(truth.point(), rig.core().counters().held());
        assertTrue(shelf(Shelf.PAGES).size() > PAGES, "there are images");
    }

    private NavigableMap<byte[], byte[]> shelf(Shelf shelf) {
        return rig.store.shelf(shelf);
    }

    /** A key in the middle of a shelf. */
    private byte[] someKey(Shelf shelf) {
        return new ArrayList<>(shelf(shelf).keySet()).get(shelf(shelf).size() / 2);
    }

    /** The key of a delta that a commit made, and not the first of its page. */
    private byte[] someCommittedDelta() {
        byte[] chosen = null;
        for (byte[] key : shelf(Shelf.REDO).keySet()) {
            ProposalId id = SegmentKeys.versionOf(key).proposal();
            boolean committed =
                    truth.decided().stream().anyMatch(each -> each.id().equals(id));
            if (committed
                    && (chosen == null
                            || shelf(Shelf.REDO).headMap(key).size()
                                    < shelf(Shelf.REDO).size() / 2)) {
                chosen = key;
            }
        }
        return chosen;
    }

    private void assertFinds(String... parts) {
        List<String> findings = Audited.of(rig).findings();
        for (String part : parts) {
            assertTrue(findings.stream().anyMatch(finding -> finding.contains(part)), part + " in " + findings);
        }
        assertFalse(findings.isEmpty());
    }

    @Test
    void countsWhatIsThereAndFindsNothingWrong() {
        Audited audited = Audited.of(rig);
        assertEquals(List.of(), audited.findings());
        assertEquals(PAGES, audited.result().pages());
        int versions = truth.pages().stream().mapToInt(truth::versions).sum();
        assertEquals(versions, audited.result().versions());
        Map<Shelf, Long> entries = new TreeMap<>();
        audited.result().shelves().forEach((shelf, volume) -> entries.put(shelf, volume.entries()));
        for (Shelf shelf : Shelf.values()) {
            assertEquals(shelf(shelf).size(), entries.get(shelf), shelf::toString);
        }
        assertEquals(entries, audited.looked());
    }

    @Test
    void tellsWhatTheSegmentSaysOfItself() {
        StoredState state = Audited.of(rig).audit().state();
        assertTrue(state.isWhole());
        assertEquals(0, state.generation());
        assertEquals(PAGES, state.newest().size());
        List<ProposalId> doubtful = truth.undecided().stream().map(Proposal::id).toList();
        assertTrue(doubtful.containsAll(
                state.inDoubt().stream().map(StoredState.InDoubt::id).toList()));
        assertFalse(state.inDoubt().isEmpty());
        assertFalse(state.inDoubt().get(0).pages().isEmpty());
        assertEquals(0, state.wanted());
    }

    @Test
    void aDeltaThatIsGoneBreaksItsChainAndIsMissedByItsCommit() {
        byte[] key = someCommittedDelta();
        shelf(Shelf.REDO).remove(key);
        assertFinds(
                "REDO " + SegmentKeys.pageOf(key) + ": the delta of "
                        + SegmentKeys.versionOf(key).proposal(),
                "is not there");
    }

    @Test
    void theLastDeltaOfAPageIsMissedToo() {
        byte[] key = shelf(Shelf.REDO).floorKey(SegmentKeys.version(new PageId(0), truth.newest(new PageId(0))));
        shelf(Shelf.REDO).remove(key);
        assertFinds("REDO " + new PageId(0) + ": " + new PageId(0) + " ends at", "is not there");
    }

    @Test
    void allDeltasOfAPageAreMissed() {
        PageId page = new PageId(2);
        shelf(Shelf.REDO)
                .subMap(SegmentKeys.pageBegin(page), SegmentKeys.pageEnd(page))
                .clear();
        assertFinds("REDO " + page + ": " + page + " ends at ", "is not there");
    }

    /** Wherever a delta's bytes are changed so that its record can still be read, something does not fit. */
    @Test
    void aChangedByteOfADeltaIsFound() {
        byte[] key = someCommittedDelta();
        byte[] whole = shelf(Shelf.REDO).get(key);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 4;
            shelf(Shelf.REDO).put(key, changed);
            assertFinds("REDO " + SegmentKeys.pageOf(key));
        }
    }

    @Test
    void aDamagedValueIsToldOnce() {
        byte[] key = someCommittedDelta();
        shelf(Shelf.REDO).put(key, new byte[0]);
        List<String> findings = Audited.of(rig).findings();
        assertEquals(
                1,
                findings.stream()
                        .filter(finding -> finding.contains("checksum"))
                        .count(),
                findings::toString);
        assertTrue(findings.stream().noneMatch(finding -> finding.contains("is not there")), findings::toString);
    }

    @Test
    void anImageThatIsNotWhatTheChainMakesIsFound() {
        byte[] key = someKey(Shelf.PAGES);
        PageId page = SegmentKeys.pageOf(key);
        VersionId version = SegmentKeys.versionOf(key);
        shelf(Shelf.PAGES).put(key, Page.EMPTY.toImage());
        assertFinds("PAGES " + page + ": the image of " + page + " at " + version + " is not what its chain makes");

        byte[] damaged = Page.EMPTY.toImage();
        damaged[damaged.length - 1] ^= 1;
        shelf(Shelf.PAGES).put(key, damaged);
        assertFinds("PAGES " + page + ": " + page + " is damaged");
    }

    @Test
    void anImageOfAVersionThatNeverWasIsFound() {
        byte[] key = someKey(Shelf.PAGES);
        VersionId version = SegmentKeys.versionOf(key);
        VersionId other = VersionId.of(ProposalId.of(version.proposal().slot(), 1), version.lsn());
        shelf(Shelf.PAGES)
                .put(
                        SegmentKeys.version(SegmentKeys.pageOf(key), other),
                        shelf(Shelf.PAGES).get(key));
        assertFinds("is of a version that its chain does not have");
    }

    @Test
    void aDeltaThatNobodyListsIsFound() {
        byte[] key = someCommittedDelta();
        byte[] elsewhere = SegmentKeys.version(new PageId(77), SegmentKeys.versionOf(key));
        shelf(Shelf.REDO).put(elsewhere, shelf(Shelf.REDO).get(key));
        assertFinds("that the commits there do not list");

        shelf(Shelf.REDO).remove(elsewhere);
        VersionId unknown = VersionId.of(
                ProposalId.of(0, 999_999), SegmentKeys.versionOf(key).lsn());
        shelf(Shelf.REDO)
                .put(
                        SegmentKeys.version(new PageId(0), unknown),
                        shelf(Shelf.REDO).get(key));
        assertFinds("which nobody knows");
    }

    @Test
    void aFateThatTurnedLeavesDeltas() {
        byte[] key = someCommittedDelta();
        ProposalId id = SegmentKeys.versionOf(key).proposal();
        shelf(Shelf.DECISIONS).put(SegmentKeys.id(id), SegmentRecords.aborted());
        assertFinds("a delta of " + id + ", which aborted, is left");
    }

    @Test
    void aProposalWithBothAFateAndARegisterIsFound() {
        byte[] key = shelf(Shelf.PROPOSALS).firstKey();
        shelf(Shelf.DECISIONS).put(key, SegmentRecords.aborted());
        assertFinds("is undecided here and ABORTED");
    }

    @Test
    void anUndecidedProposalNeedsItsDeltas() {
        StoredState.InDoubt doubtful = Audited.of(rig).audit().state().inDoubt().get(0);
        Proposal proposal = truth.undecided().stream()
                .filter(each -> each.id().equals(doubtful.id()))
                .findFirst()
                .orElseThrow();
        PageWrite write = proposal.writes().get(0);
        shelf(Shelf.REDO).remove(SegmentKeys.version(write.page(), proposal.version()));
        assertFinds("REDO " + write.page() + ": the delta of " + proposal.id() + " for " + write.page());
    }

    @Test
    void slotsMustBePlausible() {
        SlotState.Opening early = new SlotState.Opening(5, 40, 30);
        shelf(Shelf.META)
                .put(
                        SegmentKeys.metaSlot(new WriterId(1)),
                        SegmentRecords.slot(new SlotState(5, 9, List.of(early), 0)));
        assertFinds("META null: slot 1, claimed up to incarnation 5, has the impossible " + early);
    }

    @Test
    void recordsOfANewerVersionAreNamed() {
        for (Shelf shelf : List.of(Shelf.META, Shelf.DECISIONS, Shelf.PROPOSALS, Shelf.REDO)) {
            byte[] key = someKey(shelf);
            byte[] ours = shelf(shelf).get(key);
            byte[] newer = ours.clone();
            newer[0] = SegmentRecords.FORMAT + 1;
            shelf(shelf).put(key, newer);
            assertFinds(shelf + " ", "a newer version of Sextant");
            shelf(shelf).put(key, ours);
        }
        assertEquals(List.of(), Audited.of(rig).findings());
    }

    @Test
    void recordsWithoutAnIdentityAreFound() {
        shelf(Shelf.META).remove(SegmentKeys.metaIdentity());
        assertFinds("none that says whose they are");
    }
}
