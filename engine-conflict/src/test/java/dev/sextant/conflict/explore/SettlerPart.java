package dev.sextant.conflict.explore;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.Settler;
import java.util.ArrayList;
import java.util.List;

/** A settler: its tries one after the other, each with the production settler at the next round. */
final class SettlerPart extends Part<Settler> {
    private final Scenario scenario;
    private final Scenario.Settling settling;
    private final Machinery machinery;

    SettlerPart(int number, Wires wires, Scenario scenario, Scenario.Settling settling, Machinery machinery) {
        super(number, wires);
        this.scenario = scenario;
        this.settling = settling;
        this.machinery = machinery;
    }

    Ballot ballot(int tryNumber) {
        return Ballot.settling(Ballot.FIRST_SETTLING_ROUND + tryNumber, new WriterId(settling.slot()), 1);
    }

    private int tryNumber(Settler state) {
        return (int) (state.ballot().round() - Ballot.FIRST_SETTLING_ROUND);
    }

    @Override
    Settler initial() {
        return aTry(0);
    }

    private Settler aTry(int tryNumber) {
        return machinery.settler(settling.target().id(), ballot(tryNumber), Scenario.THREE);
    }

    @Override
    Settler copy(Settler state) {
        return new Settler(state);
    }

    @Override
    void deliver(Settler state, SegmentId segment, Reply reply) {
        if (reply instanceof Reply.Promised promised) {
            if (promised.ballot().equals(state.ballot())) {
                state.onPromise(segment, promised.register());
            }
        } else if (reply instanceof Reply.SettleVote vote) {
            if (vote.ballot().equals(state.ballot())) {
                state.onVerdict(segment, vote.verdict());
            }
        } else {
            throw new AssertionError("not for a settler: " + reply);
        }
    }

    @Override
    void hear(Settler state, Request.News news) {
        if (news.id().equals(state.id())) {
            state.onFate(news.fate());
        }
    }

    @Override
    List<Settler> spontaneous(Settler state) {
        List<Settler> next = new ArrayList<>();
        if (state.mayChoose()) {
            Settler chosen = copy(state);
            chosen.choose();
            next.add(chosen);
        }
        if (state.state() != Settler.State.DECIDED && tryNumber(state) + 1 < settling.tries()) {
            next.add(aTry(tryNumber(state) + 1));
        }
        return next;
    }

    @Override
    List<Request> sent(Settler state) {
        List<Request> sent = new ArrayList<>();
        sent.add(new Request.Prepare(state.id(), state.ballot()));
        Fate value = state.value();
        if (state.state() == Settler.State.DECIDED) {
            if (value == Fate.COMMITTED) {
                sent.addAll(News.ofCommit(scenario, settling.target(), state.counted(), state.readers()));
            } else {
                sent.add(News.ofAbort(state.id()));
            }
        } else if (value != null) {
            sent.add(new Request.Settle(
                    state.id(), state.ballot(), value, value == Fate.COMMITTED ? state.content() : null));
        }
        return sent;
    }

    @Override
    int committed(Settler state) {
        return decided(state, Fate.COMMITTED);
    }

    @Override
    int aborted(Settler state) {
        return decided(state, Fate.ABORTED);
    }

    private int decided(Settler state, Fate fate) {
        return state.state() == Settler.State.DECIDED && state.value() == fate
                ? 1 << scenario.proposals().indexOf(settling.target())
                : 0;
    }

    @Override
    String globalKey(Settler state) {
        StringBuilder key = new StringBuilder().append(state.state()).append(state.value());
        if (state.state() == Settler.State.DECIDED) {
            return key.append(state.counted()).append(state.readers()).toString();
        }
        Check.state(
                state.content() == null || state.content().equals(settling.target()), "the content is the proposal's");
        return key.append(tryNumber(state))
                .append(state.content() != null)
                .append(state.readers())
                .toString();
    }

    @Override
    String columnKey(Settler state, SegmentId segment) {
        if (state.state() == Settler.State.DECIDED) {
            return "";
        }
        StringBuilder key = new StringBuilder();
        if (state.state() == Settler.State.PREPARING) {
            Register promise = state.promiseOf(segment);
            key.append(
                    promise == null
                            ? "-"
                            : promise.accepted() + "/" + promise.value() + "/" + (promise.content() != null));
        } else {
            key.append(state.acceptedBy().contains(segment) ? '+' : '-');
        }
        return key.append(state.closedBy().contains(segment) ? 'c' : '-').toString();
    }
}
