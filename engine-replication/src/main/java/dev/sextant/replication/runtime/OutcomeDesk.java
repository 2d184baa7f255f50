package dev.sextant.replication.runtime;

import dev.sextant.api.CommitToken;
import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.wire.PeerFrame;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks what became of a transaction whose writer does not tell: as long as the process of that writer is in reach nobody else, then a writer
 * of this process, and where there is none those of other processes, one after the other until one knows. Answers those who ask here.
 *
 * <p>Thread safety: any thread.
 */
final class OutcomeDesk {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    /** How long one process may take before the next is asked. */
    private static final long PATIENCE_NANOS = 500_000_000;
    /** When nobody could tell. */
    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final Clock clock;
    private final Links links;
    private final Supplier<List<WriterPort>> own;
    private final AtomicLong nextRequest;
    private final ConcurrentHashMap<Long, Question> open = new ConcurrentHashMap<>();

    /** The way to other processes. */
    interface Links {
        boolean send(String peer, PeerFrame frame);

        /** The connected processes that host a writer. */
        List<String> writersPeers();

        /** What a connected process hosts. */
        Collection<NodeAddress> hosts(String peer);
    }

    /** A question under way. */
    private static final class Question {
        final CommitToken token;
        final long deadlineNanos;
        final CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        final List<String> left = new ArrayList<>();
        /** Who cannot tell. */
        final Set<String> unknowing = new HashSet<>();

        /** The latest request: only from this does it go on, or each late answer would begin a row of requests of its own. */
        volatile long latest;

        Question(CommitToken token, long deadlineNanos) {
            this.token = token;
            this.deadlineNanos = deadlineNanos;
        }
    }

    /**
     * A desk.
     *
     * @param firstRequest drawn at random, so that no answer to a former process is taken for one to this
     * @param own the writers of this process
     */
    OutcomeDesk(Clock clock, long firstRequest, Links links, Supplier<List<WriterPort>> own) {
        this.clock = clock;
        this.links = links;
        this.own = own;
        nextRequest = new AtomicLong(firstRequest);
    }

    /** Null if no other process has a writer. */
    @Nullable
    CompletionStage<ClientAnswer> ask(CommitToken token, long deadlineNanos) {
        if (links.writersPeers().isEmpty()) {
            return null;
        }
        Question question = new Question(token, deadlineNanos);
        askNext(question);
        return question.answer;
    }

    private void askNext(Question question) {
        long now = clock.nowNanos();
        long nanosLeft = question.deadlineNanos - now;
        if (question.answer.isDone()) {
            return;
        }
        if (nanosLeft <= 0) {
            question.answer.complete(new ClientAnswer.Indeterminate());
            return;
        }
        WriterPort here = openHere();
        if (here != null && owners(question).isEmpty()) {
            askHere(here, question);
            return;
        }
        String peer = next(question);
        if (peer == null) {
            askLater(question, LOOK_AGAIN_NANOS);
            return;
        }
        long request = nextRequest.incrementAndGet();
        question.latest = request;
        open.put(request, question);
        links.send(peer, new PeerFrame.AskOutcome(request, question.token, nanosLeft));
        // An answer that comes later is as good: it stays open until there is one.
        CompletableFuture<ClientAnswer> unused =
                question.answer.whenComplete((answer, failure) -> open.remove(request));
        clock.at(now + Math.min(nanosLeft, PATIENCE_NANOS), () -> {
            if (question.latest == request && open.containsKey(request)) {
                askNext(question);
            }
        });
    }

    private void askLater(Question question, long nanos) {
        long now = clock.nowNanos();
        clock.at(Math.min(now + nanos, Math.max(now, question.deadlineNanos)), () -> askNext(question));
    }

    private @Nullable WriterPort openHere() {
        return own.get().stream().filter(WriterPort::isOpen).findFirst().orElse(null);
    }

    /** A writer of this process can tell, or find out. */
    private void askHere(WriterPort here, Question question) {
        here.request(id -> new WriterInput.AskOutcome(id, question.token, question.deadlineNanos))
                .whenComplete((answer, died) -> {
                    if (answer == null || answer instanceof ClientAnswer.Failed) {
                        askLater(question, LOOK_AGAIN_NANOS);
                    } else {
                        question.answer.complete(answer);
                    }
                });
    }

    /**
     * The next process, in turn; null if there is none now. As long as one is in reach that hosts the writer and has not said that it
     * cannot tell, nobody else is asked, who would have to take the slot from it.
     */
    private @Nullable String next(Question question) {
        synchronized (question) {
            List<String> peers = links.writersPeers();
            List<String> owners = owners(question);
            question.left.retainAll(owners.isEmpty() ? peers : owners);
            if (question.left.isEmpty()) {
                question.left.addAll(owners.isEmpty() ? peers : owners);
            }
            return question.left.isEmpty() ? null : question.left.remove(0);
        }
    }

    /** The processes in reach that host the writer and have not said that they cannot tell. */
    private List<String> owners(Question question) {
        NodeAddress writer = NodeAddress.of(question.token.writer());
        synchronized (question) {
            return links.writersPeers().stream()
                    .filter(peer -> links.hosts(peer).contains(writer) && !question.unknowing.contains(peer))
                    .toList();
        }
    }

    /** Whether there is one that has not said that it cannot tell, now that this one has. */
    private boolean hasOthers(Question question, String peer) {
        synchronized (question) {
            question.unknowing.add(peer);
            if (openHere() == null && question.unknowing.containsAll(links.writersPeers())) {
                question.unknowing.clear();
                return false;
            }
            return true;
        }
    }

    /** An answer has come. */
    void answered(String peer, PeerFrame.Outcome outcome) {
        Question question = open.remove(outcome.requestId());
        if (question == null) {
            return; // somebody else has told, or it was given up
        }
        switch (outcome.kind()) {
            case COMMITTED -> question.answer.complete(new ClientAnswer.Committed(outcome.readPoint()));
            case NOT_COMMITTED -> question.answer.complete(new ClientAnswer.Abandoned(Lsn.ZERO));
            case UNKNOWN -> {
                boolean others = hasOthers(question, peer);
                if (question.latest != outcome.requestId()) {
                    return; // it has been asked on already
                } else if (others) {
                    askNext(question);
                } else {
                    askLater(question, LOOK_AGAIN_NANOS);
                }
            }
        }
    }

    /** Another process asks. */
    void asked(String peer, PeerFrame.AskOutcome ask) {
        WriterPort port = openHere();
        if (port == null) {
            links.send(peer, new PeerFrame.Outcome(ask.requestId(), PeerFrame.Outcome.Kind.UNKNOWN, ReadPoint.ZERO));
            return;
        }
        long deadline = clock.nowNanos() + Math.min(ask.timeoutNanos(), LONGEST_NANOS);
        port.request(id -> new WriterInput.AskOutcome(id, ask.token(), deadline))
                .whenComplete((answer, died) -> links.send(peer, outcome(ask.requestId(), answer)));
    }

    private static PeerFrame.Outcome outcome(long request, @Nullable ClientAnswer answer) {
        if (answer instanceof ClientAnswer.Committed committed) {
            return new PeerFrame.Outcome(request, PeerFrame.Outcome.Kind.COMMITTED, committed.readPoint());
        }
        boolean aborted = answer instanceof ClientAnswer.Conflicted
                || answer instanceof ClientAnswer.MergeFailed
                || answer instanceof ClientAnswer.Abandoned
                || answer instanceof ClientAnswer.Rewound;
        return new PeerFrame.Outcome(
                request,
                aborted ? PeerFrame.Outcome.Kind.NOT_COMMITTED : PeerFrame.Outcome.Kind.UNKNOWN,
                ReadPoint.ZERO);
    }
}
