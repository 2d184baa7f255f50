package dev.sextant.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A segment that died between any two turns of its driver, and lost what was not synced, answers as one that had stopped at the
 * last batch that survived; and nothing it acknowledged is missing from that.
 */
class RecoveryTest {
    private static final SegmentSettings.Limits SMALL =
            new SegmentSettings.Limits(1_000, 1 << 20, 16, 64, 64, 64, 4, 3, 8, 5, 3);
    private static final SegmentSettings SETTINGS =
            SegmentSettings.of(new SegmentId(2), 0).withLimits(SMALL);
    private static final Ballot LOWEST = Ballot.settling(2, new WriterId(0), 0);
    private static final Ballot HIGHEST = Ballot.settling(1_000_000, new WriterId(3), 1);

    /** One turn of the driver. */
    private record Turn(List<SegmentInput> inputs, long nowNanos) {}

    @Test
    void answersAsBeforeForAllItAcknowledged() {
        int lost = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            try {
                lost += run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(lost > 300, "only " + lost + " unsynced batches were lost, so this showed little");
    }

    private static int run(long seed) {
        Random random = new Random(seed);
        Truth truth = new Truth(seed, 3);
        Rig segment = Rig.started(SETTINGS, 0);
        List<Turn> turns = new ArrayList<>();
        /* How many turns had happened when each batch that is still unsynced was written. */
        List<Integer> unsyncedAt = new ArrayList<>();
        Inputs inputs = new Inputs(truth, random);
        int length = 5 + random.nextInt(60);
        int onlyNewsFrom = length - random.nextInt(10);
        for (int i = 0; i < length; i++) {
            Turn turn = new Turn(i < onlyNewsFrom ? inputs.next() : inputs.news(), 1_000L * i);
            turns.add(turn);
            int before = segment.store.unsyncedBatches();
            segment.drain(turn.inputs(), turn.nowNanos());
            int after = segment.store.unsyncedBatches();
            if (after <= before && after == 0) {
                unsyncedAt.clear();
            } else if (after > before) {
                unsyncedAt.add(i + 1);
            }
        }
        List<Message> acknowledged =
                segment.sent.stream().map(SegmentEffect.Send::message).toList();
        int kept = random.nextInt(unsyncedAt.size() + 1);
        int survivingTurns = kept == unsyncedAt.size() ? length : unsyncedAt.get(kept) - 1;
        segment.crash(kept, 1_000_000);
        assertTrue(segment.core().counters().serving());
        assertEquals(List.of(), Audited.of(segment).findings());

        Rig reference = Rig.started(SETTINGS, 0);
        for (Turn turn : turns.subList(0, survivingTurns)) {
            reference.drain(turn.inputs(), turn.nowNanos());
        }
        reference.settle(1_000_000);
        assertEquals(counts(reference), counts(segment));
        List<Object> expected = answers(reference, truth);
        List<Object> actual = answers(segment, truth);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i));
        }
        assertAcknowledged(acknowledged, segment);
        return unsyncedAt.size() - kept;
    }

    private static List<Object> counts(Rig rig) {
        SegmentCounters counters = rig.core().counters();
        return List.of(counters.held(), counters.undecided(), counters.wanted(), counters.decided());
    }

    /** Everything a segment can be asked, asked. The ballots come last, since they change what they ask. */
    private static List<Object> answers(Rig rig, Truth truth) {
        List<Object> all = new ArrayList<>();
        List<ProposalId> ids = new ArrayList<>();
        truth.decided().forEach(each -> ids.add(each.id()));
        truth.undecided().forEach(each -> ids.add(each.id()));
        long now = 2_000_000;
        all.add(rig.ask(new SegmentMessage.Pull(1, ids), now));
        all.add(rig.ask(new SegmentMessage.AskHighest(2), now));
        all.add(rig.ask(new SegmentMessage.RebuildAsk(new SegmentId(5), 9, 1), now));
        all.add(rig.ask(new SegmentMessage.GossipAsk(new SegmentId(4), ReadPoint.ZERO, ids), now));
        all.add(rig.ask(new SegmentMessage.Heartbeat(new WriterId(0), 1, List.of(ReadPoint.ZERO)), now));
        for (ReadPoint point : truth.points) {
            truth.pages().forEach(page -> all.add(rig.ask(new SegmentMessage.ReadPage(3, page, point), now)));
        }
        truth.pages().forEach(page -> {
            List<PageRead> read = List.of(new PageRead(page, truth.newest(page)));
            all.add(rig.ask(new SegmentMessage.CheckReads(4, read), now));
        });
        for (ProposalId id : ids) {
            all.add(rig.ask(new SegmentMessage.Prepare(id, LOWEST), now));
            all.add(rig.ask(new SegmentMessage.Prepare(id, HIGHEST), now));
        }
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            all.add(rig.ask(new SegmentMessage.Claim(new WriterId(slot), 99, 5), now));
        }
        return comparable(all);
    }

    /** Pages compare by their bytes. */
    private static List<Object> comparable(List<Object> answers) {
        List<Object> all = new ArrayList<>();
        for (Object answer : answers) {
            if (answer instanceof List<?> list) {
                all.add(comparable(List.copyOf(list)));
            } else if (answer instanceof WriterMessage.PageBuilt built) {
                all.add(built.page() + "@" + built.version() + Arrays.hashCode(built.image()));
            } else {
                all.add(answer);
            }
        }
        return all;
    }

    /** Votes, promises and claims that were told before the crash still stand (or the fate is known). */
    private static void assertAcknowledged(List<Message> acknowledged, Rig segment) {
        TreeMap<ProposalId, Ballot> votes = new TreeMap<>();
        TreeMap<WriterId, Long> claims = new TreeMap<>();
        for (Message message : acknowledged) {
            if (message instanceof WriterMessage.Voted voted && voted.verdict() instanceof Verdict.Accepted) {
                votes.merge(voted.id(), voted.ballot(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            } else if (message instanceof WriterMessage.Claimed claimed) {
                claims.put(claimed.writer(), claimed.incarnation());
            }
        }
        votes.forEach((id, ballot) -> {
            Ballot above = Ballot.settling(2_000_000, new WriterId(0), 1);
            Message answer = segment.ask(new SegmentMessage.Prepare(id, above), 3_000_000)
                    .get(0);
            if (answer instanceof WriterMessage.Promised promised) {
                assertTrue(ballot.compareTo(promised.register().accepted()) <= 0, id + " lost its vote");
            } else {
                assertTrue(((WriterMessage.Voted) answer).verdict() instanceof Verdict.Decided);
            }
        });
        claims.forEach((writer, incarnation) -> {
            Message refused = segment.ask(new SegmentMessage.Claim(writer, incarnation, -1), 3_000_000)
                    .get(0);
            assertTrue(refused instanceof WriterMessage.ClaimRefused, "a claim was forgotten");
        });
    }

    /** Draws what a segment is told, true to what happened. */
    private static final class Inputs {
        private final Truth truth;
        private final Random random;
        private final List<DecidedProposal> untold = new ArrayList<>();
        private long nonce;

        Inputs(Truth truth, Random random) {
            this.truth = truth;
            this.random = random;
        }

        List<SegmentInput> next() {
            List<SegmentInput> inputs = new ArrayList<>();
            for (int left = random.nextInt(3); left >= 0; left--) {
                SegmentMessage message = message();
                inputs.add(
                        message == null
                                ? new SegmentInput.Tick()
                                : new SegmentInput.Received(NodeAddress.of(new WriterId(1)), message));
            }
            return inputs;
        }

        /** Fates, which are not synced, and nothing else. */
        List<SegmentInput> news() {
            List<Proposal> undecided = truth.undecided();
            if (undecided.isEmpty()) {
                return List.of();
            }
            SegmentMessage news = decided(undecided.get(random.nextInt(undecided.size())));
            return List.of(new SegmentInput.Received(NodeAddress.of(new WriterId(1)), news));
        }

        private SegmentMessage message() {
            List<Proposal> undecided = truth.undecided();
            Proposal some = undecided.isEmpty() ? null : undecided.get(random.nextInt(undecided.size()));
            int kind = random.nextInt(14);
            if (some == null || kind < 4) {
                return new SegmentMessage.Propose(truth.propose());
            }
            return switch (kind) {
                case 4 -> new SegmentMessage.Propose(some);
                case 5 -> new SegmentMessage.Renounce(some.id(), some.incarnation(), null);
                case 6 -> new SegmentMessage.Prepare(some.id(), ballot(Fate.COMMITTED));
                case 7 -> new SegmentMessage.Settle(some.id(), ballot(Fate.COMMITTED), Fate.COMMITTED, some);
                case 8 -> new SegmentMessage.Settle(some.id(), ballot(Fate.ABORTED), Fate.ABORTED, null);
                case 9 -> slot();
                case 10 -> null;
                default -> decided(some);
            };
        }

        /** A ballot carries one value. */
        private Ballot ballot(Fate value) {
            return Ballot.settling(2 + random.nextInt(3), new WriterId(random.nextInt(4)), value.ordinal());
        }

        private SegmentMessage slot() {
            WriterId writer = new WriterId(random.nextInt(4));
            long current = truth.incarnation(writer);
            if (random.nextInt(3) == 0) {
                long from = truth.reopen(writer, 3);
                return new SegmentMessage.SlotOpened(writer, from, from + 3);
            }
            long next = truth.nextSeq(writer);
            return random.nextBoolean()
                    ? new SegmentMessage.Claim(writer, current, ++nonce)
                    : new SegmentMessage.Open(writer, current, nonce, next, next + 3);
        }

        private SegmentMessage decided(Proposal some) {
            untold.addAll(random.nextInt(4) == 0 ? List.of(truth.abort(some)) : truth.commit(some));
            List<DecidedProposal> told = new ArrayList<>();
            while (!untold.isEmpty() && random.nextInt(3) > 0) {
                DecidedProposal news = untold.remove(random.nextInt(untold.size()));
                boolean bare = random.nextBoolean();
                told.add(
                        bare
                                ? new DecidedProposal(news.id(), news.fate(), news.counted(), news.readers(), null)
                                : news);
            }
            return new SegmentMessage.Decided(told);
        }
    }

    @Test
    void damagedRecordsTakeItOutOfServiceAndNothingIsAnswered() {
        Rig segment = Rig.started(SETTINGS, 0);
        Truth truth = new Truth(1, 2);
        segment.receive(NodeAddress.of(new WriterId(0)), new SegmentMessage.Propose(truth.propose()), 1);
        byte[] key = segment.store.shelf(Shelf.PROPOSALS).firstKey();
        segment.store.shelf(Shelf.PROPOSALS).put(key, new byte[] {SegmentRecords.FORMAT, 0});
        Rig again = new Rig(SETTINGS);
        segment.store
                .shelf(Shelf.PROPOSALS)
                .forEach((k, v) -> again.store.shelf(Shelf.PROPOSALS).put(k, v));
        segment.store
                .shelf(Shelf.META)
                .forEach((k, v) -> again.store.shelf(Shelf.META).put(k, v));
        again.start(2);
        assertFalse(again.core().counters().serving());
        assertEquals(1, again.events(SegmentEvent.OutOfService.class).size());
        assertEquals(List.of(), again.ask(new SegmentMessage.AskHighest(1), 3));
        assertEquals(Long.MAX_VALUE, again.core().nextWakeNanos());
    }

    @Test
    void recordsWithoutAnIdentityAreNotTakenForAnEmptyDisk() {
        Rig segment = new Rig(SETTINGS);
        segment.store.shelf(Shelf.DECISIONS).put(SegmentKeys.id(ProposalId.of(0, 1)), SegmentRecords.aborted());
        segment.start(1);
        assertFalse(segment.core().counters().serving());
        assertEquals(1, segment.events(SegmentEvent.OutOfService.class).size());
    }

    @Test
    void aLoadThatFailsDuringRecoveryTakesItOutOfService() {
        Rig segment = new Rig(SETTINGS);
        segment.failing = load -> load.shelf() == Shelf.DECISIONS;
        segment.start(1);
        assertFalse(segment.core().counters().serving());
    }

    @Test
    void messagesBeforeTheEndOfRecoveryAreDropped() {
        Rig segment = new Rig(SETTINGS);
        segment.drain(
                List.of(
                        new SegmentInput.Start(),
                        new SegmentInput.Received(NodeAddress.of(new WriterId(0)), new SegmentMessage.AskHighest(1))),
                1);
        segment.settle(1);
        assertEquals(List.of(), segment.sent);
        assertTrue(segment.core().counters().serving());
    }

    /** A disk may write the only record of a page somewhere else: what the page is its commits tell, and its deltas. */
    @Test
    void bugALostRecordOfAPageMakesItNotEmpty() {
        Truth truth = new Truth(9, 1);
        Rig rig = Rig.started(SETTINGS, 1);
        PageId page = new PageId(0);
        Proposal first = truth.propose(0, List.of(page), 0);
        Proposal late = truth.propose(1, List.of(page), 0);
        rig.receive(NodeAddress.of(new WriterId(0)), new SegmentMessage.Decided(truth.commit(first)), 1);
        rig.store.shelf(Shelf.META).remove(SegmentKeys.metaPage(page));
        WriterMessage.PageBuilt built =
                rig.askOne(WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(1, page, truth.point()), 1);
        assertEquals(truth.newest(page), built.version());
        rig.store.write(List.of(new SegmentEffect.Persist(Shelf.META, SegmentKeys.metaPage(page), null, true)));
        rig.crash(0, 2);
        built = rig.askOne(WriterMessage.PageBuilt.class, new SegmentMessage.ReadPage(1, page, truth.point()), 2);
        assertEquals(truth.newest(page), built.version());
        WriterMessage.Voted voted = rig.askOne(WriterMessage.Voted.class, new SegmentMessage.Propose(late), 2);
        assertTrue(voted.verdict() instanceof Verdict.Stale || voted.verdict() instanceof Verdict.Decided, voted + "");
    }
}
