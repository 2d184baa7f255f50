package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;

/** An owner: its attempts one after the other, each with the production tally. */
final class OwnerPart extends Part<List<Tally>> {
    private static final long GENERATION = 1;

    private final Scenario scenario;
    private final List<Proposal> attempts;

    OwnerPart(int number, Wires wires, Scenario scenario, List<Proposal> attempts) {
        super(number, wires);
        this.scenario = scenario;
        this.attempts = attempts;
    }

    @Override
    List<Tally> initial() {
        List<Tally> tallies = new ArrayList<>(List.of(tally(0)));
        if (scenario.ownersRetry()) {
            tallies.get(0).onVoteTimeout();
            tallies.add(tally(1));
        }
        return tallies;
    }

    private Tally tally(int attempt) {
        Proposal proposal = attempts.get(attempt);
        return new Tally(proposal.id(), proposal.age(), Scenario.THREE);
    }

    @Override
    List<Tally> copy(List<Tally> state) {
        List<Tally> copy = new ArrayList<>();
        state.forEach(tally -> copy.add(new Tally(tally)));
        return copy;
    }

    @Override
    void deliver(List<Tally> state, SegmentId segment, Reply reply) {
        if (reply instanceof Reply.Vote vote) {
            of(state, vote.id()).onVote(segment, GENERATION, vote.verdict());
        } else if (reply instanceof Reply.RenounceVote vote) {
            of(state, vote.id()).onRenounceVote(segment, vote.verdict());
        } else {
            throw new AssertionError("not for an owner: " + reply);
        }
    }

    private static Tally of(List<Tally> state, ProposalId id) {
        for (Tally tally : state) {
            if (tally.id().equals(id)) {
                return tally;
            }
        }
        throw new AssertionError("answered before it was proposed: " + id);
    }

    @Override
    void hear(List<Tally> state, Request.News news) {
        for (Tally tally : state) {
            if (tally.id().equals(news.id())) {
                tally.onFate(news.fate());
            }
        }
    }

    @Override
    List<List<Tally>> spontaneous(List<Tally> state) {
        List<List<Tally>> next = new ArrayList<>();
        Tally last = state.get(state.size() - 1);
        if (last.state() == Tally.State.PROPOSED) {
            List<Tally> copy = copy(state);
            copy.get(copy.size() - 1).onVoteTimeout();
            next.add(copy);
        } else if (state.size() < attempts.size()
                && (last.state() == Tally.State.RENOUNCED || last.state() == Tally.State.ABORTED)) {
            List<Tally> copy = copy(state);
            copy.add(tally(copy.size()));
            next.add(copy);
        }
        return next;
    }

    @Override
    List<Request> sent(List<Tally> state) {
        List<Request> sent = new ArrayList<>();
        for (int attempt = 0; attempt < state.size(); attempt++) {
            Tally tally = state.get(attempt);
            Proposal proposal = attempts.get(attempt);
            sent.add(new Request.Propose(proposal));
            if (tally.loss() != null) {
                sent.add(new Request.Renounce(proposal.id()));
            }
            if (tally.state() == Tally.State.COMMITTED) {
                sent.addAll(News.ofCommit(scenario, proposal, tally.counted(), tally.readers()));
            } else if (tally.state() == Tally.State.ABORTED) {
                sent.add(News.ofAbort(proposal.id()));
            }
        }
        return sent;
    }

    @Override
    int committed(List<Tally> state) {
        return in(state, Tally.State.COMMITTED);
    }

    @Override
    int aborted(List<Tally> state) {
        return in(state, Tally.State.ABORTED);
    }

    private int in(List<Tally> state, Tally.State wanted) {
        int bits = 0;
        for (int attempt = 0; attempt < state.size(); attempt++) {
            if (state.get(attempt).state() == wanted) {
                bits |= 1 << scenario.proposals().indexOf(attempts.get(attempt));
            }
        }
        return bits;
    }

    @Override
    String globalKey(List<Tally> state) {
        StringBuilder key = new StringBuilder();
        for (Tally tally : state) {
            key.append(tally.state()).append(tally.loss() != null).append(tally.counted());
            if (tally.counted() || tally.loss() == null) {
                key.append(tally.readers());
            }
        }
        return key.toString();
    }

    @Override
    String columnKey(List<Tally> state, SegmentId segment) {
        StringBuilder key = new StringBuilder();
        for (Tally tally : state) {
            boolean counts = switch (tally.state()) {
                case PROPOSED, AWAITING_FATE -> tally.acceptedBy().contains(segment);
                case RENOUNCED -> tally.renouncedBy().contains(segment);
                case COMMITTED, ABORTED -> false;
            };
            key.append(counts ? '+' : '-');
        }
        return key.toString();
    }
}
