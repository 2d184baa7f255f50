package dev.sextant.replication.node;

import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.ClientCore;
import dev.sextant.replication.writer.WriterEffect;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a writer's core or a read replica's. A drain gives it every input and then, if that is due, one {@link WriterInput.Tick}: so
 * transactions that arrived together are looked at together and share proposals. Messages leave before clients are answered,
 * for a client may take its time with what it does next; events are told when what they say is so.
 */
public final class WriterDriver implements NodeDriver<WriterInput> {
    private static final WriterInput.Tick TICK = new WriterInput.Tick();

    private final ClientCore core;
    private final Envelopes envelopes;
    private final Clients clients;
    private final Consumer<? super WriterEvent> events;
    private final List<WriterEvent> happened = new ArrayList<>();
    private final List<WriterEffect.Answer> answers = new ArrayList<>();

    /** Where the answers to clients' requests go. */
    @FunctionalInterface
    public interface Clients {
        /** The answer to the request of that id; the only one. */
        void answered(long requestId, ClientAnswer answer);
    }

    public WriterDriver(
            NodeAddress node, ClientCore core, Network network, Clients clients, Consumer<? super WriterEvent> events) {
        this.core = core;
        this.envelopes = new Envelopes(node, network);
        this.clients = clients;
        this.events = events;
    }

    @Override
    public void drain(List<? extends WriterInput> inputs, long nowNanos) {
        for (WriterInput input : inputs) {
            core.on(input, nowNanos, this::perform);
        }
        if (core.nextWakeNanos() <= nowNanos) {
            core.on(TICK, nowNanos, this::perform);
        }
        envelopes.post();
        happened.forEach(events);
        happened.clear();
        for (WriterEffect.Answer answer : answers) {
            clients.answered(answer.requestId(), answer.answer());
        }
        answers.clear();
    }

    private void perform(WriterEffect effect) {
        if (effect instanceof WriterEffect.Send send) {
            envelopes.add(send.to(), send.message());
        } else if (effect instanceof WriterEffect.Answer answer) {
            answers.add(answer);
        } else if (effect instanceof WriterEffect.Happened news) {
            happened.add(news.event());
        } else {
            throw new AssertionError("unhandled " + effect);
        }
    }

    @Override
    public long nextWakeNanos() {
        return core.nextWakeNanos();
    }
}
