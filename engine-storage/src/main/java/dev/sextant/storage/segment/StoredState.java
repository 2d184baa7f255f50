package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.Moment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the records of a segment that does not run say of it, apart from its pages. */
public final class StoredState {
    private final SlotState[] slots = new SlotState[WriterId.MAX_COUNT];
    private final TreeMap<PageId, VersionId> newest = new TreeMap<>();
    private final Fates fates = new Fates();
    private final List<Undecided> undecided = new ArrayList<>();
    private final TreeSet<ProposalId> undecidedIds = new TreeSet<>();
    private SegmentRecords.@Nullable Identity identity;
    private ReadPoint held = ReadPoint.ZERO;
    private ReadPoint floor = ReadPoint.ZERO;
    private ReadPoint images = ReadPoint.ZERO;
    private final List<Moment> journal = new ArrayList<>();
    private Lsn highestLsn = Lsn.ZERO;
    private long records;
    private long commits;
    private long wanted;

    StoredState() {
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = SlotState.EMPTY;
        }
    }

    /** Reads it, and nothing of pages and deltas; what cannot be read is told and left out. */
    public static StoredState read(ShelfReader reader, AuditObserver observer) {
        StoredState state = new StoredState();
        ShelfAudit.walk(reader, Shelf.META, observer, state::takeMeta);
        ShelfAudit.walk(reader, Shelf.DECISIONS, observer, state::takeDecision);
        ShelfAudit.walk(reader, Shelf.PROPOSALS, observer, state::takeProposal);
        return state;
    }

    /**
     * A proposal whose fate the segment does not know.
     *
     * @param accepted the ballot it last accepted something at; null if it only promised
     * @param value what it accepted
     * @param outline null if its content is not here
     */
    record Undecided(
            ProposalId id,
            Ballot promised,
            @Nullable Ballot accepted,
            @Nullable Fate value,
            @Nullable ProposalOutline outline) {}

    /**
     * An undecided proposal, for an operator.
     *
     * @param promised the ballot promised
     * @param vote what was accepted, and at which ballot
     * @param age the LSN of its oldest transaction's first attempt; zero if its content is not here
     * @param pages what it would write; none if its content is not here
     */
    public record InDoubt(ProposalId id, String promised, String vote, Lsn age, List<PageId> pages) {
        public InDoubt {
            pages = List.copyOf(pages);
        }
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    void takeMeta(StoredEntry entry) {
        byte[] key = entry.key();
        byte[] value = entry.value();
        records++;
        switch (key[0]) {
            case SegmentKeys.META_IDENTITY -> identity = SegmentRecords.identity(value);
            case SegmentKeys.META_HELD -> held = SegmentRecords.point(value);
            case SegmentKeys.META_FLOOR -> floor = SegmentRecords.point(value);
            case SegmentKeys.META_IMAGES -> images = SegmentRecords.point(value);
            case SegmentKeys.META_FATES ->
                fates.restoreChunk(
                        SegmentKeys.slotOfFates(key), SegmentKeys.chunkOfFates(key), SegmentRecords.fates(value));
            case SegmentKeys.META_MOMENT -> {
                SegmentRecords.StoredMoment moment = SegmentRecords.moment(value);
                journal.add(new Moment(SegmentKeys.millisOfMoment(key), moment.writer(), moment.point()));
            }
            case SegmentKeys.META_SLOT -> slots[SegmentKeys.slotOf(key).slot()] = SegmentRecords.slot(value);
            case SegmentKeys.META_PAGE -> {
                VersionId version = SegmentRecords.page(value).newest();
                newest.put(SegmentKeys.pageOfMeta(key), version);
                raise(version.lsn());
            }
            default -> throw new RecordCorruptException("META has a record of kind " + key[0]);
        }
    }

    /** The outline of a commit whose content is here. */
    @Nullable
    ProposalOutline takeDecision(StoredEntry entry) {
        ProposalId id = SegmentKeys.idOf(entry.key());
        SegmentRecords.StoredDecision decision = SegmentRecords.decision(id, entry.value());
        Fate known = fates.of(id);
        RecordReader.require(known == null || known == decision.fate(), id + " is also said to be " + known);
        fates.record(id, decision.fate());
        records++;
        ProposalOutline outline = decision.outline();
        if (outline != null) {
            raise(outline.lsn());
        }
        if (decision.fate() == Fate.COMMITTED) {
            commits++;
            wanted += outline == null ? 1 : 0;
        }
        return outline;
    }

    Undecided takeProposal(StoredEntry entry) {
        ProposalId id = SegmentKeys.idOf(entry.key());
        SegmentRecords.StoredRegister register = SegmentRecords.register(id, entry.value());
        Ballot accepted = register.accepted();
        ProposalOutline outline = register.outline();
        RecordReader.require(
                accepted == null || accepted.compareTo(register.promised()) <= 0, id + " accepted what it refused");
        RecordReader.require(
                register.value() != Fate.COMMITTED || outline != null, id + " was accepted without its content");
        records++;
        if (outline != null) {
            raise(outline.lsn());
        }
        Undecided found = new Undecided(id, register.promised(), accepted, register.value(), outline);
        undecided.add(found);
        undecidedIds.add(id);
        return found;
    }

    private void raise(Lsn lsn) {
        highestLsn = lsn.isAfter(highestLsn) ? lsn : highestLsn;
    }

    /** What META's records, each readable, cannot say together. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (identity == null && records > 0) {
            problems.add("there are records, but none that says whose they are");
        }
        for (int slot = 0; slot < slots.length; slot++) {
            for (SlotState.Opening opening : slots[slot].openings()) {
                boolean plausible = opening.incarnation() > 0
                        && opening.closeFrom() > 0
                        && opening.closeFrom() <= opening.firstSeq()
                        && opening.incarnation() <= slots[slot].incarnation();
                if (!plausible) {
                    problems.add("slot " + slot + ", claimed up to incarnation " + slots[slot].incarnation()
                            + ", has the impossible " + opening);
                }
            }
        }
        return problems;
    }

    // ---- what was read ---------------------------------------------------------------------------------------------

    /** Whether there is nothing: no cluster ever started this segment. */
    public boolean isBlank() {
        return records == 0;
    }

    /** The number of its disk; 0 for the one it was created with. */
    public long generation() {
        return identity == null ? 0 : identity.generation();
    }

    /** Whether it counts; one with a new disk does not until it has been filled. */
    public boolean isWhole() {
        return identity != null && identity.whole();
    }

    /** The held point that was last recorded; what is really held may be more. */
    ReadPoint held() {
        return held;
    }

    /** Below it, history has been collected. */
    public ReadPoint floor() {
        return floor;
    }

    /** Up to where every page has an image; zero at a tail, and where there are no tails. */
    public ReadPoint images() {
        return images;
    }

    /** How many moments there are that can be read in the past. */
    public long moments() {
        return journal.size();
    }

    /** The first moment that its history reaches back to; null if there is none. */
    public @Nullable Moment firstReadable() {
        for (Moment moment : journal) {
            if (moment.point().covers(floor)) {
                return moment;
            }
        }
        return null;
    }

    /** What it knows of each writer slot. */
    public List<SlotState> slots() {
        return List.of(slots);
    }

    /** The newest decided version of each page that it knows of. */
    public SortedMap<PageId, VersionId> newest() {
        return Collections.unmodifiableSortedMap(newest);
    }

    /** The fates it knows. */
    public Fates fates() {
        return fates;
    }

    /** The highest LSN among commits and undecided proposals. */
    public Lsn highestLsn() {
        return highestLsn;
    }

    /** Whether it has a record of a proposal that it knows no fate of. */
    boolean isUndecided(ProposalId id) {
        return undecidedIds.contains(id);
    }

    /** How many commits it knows. */
    public long commits() {
        return commits;
    }

    /** How many of them lack their content. */
    public long wanted() {
        return wanted;
    }

    /** The proposals whose fate it does not know. */
    public List<InDoubt> inDoubt() {
        List<InDoubt> told = new ArrayList<>();
        for (Undecided each : undecided) {
            ProposalOutline outline = each.outline();
            List<PageId> pages = outline == null
                    ? List.of()
                    : outline.writes().stream().map(ProposalOutline.Write::page).toList();
            String vote = each.accepted() == null ? "none" : each.value() + " at " + each.accepted();
            Lsn age = outline == null ? Lsn.ZERO : outline.age();
            told.add(new InDoubt(each.id(), String.valueOf(each.promised()), vote, age, pages));
        }
        return told;
    }
}
