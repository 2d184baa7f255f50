package dev.sextant.replication.runtime;

import dev.sextant.api.CommitToken;
import dev.sextant.api.WriterId;
import dev.sextant.replication.client.ReaderPort;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.wire.PeerFrame;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands commits of this process to writers of other processes, and theirs to the writer here.
 *
 * <p>A commit goes to one incarnation of a writer and to nobody else. If that ends, or its process is out of reach, its sender is told so
 * and asks another writer what became of it. Whose answer does not come in time is asked after; the writer that never got the request then
 * bars it.
 *
 * <p>Thread safety: any thread.
 */
final class CommitRelay {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    /** After which an answer, or the request, is taken for lost. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final Clock clock;
    private final Links links;
    private final OutcomeDesk outcomes;
    private final Supplier<List<WriterPort>> own;
    private final AtomicLong nextRequest;
    private final ConcurrentHashMap<Long, Handed> handed = new ConcurrentHashMap<>();
    /** Writers elsewhere that take commits; guarded by this. */
    private final TreeMap<WriterId, RemoteWriter> writers = new TreeMap<>();

    /** The way to other processes. */
    interface Links {
        boolean send(String peer, PeerFrame frame);

        /** The connected processes that know of commits from elsewhere. */
        List<String> commitPeers();
    }

    /** A commit that was handed over. */
    private record Handed(RemoteWriter to, CompletableFuture<ClientAnswer> answer) {}

    /**
     * A relay.
     *
     * @param firstRequest drawn at random, so that no answer to a former process is taken for one to this
     * @param own the writers of this process
     */
    CommitRelay(Clock clock, long firstRequest, Links links, OutcomeDesk outcomes, Supplier<List<WriterPort>> own) {
        this.clock = clock;
        this.links = links;
        this.outcomes = outcomes;
        this.own = own;
        nextRequest = new AtomicLong(firstRequest);
    }

    // ---- this process's commits ------------------------------------------------------------------------------------

    /** The writers elsewhere that take commits of transactions that read on this run here. */
    synchronized List<WriterPort> writers(ReaderPort reads) {
        List<WriterPort> ports = new ArrayList<>();
        for (WriterId id : List.copyOf(writers.keySet())) {
            RemoteWriter writer = writers.get(id);
            if (writer != null && !writer.readsOn(reads)) {
                writer = new RemoteWriter(this, writer, reads);
                writers.put(id, writer);
            }
            if (writer != null) {
                ports.add(writer);
            }
        }
        return ports;
    }

    /** Hands a commit over. The stage fails if the writer ends before it has answered. */
    CompletionStage<ClientAnswer> commit(RemoteWriter to, CommitRequest request, CommitToken token) {
        long now = clock.nowNanos();
        long nanosLeft = Math.max(0, request.deadlineNanos() - now);
        long id = nextRequest.incrementAndGet();
        CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        handed.put(id, new Handed(to, answer));
        links.send(to.peer(), new PeerFrame.Commit(id, to.id(), to.incarnation(), nanosLeft, request));
        if (!to.isServing()) {
            fail(id);
        }
        clock.at(now + Math.min(nanosLeft, PATIENCE_NANOS), () -> askAfter(id, token, request.deadlineNanos()));
        return answer;
    }

    private void askAfter(long id, CommitToken token, long deadlineNanos) {
        Handed late = handed.get(id);
        if (late == null) {
            return;
        }
        CompletionStage<ClientAnswer> outcome = outcomes.ask(token, deadlineNanos);
        if (outcome == null) {
            fail(id);
        } else {
            outcome.whenComplete((answer, failure) -> {
                if (answer != null) {
                    ended(new PeerFrame.CommitEnded(id, answer));
                } else {
                    fail(id);
                }
            });
        }
    }

    private void fail(long id) {
        Handed lost = handed.remove(id);
        if (lost != null) {
            lost.answer().completeExceptionally(lost.to().unavailable());
        }
    }

    /** An answer has come. */
    void ended(PeerFrame.CommitEnded ended) {
        Handed waiting = handed.remove(ended.requestId());
        if (waiting != null) {
            waiting.answer().complete(ended.answer());
        }
    }

    CompletionStage<ClientAnswer> askOutcome(CommitToken token, long deadlineNanos) {
        CompletionStage<ClientAnswer> asked = outcomes.ask(token, deadlineNanos);
        return asked == null ? CompletableFuture.completedFuture(new ClientAnswer.Indeterminate()) : asked;
    }

    /** A process tells which writer of it takes commits. */
    void serving(String peer, PeerFrame.Serving serving) {
        RemoteWriter former;
        synchronized (this) {
            former = writers.get(serving.writer());
            boolean isNewer = former == null || serving.incarnation() > former.incarnation();
            if (serving.incarnation() > 0 && isNewer) {
                writers.put(serving.writer(), new RemoteWriter(this, serving.writer(), serving.incarnation(), peer));
            } else if (former == null || !former.peer().equals(peer) || serving.incarnation() > 0) {
                return; // of one that has lost the slot, or told already
            } else {
                writers.remove(serving.writer());
            }
        }
        end(former);
    }

    /** A process is out of reach. */
    void gone(String peer) {
        List<RemoteWriter> lost = new ArrayList<>();
        synchronized (this) {
            writers.values().removeIf(writer -> writer.peer().equals(peer) && lost.add(writer));
        }
        lost.forEach(this::end);
    }

    private void end(@Nullable RemoteWriter writer) {
        if (writer != null) {
            writer.ended();
            handed.forEach((id, each) -> {
                if (each.to().isSameRun(writer)) {
                    fail(id);
                }
            });
        }
    }

    // ---- other processes' commits ----------------------------------------------------------------------------------

    /** Says which writer here takes commits, to everybody; to be called whenever that changes. */
    synchronized void tellAll() {
        links.commitPeers().forEach(this::tell);
    }

    /** Says it to one. One at a time, so that what is said last is what is true. */
    synchronized void tell(String peer) {
        for (WriterPort port : own.get()) {
            links.send(peer, new PeerFrame.Serving(port.id(), port.isOpen() ? port.incarnation() : 0));
        }
    }

    /** Another process hands a commit over. */
    void asked(String peer, PeerFrame.Commit commit) {
        for (WriterPort port : own.get()) {
            boolean isIt = port.id().equals(commit.writer()) && port.incarnation() == commit.incarnation();
            if (isIt && port.isOpen()) {
                commit(peer, port, commit);
                return;
            }
        }
        ClientAnswer notHere = new ClientAnswer.Failed(ClientAnswer.Failed.Reason.NOT_OPEN);
        links.send(peer, new PeerFrame.CommitEnded(commit.requestId(), notHere));
    }

    private void commit(String peer, WriterPort port, PeerFrame.Commit commit) {
        CommitRequest request = commit.request();
        long deadline = clock.nowNanos() + Math.min(commit.timeoutNanos(), LONGEST_NANOS);
        CommitRequest here = new CommitRequest(
                request.transaction(), request.checked(), request.snapshot(), request.age(), deadline);
        port.request(id -> new WriterInput.Commit(id, here)).whenComplete((answer, ended) -> {
            // If it has ended, that is told to all, and the one who asked finds out elsewhere.
            if (answer != null) {
                links.send(peer, new PeerFrame.CommitEnded(commit.requestId(), answer));
            }
        });
    }
}
