package dev.sextant.replication.node;

import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.repair.RepairEffect;
import dev.sextant.replication.repair.RepairInput;
import dev.sextant.replication.repair.RepairOutcome;
import dev.sextant.replication.repair.RepairTask;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a {@link RepairTask}. Messages leave before anybody is told that it has ended. */
public final class RepairDriver implements NodeDriver<RepairInput> {
    private static final RepairInput.Tick TICK = new RepairInput.Tick();

    private final RepairTask task;
    private final Envelopes envelopes;
    private final Consumer<? super RepairOutcome> onEnd;
    private @Nullable RepairOutcome outcome;

    public RepairDriver(RepairTask task, Network network, Consumer<? super RepairOutcome> onEnd) {
        this.task = task;
        this.envelopes = new Envelopes(NodeAddress.REPAIR, network);
        this.onEnd = onEnd;
    }

    @Override
    public void drain(List<? extends RepairInput> inputs, long nowNanos) {
        for (RepairInput input : inputs) {
            task.on(input, nowNanos, this::perform);
        }
        if (task.nextWakeNanos() <= nowNanos) {
            task.on(TICK, nowNanos, this::perform);
        }
        envelopes.post();
        RepairOutcome ended = outcome;
        if (ended != null) {
            outcome = null;
            onEnd.accept(ended);
        }
    }

    private void perform(RepairEffect effect) {
        if (effect instanceof RepairEffect.Send send) {
            envelopes.add(NodeAddress.of(send.to()), send.message());
        } else if (effect instanceof RepairEffect.Ended ended) {
            outcome = ended.outcome();
        } else {
            throw new AssertionError("unhandled " + effect);
        }
    }

    @Override
    public long nextWakeNanos() {
        return task.nextWakeNanos();
    }
}
