package dev.sextant.conflict.version;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The vote rule: per page the newest decided version that one segment knows, the committed readers of that version, and the
 * undecided proposals accepted for COMMIT that touch it. A proposal is clear iff no page it touches has a newer decided
 * version (not stale) and no other holder touches a page on the same base, write against write, write against read or read
 * against write (no rival). The optimistic check follows Kung and Robinson (1981), applied per page as Aurora Multi-Master does.
 *
 * <p>Invariants: I12 a page's newest version only rises. Readers are kept for the newest version only.
 */
public final class PageVersions {
    private final TreeMap<PageId, Entry> entries = new TreeMap<>();

    private static final class Entry {
        VersionId newest = VersionId.NONE;
        List<ProposalId> readers = List.of();
        List<Proposal> holders = List.of();
        /** Those of the holders that write the page. Reads against reads are no conflict, and the line is read by all. */
        List<Proposal> writers = List.of();

        Entry copy() {
            Entry copy = new Entry();
            copy.newest = newest;
            copy.readers = readers;
            copy.holders = holders;
            copy.writers = writers;
            return copy;
        }

        boolean isBlank() {
            return newest.isNone() && readers.isEmpty() && holders.isEmpty();
        }
    }

    /** A deep copy. */
    public PageVersions copy() {
        PageVersions copy = new PageVersions();
        entries.forEach((page, entry) -> copy.entries.put(page, entry.copy()));
        return copy;
    }

    /** The newest decided version of a page known here. */
    public VersionId newest(PageId page) {
        Entry entry = entries.get(page);
        return entry == null ? VersionId.NONE : entry.newest;
    }

    /** The committed proposals known here that read the newest version of a page. */
    public List<ProposalId> readersOfNewest(PageId page) {
        Entry entry = entries.get(page);
        return entry == null ? List.of() : entry.readers;
    }

    /** The undecided proposals accepted for COMMIT that touch a page. */
    public List<Proposal> holders(PageId page) {
        Entry entry = entries.get(page);
        return entry == null ? List.of() : entry.holders;
    }

    /** How many pages are known here. */
    public int count() {
        return entries.size();
    }

    /** The pages known here, in order. */
    public Iterable<PageId> pages() {
        return entries.keySet();
    }

    /** The pages known here from one on, in order. */
    public Iterable<PageId> pagesFrom(PageId first) {
        return entries.tailMap(first, true).keySet();
    }

    /** What the pages say to this proposal. Changes nothing. */
    public PageVote check(Proposal proposal) {
        return check(proposal, proposal.writes(), proposal.reads());
    }

    /** Both tests, stale and rival, on reads alone, as a read-only serializable transaction asks for. */
    public PageVote checkReads(List<PageRead> reads) {
        return check(null, List.of(), reads);
    }

    private PageVote check(@Nullable Proposal self, List<PageWrite> writes, List<PageRead> reads) {
        Rival oldest = null;
        List<BaseReaders> readers = new ArrayList<>();
        for (PageWrite write : writes) {
            Entry entry = entries.get(write.page());
            if (entry == null) {
                continue;
            }
            if (isStale(entry.newest, write.base())) {
                return new PageVote.Stale(write.page(), entry.newest);
            }
            oldest = older(oldest, oldestRival(entry, self, write.page(), write.base(), false));
            if (!entry.readers.isEmpty() && entry.newest.equals(write.base())) {
                readers.add(new BaseReaders(write.page(), write.base(), entry.readers));
            }
        }
        for (PageRead read : reads) {
            Entry entry = entries.get(read.page());
            if (entry == null) {
                continue;
            }
            if (isStale(entry.newest, read.version())) {
                return new PageVote.Stale(read.page(), entry.newest);
            }
            oldest = older(oldest, oldestRival(entry, self, read.page(), read.version(), true));
        }
        return oldest == null ? new PageVote.Clear(readers) : new PageVote.Blocked(oldest);
    }

    /** A newest decided version that is not the base and not older than it. */
    private static boolean isStale(VersionId newest, VersionId base) {
        return !newest.equals(base) && newest.lsn().compareTo(base.lsn()) >= 0;
    }

    private static @Nullable Rival oldestRival(
            Entry entry, @Nullable Proposal self, PageId page, VersionId base, boolean readOnly) {
        Rival oldest = null;
        for (Proposal holder : readOnly ? entry.writers : entry.holders) {
            boolean other = self == null || !holder.id().equals(self.id());
            if (other && touches(holder, page, base, readOnly) && !isBehind(holder, self, page)) {
                oldest = older(oldest, new Rival(holder.id(), holder.age()));
            }
        }
        return oldest;
    }

    /** Whether a backtrack rests on the fate of this holder: it is decided, though not here, and may stand as it was. */
    private static boolean isBehind(Proposal holder, @Nullable Proposal self, PageId page) {
        return page.equals(PageId.LINE) && self != null && self.deps().sees(holder.id());
    }

    private static @Nullable Rival older(@Nullable Rival one, @Nullable Rival other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.isOlderThan(one.age()) ? other : one;
    }

    /** Whether a proposal writes a page on this base, or (unless only writes count) reads that version of it. */
    private static boolean touches(Proposal proposal, PageId page, VersionId base, boolean writesOnly) {
        for (PageWrite write : proposal.writes()) {
            if (write.page().equals(page) && write.base().equals(base)) {
                return true;
            }
        }
        if (writesOnly) {
            return false;
        }
        for (PageRead read : proposal.reads()) {
            if (read.page().equals(page) && read.version().equals(base)) {
                return true;
            }
        }
        return false;
    }

    /** Makes an accepted proposal a rival of others on its pages. */
    public void hold(Proposal proposal) {
        for (PageWrite write : proposal.writes()) {
            addHolder(write.page(), proposal);
            Entry entry = entry(write.page());
            List<Proposal> writers = new ArrayList<>(entry.writers);
            writers.add(proposal);
            entry.writers = List.copyOf(writers);
        }
        for (PageRead read : proposal.reads()) {
            addHolder(read.page(), proposal);
        }
    }

    private void addHolder(PageId page, Proposal proposal) {
        Entry entry = entry(page);
        for (Proposal holder : entry.holders) {
            Check.state(!holder.id().equals(proposal.id()), "a proposal holds a page once", proposal.id());
        }
        List<Proposal> holders = new ArrayList<>(entry.holders);
        holders.add(proposal);
        entry.holders = List.copyOf(holders);
    }

    /** Frees the pages a proposal held; the pages it did not hold stay as they are. */
    public void release(Proposal proposal) {
        for (PageWrite write : proposal.writes()) {
            removeHolder(write.page(), proposal.id());
        }
        for (PageRead read : proposal.reads()) {
            removeHolder(read.page(), proposal.id());
        }
    }

    private void removeHolder(PageId page, ProposalId id) {
        Entry entry = entries.get(page);
        if (entry == null) {
            return;
        }
        List<Proposal> holders = new ArrayList<>(entry.holders);
        if (holders.removeIf(holder -> holder.id().equals(id))) {
            entry.holders = List.copyOf(holders);
            entry.writers = entry.writers.stream()
                    .filter(writer -> !writer.id().equals(id))
                    .toList();
            if (entry.isBlank()) {
                entries.remove(page);
            }
        }
    }

    /** A version of a page is decided; older news is ignored. Tells whether it was news. */
    public boolean decided(PageId page, VersionId version) {
        Entry entry = entry(page);
        if (version.compareTo(entry.newest) <= 0) {
            return false;
        }
        entry.newest = version;
        entry.readers = List.of();
        return true;
    }

    /** A committed proposal read a version of a page; kept while that version is the newest. Tells whether it was news. */
    public boolean readBy(PageId page, VersionId version, ProposalId reader) {
        Entry entry = entry(page);
        if (!entry.newest.equals(version) || entry.readers.contains(reader)) {
            return false;
        }
        List<ProposalId> readers = new ArrayList<>(entry.readers);
        readers.add(reader);
        entry.readers = readers.stream().sorted().toList();
        return true;
    }

    /** Puts back what was durable of a page: its newest decided version and the committed readers of that. */
    public void restore(PageId page, VersionId newest, List<ProposalId> readers) {
        Entry entry = entry(page);
        entry.newest = newest;
        entry.readers = List.copyOf(readers);
    }

    private Entry entry(PageId page) {
        return entries.computeIfAbsent(page, unused -> new Entry());
    }
}
