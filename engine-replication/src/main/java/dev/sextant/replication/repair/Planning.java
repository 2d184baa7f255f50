package dev.sextant.replication.repair;

import dev.sextant.api.ProposalId;
import dev.sextant.api.RepairPlan;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Plans a repair. Looks twice, some time apart, since what is merely on its way is decided in between; and changes nothing. A
 * segment that does not answer is waited for, then named as an obstacle and taken for one that will never answer.
 */
public final class Planning implements RepairTask {
    private enum State {
        NEW,
        LOOKING,
        WAITING,
        LOOKING_AGAIN,
        ENDED
    }

    private final RepairSettings settings;
    private final TreeSet<ProposalId> seenBefore = new TreeSet<>();
    private State state = State.NEW;
    private Survey survey;
    private long stateEndsAt = Long.MIN_VALUE;
    private long resendAt = Long.MIN_VALUE;

    public Planning(RepairSettings settings) {
        this.settings = settings;
        survey = new Survey(settings.nonce(), settings.quorums().segments());
    }

    @Override
    public void on(RepairInput input, long nowNanos, Consumer<? super RepairEffect> effects) {
        if (input instanceof RepairInput.Received received) {
            if (received.message() instanceof WriterMessage.DoubtsAre doubts) {
                survey.onTold(doubts);
            }
        } else if (!(input instanceof RepairInput.Tick)) {
            throw new AssertionError("unhandled " + input);
        }
        switch (state) {
            case NEW -> look(State.LOOKING, nowNanos);
            case LOOKING -> {
                if (survey.isComplete() || nowNanos >= stateEndsAt) {
                    choices().forEach(choice -> seenBefore.add(choice.doubt().proposal()));
                    state = State.WAITING;
                    stateEndsAt = nowNanos + (seenBefore.isEmpty() ? 0 : settings.betweenLooksNanos());
                    resendAt = Long.MAX_VALUE;
                }
            }
            case WAITING -> {
                if (nowNanos >= stateEndsAt && seenBefore.isEmpty()) {
                    end(effects);
                } else if (nowNanos >= stateEndsAt) {
                    look(State.LOOKING_AGAIN, nowNanos);
                }
            }
            case LOOKING_AGAIN -> {
                if (survey.isComplete() || nowNanos >= stateEndsAt) {
                    end(effects);
                }
            }
            case ENDED -> {}
        }
        if (nowNanos >= resendAt) {
            resendAt = nowNanos + settings.resendNanos();
            survey.send((to, message) -> effects.accept(new RepairEffect.Send(to, message)));
        }
    }

    private void look(State next, long nowNanos) {
        survey =
                new Survey(settings.nonce() + next.ordinal(), settings.quorums().segments());
        state = next;
        stateEndsAt = nowNanos + settings.planNanos();
        resendAt = nowNanos;
    }

    private List<RepairChoice> choices() {
        return RepairChoice.of(survey.told(), settings.quorums());
    }

    private void end(Consumer<? super RepairEffect> effects) {
        state = State.ENDED;
        resendAt = Long.MAX_VALUE;
        List<RepairPlan.Doubt> lasting = choices().stream()
                .map(RepairChoice::doubt)
                .filter(doubt -> seenBefore.contains(doubt.proposal()))
                .toList();
        List<String> obstacles = survey.silent().stream()
                .map(segment -> segment + " does not answer, or does not count before it is rebuilt.")
                .toList();
        effects.accept(new RepairEffect.Ended(new RepairOutcome.Planned(new RepairPlan(lasting, obstacles))));
    }

    @Override
    public long nextWakeNanos() {
        return state == State.ENDED ? Long.MAX_VALUE : Math.min(resendAt, stateEndsAt);
    }
}
