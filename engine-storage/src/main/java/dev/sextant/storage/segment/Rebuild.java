package dev.sextant.storage.segment;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
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
 * kept: a quorum that counted the lost vote and one that counts a new one share, beside this segment, at least one of the three.
 * A proposal at or above the session's start was made when the former generation was gone: it has no lost vote.
 *
 * <p>A restart on the way begins anew at (a); what gossip brought stays.
 */
final class Rebuild {
    private final SegmentSettings settings;
    private final Outbox out;
    private final SegmentLog log;
    private final long generation;
    private final TreeMap<SegmentId, SegmentMessage.RebuildTell> tells = new TreeMap<>();
    /** Slots whose writer, or a new claim, has said where this generation's say begins; by the incarnation that said it. */
    private final TreeMap<WriterId, Long> sessions = new TreeMap<>();

    private boolean adopted;
    private long nextAskNanos;

    Rebuild(SegmentSettings settings, Outbox out, SegmentLog log, long generation) {
        this.settings = settings;
        this.out = out;
        this.log = log;
        this.generation = generation;
        nextAskNanos = out.nowNanos();
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
        for (int index = 0; index < SegmentId.COUNT && !adopted; index++) {
            SegmentId other = new SegmentId(index);
            if (!other.equals(settings.id()) && !tells.containsKey(other)) {
                out.send(NodeAddress.of(other), new SegmentMessage.RebuildAsk(settings.id(), generation));
            }
        }
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            out.send(
                    NodeAddress.of(new WriterId(slot)),
                    new WriterMessage.SegmentStatus(settings.id(), generation, false, log.held()));
        }
    }

    /** What a whole segment tells one that asks. */
    static SegmentMessage.RebuildTell tell(SegmentId self, long askersGeneration, SegmentLog log) {
        Acceptor acceptor = log.acceptor();
        List<SlotState> slots = new ArrayList<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            slots.add(acceptor.slot(new WriterId(slot)));
        }
        List<Proposal> undecided = new ArrayList<>();
        for (ProposalId id : acceptor.undecided()) {
            Register register = acceptor.register(id);
            Proposal content = register.content();
            if (register.holdsCommit() && content != null) {
                undecided.add(content);
            }
        }
        return new SegmentMessage.RebuildTell(self, askersGeneration, slots, undecided, log.held());
    }

    void onTell(SegmentMessage.RebuildTell tell) {
        if (adopted || tell.generation() != generation) {
            return;
        }
        tells.put(tell.from(), tell);
        if (tells.size() == Quorums.SIX.read()) {
            adopted = true;
            adoptSlots();
            holdRivals();
            advanced("took over the slots and the undecided proposals of " + tells.keySet());
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
        if (!adopted) {
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
        }
        holdRivals();
    }

    private void adoptSlots() {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            SlotState merged = log.acceptor().slot(writer);
            for (SegmentMessage.RebuildTell tell : tells.values()) {
                merged = merge(merged, tell.slots().get(slot));
            }
            if (!merged.equals(log.acceptor().slot(writer))) {
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

    /** Those this segment has no say in; the others carry no lost vote. */
    private void holdRivals() {
        if (!adopted) {
            return;
        }
        for (SegmentMessage.RebuildTell tell : tells.values()) {
            for (Proposal rival : tell.undecided()) {
                SlotState slot = log.acceptor().slot(rival.id().writer());
                if (rival.id().seq() < slot.abstainBelow()) {
                    log.acceptor().holdAsRival(rival);
                }
            }
        }
    }

    /** Whether nothing is waited for any more. */
    boolean isComplete() {
        return adopted && sessionsOpen() && caughtUp();
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
