package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The way of a segment with a new disk to being whole again. Its former votes are lost, so until then it counts as out of reach,
 * and for ever in what was proposed before (I16).
 *
 * <pre>
 * (a) three whole segments tell their slots, their undecided proposals accepted for COMMIT, and how much they hold
 * (b) every slot that was ever claimed says where this generation's say begins: its writer re-opens its session,
 *     or the slot is opened anew by a claim that, since this segment answers none, four whole segments answered
 * (c) gossip has brought everything that the three held
 * </pre>
 *
 * <p>Why a seq below a session's start may be voted on by nobody here: its owner may have counted the lost vote. Why rivals are
 * kept: a quorum that counted the lost vote and one that counts a new one share, beside the segments that lost their disks, one
 * of the three at least. A proposal at or above the session's start was made when the former generation was gone: it has no lost
 * vote.
 *
 * <p>Invariant: what makes it whole was told in a round that began after the last session did. Until its session begins a writer
 * may still count a lost vote, together with votes that the three give after they have told; so every session begins a round
 * anew, and tells of an earlier one count for nothing but the slots they name. Rounds are durable, so a tell that was long on
 * its way is not taken for one of this round after a restart, which loses the sessions and begins anew; what gossip brought
 * stays.
 */
final class Rebuild {
    private final SegmentSettings settings;
    private final Outbox out;
    private final SegmentLog log;
    private final long generation;
    private final TreeMap<SegmentId, SegmentMessage.RebuildTell> tells = new TreeMap<>();
    /** Slots whose writer, or a new claim, has said where this generation's say begins; by the incarnation that said it. */
    private final TreeMap<WriterId, Long> sessions = new TreeMap<>();

    private long round;
    /** Whether three told their slots in one round, this or an earlier one. */
    private boolean slotsKnown;

    private long nextAskNanos;

    Rebuild(SegmentSettings settings, Outbox out, SegmentLog log, SegmentRecords.Identity identity) {
        this.settings = settings;
        this.out = out;
        this.log = log;
        generation = identity.generation();
        round = identity.rebuildRound();
        beginRound();
    }

    private void beginRound() {
        round++;
        tells.clear();
        nextAskNanos = out.nowNanos();
        persist(false);
    }

    private void persist(boolean whole) {
        SegmentRecords.Identity identity = new SegmentRecords.Identity(generation, whole, round);
        out.put(Shelf.META, SegmentKeys.metaIdentity(), SegmentRecords.identity(identity), true);
    }

    long nextWakeNanos() {
        return nextAskNanos;
    }

    /** Asks for what is still missing. */
    void onTime() {
        if (out.nowNanos() < nextAskNanos) {
            return;
        }
        nextAskNanos = out.nowNanos() + settings.rebuildIntervalNanos();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId other = new SegmentId(index);
            if (!other.equals(settings.id()) && !tells.containsKey(other)) {
                out.send(NodeAddress.of(other), new SegmentMessage.RebuildAsk(settings.id(), generation, round));
            }
        }
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            out.send(
                    NodeAddress.of(new WriterId(slot)),
                    new WriterMessage.SegmentStatus(settings.id(), generation, false, log.held(), log.floor()));
        }
    }

    void onTell(SegmentMessage.RebuildTell tell) {
        if (tell.generation() != generation) {
            return;
        }
        adoptSlots(tell.slots());
        if (tell.round() == round) {
            tells.put(tell.from(), tell);
            slotsKnown |= toldByEnough();
            advanced("round " + round + ": told by " + tells.keySet());
        }
    }

    /** The writer of a slot proposes from {@code nextSeq} on with this generation's votes. */
    void onOpenSession(SegmentMessage.OpenSession session) {
        if (session.generation() == generation) {
            begin(session.writer(), session.incarnation(), session.nextSeq());
        }
    }

    /**
     * A slot was opened. It counts as a session only if none of the three segments knew this opening when they told: then it was
     * made after the former generation was gone.
     */
    void onSlotOpened(SegmentMessage.SlotOpened opened) {
        if (!slotsKnown) {
            return;
        }
        SlotState slot = log.acceptor().slot(opened.writer());
        for (SlotState.Opening known : slot.openings()) {
            if (known.firstSeq() >= opened.firstSeq()) {
                return;
            }
        }
        begin(opened.writer(), slot.incarnation() + 1, opened.firstSeq());
    }

    private void begin(WriterId writer, long incarnation, long firstSeq) {
        log.acceptor().abstainBelow(writer, firstSeq);
        Long known = sessions.get(writer);
        if (known == null || known < incarnation) {
            sessions.put(writer, incarnation);
            advanced(writer + " begins with this disk at seq " + firstSeq);
            beginRound();
        }
    }

    private void adoptSlots(List<SlotState> told) {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            SlotState own = log.acceptor().slot(writer);
            SlotState merged = merge(own, told.get(slot));
            if (!merged.equals(own)) {
                log.adoptSlot(writer, merged);
            }
        }
    }

    /** The higher claim and all openings; where to abstain is each segment's own. */
    static SlotState merge(SlotState own, SlotState other) {
        SlotState higher = other.incarnation() > own.incarnation() ? other : own;
        TreeSet<SlotState.Opening> openings = new TreeSet<>(Comparator.comparingLong(SlotState.Opening::incarnation)
                .thenComparingLong(SlotState.Opening::firstSeq)
                .thenComparingLong(SlotState.Opening::closeFrom));
        openings.addAll(own.openings());
        openings.addAll(other.openings());
        return new SlotState(higher.incarnation(), higher.nonce(), List.copyOf(openings), own.abstainBelow());
    }

    /** Ends the rebuild if nothing is waited for any more; tells whether it did. */
    boolean endIfComplete() {
        if (!toldByEnough() || !sessionsOpen() || !caughtUp()) {
            return false;
        }
        holdRivals();
        persist(true);
        return true;
    }

    private boolean toldByEnough() {
        return tells.size() >= Quorums.SIX.read();
    }

    /** Those this segment has no say in; the others carry no lost vote. */
    private void holdRivals() {
        for (SegmentMessage.RebuildTell tell : tells.values()) {
            for (Proposal rival : tell.undecided()) {
                SlotState slot = log.acceptor().slot(rival.id().writer());
                if (rival.id().seq() < slot.abstainBelow()) {
                    log.acceptor().holdAsRival(rival);
                }
            }
        }
    }

    private boolean sessionsOpen() {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            long claimed = log.acceptor().slot(writer).incarnation();
            Long session = sessions.get(writer);
            if (claimed > 0 && (session == null || session < claimed)) {
                return false;
            }
        }
        return true;
    }

    private boolean caughtUp() {
        ReadPoint held = log.held();
        for (SegmentMessage.RebuildTell tell : tells.values()) {
            if (!held.covers(tell.held())) {
                return false;
            }
        }
        return true;
    }

    private void advanced(String step) {
        out.happened(new SegmentEvent.RebuildAdvanced(generation, step));
    }
}
