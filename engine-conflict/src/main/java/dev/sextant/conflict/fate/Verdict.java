package dev.sextant.conflict.fate;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Rival;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A segment's answer to a ballot of a proposal. Only {@link Accepted} is a vote. */
public sealed interface Verdict {
    /** The ballot is accepted, durably. Lists the committed readers of each base that the proposal overwrites. */
    record Accepted(List<BaseReaders> readers) implements Verdict {
        public Accepted {
            readers = List.copyOf(readers);
        }
    }

    /** The fate is known here. */
    record Decided(Fate fate) implements Verdict {}

    /** A page has a newer decided version than the proposal's base or read. */
    record Stale(PageId page, VersionId newer) implements Verdict {}

    /** The incarnation no longer holds its slot. */
    record Fenced(long incarnation) implements Verdict {}

    /** The slot was opened by a newer incarnation that closed this proposal's seq. */
    record Closed() implements Verdict {}

    /** A higher ballot is promised. */
    record Preempted(Ballot promised) implements Verdict {}

    /**
     * Something undecided is in the way: the oldest rival or reservation that blocks, or, where {@code rival} is null, an
     * earlier attempt whose renouncement has not arrived here.
     */
    record Parked(@Nullable Rival rival) implements Verdict {}

    /** This segment lost its disk after the proposal was made and has no say in it, for ever: it counts as out of reach. */
    record Abstained() implements Verdict {}
}
