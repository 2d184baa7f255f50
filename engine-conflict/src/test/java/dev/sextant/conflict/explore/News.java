package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;

/** How fates are told. */
final class News {
    private News() {}

    /**
     * A commit is told with and without the content, which may travel by another way; where readers are told too, always with
     * the content, or there would be too many kinds of news to try them all.
     */
    static List<Request> ofCommit(Scenario scenario, Proposal proposal, boolean counted, List<BaseReaders> readers) {
        boolean complete = counted && scenario.hasReads();
        List<BaseReaders> told = complete ? readers : List.of();
        Request whole = new Request.News(proposal.id(), Fate.COMMITTED, complete, told, proposal);
        return scenario.hasReads()
                ? List.of(whole)
                : List.of(new Request.News(proposal.id(), Fate.COMMITTED, complete, told, null), whole);
    }

    static Request ofAbort(ProposalId id) {
        return new Request.News(id, Fate.ABORTED, false, List.of(), null);
    }

    /** What somebody tells who only learned the fate, if it is known at all. */
    static List<Request> of(Scenario scenario, int index, int committed, int aborted) {
        List<Request> news = new ArrayList<>();
        Proposal proposal = scenario.proposals().get(index);
        if (committed != 0) {
            news.addAll(ofCommit(scenario, proposal, false, List.of()));
        }
        if (aborted != 0) {
            news.add(ofAbort(proposal.id()));
        }
        return news;
    }
}
