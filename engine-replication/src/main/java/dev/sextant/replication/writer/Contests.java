package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages that this writer keeps losing, and to whom: a hint whom to hand a transaction over to, which may be wrong at any time. It
 * fades with time, unless commits of the other show that more than this writer's own transactions want the page.
 *
 * <p>Of two writers that compete it is the one of the higher slot that hands over, so that all that compete for some pages end up with one
 * of them, and nobody hands over to and fro.
 */
final class Contests {
    /** After how many round trips a loss counts half. */
    private static final int HALF_LIFE_ROUND_TRIPS = 50;

    private static final int MAX_HALVINGS = 30;
    private static final int LOSS = 1 << 10;

    private final WriterSettings settings;
    private final Clock clock;
    private final RoundTrips roundTrips;
    /** Oldest first. */
    private final LinkedHashMap<PageId, Contest> contests = new LinkedHashMap<>();
    /** What was lost to a rival that has not committed yet: its pages are then taken for lost. Oldest first. */
    private final LinkedHashSet<ProposalId> outranked = new LinkedHashSet<>();

    /** How often a page was lost of late, and to whom. */
    private record Contest(WriterId winner, int losses, long atNanos) {}

    Contests(WriterSettings settings, Clock clock, RoundTrips roundTrips) {
        this.settings = settings;
        this.clock = clock;
        this.roundTrips = roundTrips;
    }

    /** A proposal of this writer lost. */
    void lost(Flight flight) {
        Tally.Loss loss = flight.tally().loss();
        if (flight.rewinds()) {
            return;
        }
        if (loss instanceof Tally.Loss.Overtaken overtaken) {
            lost(overtaken.page(), overtaken.newer().lsn().writer());
        } else if (loss instanceof Tally.Loss.Outranked rival && isAbove(rival.rival().id().writer())) {
            outranked.add(rival.rival().id());
            trim(outranked);
        }
    }

    /** Another writer's proposal was applied. */
    void applied(Proposal proposal, boolean onlyHandedOverHere) {
        boolean won = outranked.remove(proposal.id());
        WriterId winner = proposal.id().writer();
        for (PageWrite write : proposal.writes()) {
            PageId page = write.page();
            if (won) {
                lost(page, winner);
            }
            Contest contest = contests.get(page);
            if (contest != null && !onlyHandedOverHere && winner.compareTo(contest.winner()) <= 0 && isHot(contest)) {
                put(page, new Contest(winner, Math.max(losses(contest), threshold()), clock.nowNanos()));
            }
        }
    }

    private boolean isAbove(WriterId winner) {
        return winner.compareTo(settings.id()) < 0;
    }

    private void lost(PageId page, WriterId winner) {
        if (!isAbove(winner)) {
            return;
        }
        Contest before = contests.get(page);
        WriterId strongest = before == null || winner.compareTo(before.winner()) < 0 ? winner : before.winner();
        int losses = Math.min((before == null ? 0 : losses(before)) + LOSS, 4 * threshold());
        put(page, new Contest(strongest, losses, clock.nowNanos()));
    }

    private void put(PageId page, Contest contest) {
        contests.remove(page);
        contests.put(page, contest);
        trim(contests.keySet());
    }

    private void trim(Set<?> oldestFirst) {
        if (oldestFirst.size() > settings.limits().contestedPages()) {
            oldestFirst.remove(oldestFirst.iterator().next());
        }
    }

    private int threshold() {
        return settings.limits().lossesToHandOver() * LOSS;
    }

    private int losses(Contest contest) {
        long halvings = (clock.nowNanos() - contest.atNanos()) / (HALF_LIFE_ROUND_TRIPS * roundTrips.nanos());
        return contest.losses() >> (int) Math.min(halvings, MAX_HALVINGS);
    }

    private boolean isHot(Contest contest) {
        return losses(contest) >= threshold();
    }

    /** Whom a transaction on these pages is handed over to; null if to nobody. */
    @Nullable
    WriterId winner(NavigableSet<PageId> pages) {
        WriterId best = null;
        for (PageId page : pages) {
            Contest contest = contests.get(page);
            if (contest != null && (best == null || contest.winner().compareTo(best) < 0) && isHot(contest)) {
                best = contest.winner();
            }
        }
        return best;
    }

    /** A writer does not answer: nothing is handed over to it until it wins again. */
    void forget(WriterId winner) {
        contests.values().removeIf(contest -> contest.winner().equals(winner));
    }
}
