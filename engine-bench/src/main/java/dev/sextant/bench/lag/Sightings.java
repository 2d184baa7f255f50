package dev.sextant.bench.lag;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * When a writer had which of another one's commits, as far as one who looks now and then can tell. Pure; for one thread.
 *
 * <p>Invariant: times rise, and each point covers the one before.
 */
final class Sightings {
    private final WriterId of;
    private final List<Sighting> all = new ArrayList<>();

    private record Sighting(long nanos, ReadPoint point) {}

    /**
     * Nothing seen yet.
     *
     * @param of the writer whose commits it is about
     */
    Sightings(WriterId of) {
        this.of = of;
    }

    /** The point was there at a time, or before it. */
    void add(long nanos, ReadPoint point) {
        if (all.isEmpty() || !all.get(all.size() - 1).point().equals(point)) {
            all.add(new Sighting(nanos, point));
        }
    }

    /** Whether the last look saw all of it. */
    boolean cover(ReadPoint point) {
        return !all.isEmpty() && all.get(all.size() - 1).point().covers(point);
    }

    /** When a look saw the commit of a sequence number first; empty if none did. */
    OptionalLong since(long seq) {
        ProposalId proposal = new ProposalId(of, seq);
        for (int at = firstUpTo(seq); at < all.size(); at++) {
            if (all.get(at).point().sees(proposal)) {
                return OptionalLong.of(all.get(at).nanos());
            }
        }
        return OptionalLong.empty();
    }

    /** The first look that saw as high a number; what was decided out of turn may have been missing below it. */
    private int firstUpTo(long seq) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).point().upTo(of) >= seq) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
