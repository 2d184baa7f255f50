package dev.sextant.storage.segment;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Segments tell one another what they lack, so that one that was away converges without any writer. Each asks one other at an
 * interval, in turn, with the point it has everything of; the other answers with decided proposals beyond it.
 *
 * <p>What was decided within the last interval is not told: it is on its way to the asker anyway.
 */
final class Gossip {
    /** Seqs of a slot looked at in one answer: above the 64 a writer may run undecided and the 128 an opening leaves out. */
    private static final int SEQS_LOOKED_AT = 4_096;

    private static final long NEVER = Long.MIN_VALUE;

    private final SegmentSettings settings;
    private final Outbox out;
    private final SegmentLog log;
    private final Archive archive;
    private final CopyTeller copies;
    /** Those an answer is being put together for. */
    private final TreeSet<SegmentId> answering = new TreeSet<>();

    private int lastPeer;
    private long nextAskNanos;
    private long learned;
    /** When news came last. */
    private long learnedNanos = NEVER;
    /** Who is asked out of turn; null if nobody. */
    private @Nullable SegmentId followed;
    /** Nobody is asked before. */
    private long pausedUntilNanos = NEVER;

    Gossip(SegmentSettings settings, Outbox out, SegmentLog log, Archive archive, CopyTeller copies) {
        this.settings = settings;
        this.out = out;
        this.log = log;
        this.archive = archive;
        this.copies = copies;
        lastPeer = settings.id().index();
    }

    /** Proposals learned from other segments. */
    long learned() {
        return learned;
    }

    void start() {
        nextAskNanos = out.nowNanos() + settings.gossipIntervalNanos();
    }

    long nextWakeNanos() {
        return nextAskNanos;
    }

    void onTime() {
        if (out.nowNanos() < nextAskNanos) {
            return;
        }
        nextAskNanos = out.nowNanos() + settings.gossipIntervalNanos();
        log.forgetRecentBefore(out.nowNanos() - settings.gossipIntervalNanos());
        if (out.nowNanos() < pausedUntilNanos) {
            return;
        }
        SegmentId teller = followed;
        if (teller != null && isCatchingUp()) {
            ask(teller);
            return;
        }
        followed = null;
        do {
            lastPeer = (lastPeer + 1) % SegmentId.COUNT;
        } while (lastPeer == settings.id().index());
        ask(new SegmentId(lastPeer));
    }

    /** Asks nobody for a while: what would be told one by one comes as pages. */
    void pauseUntil(long nanos) {
        pausedUntilNanos = nanos;
    }

    /** When news came last; {@link Long#MIN_VALUE} if never. */
    long learnedNanos() {
        return learnedNanos;
    }

    /**
     * Whether news still comes, or came so lately that each was asked once since. Who has collected more than the teller of that news
     * would have to be copied from, again and again, since floors rise while pages are copied.
     */
    boolean isCatchingUp() {
        return learnedNanos != NEVER
                && out.nowNanos() - learnedNanos < SegmentId.COUNT * settings.gossipIntervalNanos();
    }

    /** Asks one, and again at each interval, until it has told all or tells nothing more: its pages were copied, and what came after is there. */
    void follow(SegmentId teller) {
        followed = teller;
        pausedUntilNanos = NEVER;
        learnedNanos = out.nowNanos();
        ask(teller);
    }

    private void ask(SegmentId peer) {
        out.send(
                NodeAddress.of(peer),
                new SegmentMessage.GossipAsk(
                        settings.id(),
                        log.present(),
                        log.wanted(settings.limits().wantedIds())));
    }

    void onTell(SegmentMessage.GossipTell tell) {
        long news = 0;
        for (DecidedProposal proposal : tell.proposals()) {
            if (log.learn(proposal)) {
                news++;
            }
        }
        learned += news;
        if (news > 0) {
            learnedNanos = out.nowNanos();
        }
        if (!tell.more() && tell.from().equals(followed)) {
            followed = null;
        }
        if (tell.more() && news > 0) {
            ask(tell.from());
        }
    }

    void onAsk(SegmentMessage.GossipAsk ask) {
        SegmentId asker = ask.from();
        if (answering.size() >= settings.limits().answersAtOnce() || answering.contains(asker)) {
            return;
        }
        if (!ask.held().covers(log.floor())) {
            copies.offerFloor(asker);
            return;
        }
        List<Loads.Range> ranges = new ArrayList<>();
        for (ProposalId id : ask.wanted()) {
            if (log.isPresent(id) && ranges.size() < settings.limits().wantedIds()) {
                ranges.add(Loads.Range.key(Shelf.DECISIONS, SegmentKeys.id(id)));
            }
        }
        Set<ProposalId> wanted = new TreeSet<>(ask.wanted());
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            addLacking(new WriterId(slot), ask.held(), wanted, ranges);
        }
        if (ranges.isEmpty()) {
            return;
        }
        answering.add(asker);
        archive.read(ranges, id -> tellable(id, ask.held(), wanted), answer -> {
            answering.remove(asker);
            if (answer.more()) {
                copies.tellsMore(asker);
            }
            if (!answer.proposals().isEmpty()) {
                out.send(
                        NodeAddress.of(asker),
                        new SegmentMessage.GossipTell(settings.id(), answer.proposals(), log.present(), answer.more()));
            }
        });
    }

    /** What the asker misses below its point is read one by one; what lies above, as one range from the first on. */
    private void addLacking(WriterId writer, ReadPoint asker, Set<ProposalId> wanted, List<Loads.Range> to) {
        for (long seq : asker.missing(writer)) {
            ProposalId id = new ProposalId(writer, seq);
            if (!wanted.contains(id) && tellable(id, asker, wanted)) {
                to.add(Loads.Range.key(Shelf.DECISIONS, SegmentKeys.id(id)));
            }
        }
        long from = asker.upTo(writer) + 1;
        long end = Math.min(log.acceptor().fates().highest(writer), asker.upTo(writer) + SEQS_LOOKED_AT);
        for (long seq = from; seq <= end; seq++) {
            if (tellable(new ProposalId(writer, seq), asker, wanted)) {
                byte[] first = SegmentKeys.id(writer.slot(), seq);
                byte[] last = SegmentKeys.id(writer.slot() + 1, 0);
                to.add(Loads.Range.ascending(
                        Shelf.DECISIONS,
                        first,
                        last,
                        Math.max(2, settings.limits().loadEntries())));
                return;
            }
        }
    }

    private boolean tellable(ProposalId id, ReadPoint asker, Set<ProposalId> wanted) {
        return log.isPresent(id) && (wanted.contains(id) || (!log.isRecent(id) && !asker.sees(id)));
    }
}
