package dev.sextant.replication.node;

import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterCore;
import dev.sextant.replication.writer.WriterEffect;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a {@link WriterCore}. A drain gives it every input and then, if that is due, one {@link WriterInput.Tick}: so
 * transactions that arrived together are looked at together and share proposals. Messages leave before clients are answered,
 * for a client may take its time with what it does next; events are told when what they say is so.
 */
public final class WriterDriver implements NodeDriver<WriterInput> {
    private static final WriterInput.Tick TICK = new WriterInput.Tick();

    private final WriterId id;
    private final WriterCore core;
    private final Envelopes envelopes;
    private final Clients clients;
    private final NodeEvents events;
    private final List<WriterEvent> happened = new ArrayList<>();
    private final List<WriterEffect.Answer> answers = new ArrayList<>();

    /** Where the answers to a writer's requests go. */
    @FunctionalInterface
    public interface Clients {
        /** The answer to the request of that id; the only one. */
        void answered(long requestId, ClientAnswer answer);
    }

    public WriterDriver(WriterId id, WriterCore core, Network network, Clients clients, NodeEvents events) {
        this.id = id;
        this.core = core;
        this.envelopes = new Envelopes(NodeAddress.of(id), network);
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
        happened.forEach(event -> events.writer(id, event));
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
