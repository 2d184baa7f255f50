package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.Rewind;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A read replica: applies what writers commit, as a writer applies what its peers do, and answers reads of the present and of the past.
 * It has no slot and no incarnation, and neither proposes nor settles anything: nothing in the protocol waits for it. One input is
 * handled to its end; nothing blocks.
 *
 * <p>Writers that have heard its heartbeat send it their redo. That only makes news travel fast: what it was not sent it notices, since
 * segments tell the highest seqs, and pulls from them.
 *
 * <p>One that was away for longer than history is kept serves nothing any more, and says so ({@link WriterEvent.LeftBehind}): it is
 * followed by another one that begins anew.
 */
public final class ReplicaCore implements ClientCore {
    private final ReplicaSettings settings;
    private final List<WriterId> writers;
    private final Outbox outbox;
    private final Clock clock = new Clock();
    private final SegmentView segments;
    private final BufferPool pool;
    private final RedoApplier applier;
    private final PageFetcher fetcher;
    private final ReplicaDoubts doubts;
    private final MissingDesk missing;
    private final PointWaits waits;
    private final PastMoments past;
    private final CatchUp catchUp;
    private final Pulse pulse;
    private boolean started;
    private boolean ended;

    public ReplicaCore(ReplicaSettings settings, BufferPool pool, SnapshotRegistry snapshots) {
        this.settings = settings;
        this.pool = pool;
        ReaderSettings reader = settings.reader();
        writers = IntStream.range(0, reader.writers()).mapToObj(WriterId::new).toList();
        outbox = new Outbox(reader, writers, List::of);
        RoundTrips roundTrips = new RoundTrips(reader);
        segments = new SegmentView(reader);
        applier = new RedoApplier(null, pool, snapshots);
        fetcher = new PageFetcher(reader, outbox, segments, pool, applier, clock);
        doubts = new ReplicaDoubts(settings.id(), outbox, roundTrips);
        missing = new MissingDesk(outbox, segments, applier, clock, roundTrips, doubts);
        waits = new PointWaits(reader, outbox, applier, clock);
        past = new PastMoments(reader, outbox);
        catchUp = new CatchUp(reader, outbox, segments, pool, applier, fetcher, waits, missing, clock);
        pulse = new Pulse(reader, outbox);
        applier.onApplied(this::applied);
        catchUp.onReady(() -> outbox.happened(new WriterEvent.ReplicaOpened(applier.point())));
    }

    @Override
    public void on(WriterInput input, long nowNanos, Consumer<? super WriterEffect> effects) {
        clock.set(nowNanos);
        outbox.open(nowNanos, effects);
        dispatch(input);
        if (applier.publish()) {
            waits.check();
        }
        outbox.close();
    }

    private void dispatch(WriterInput input) {
        long now = clock.nowNanos();
        if (input instanceof WriterInput.Received received) {
            if (!ended) {
                receive(received.message());
            }
        } else if (input instanceof WriterInput.Tick) {
            onTime(now);
        } else if (input instanceof WriterInput.Evict evict) {
            pool.remove(evict.page());
        } else if (input instanceof WriterInput.Prefetch prefetch) {
            if (started && !ended) {
                fetcher.need(prefetch.page(), now);
            }
        } else if (input instanceof WriterInput.PeerGone gone) {
            peerGone(gone.peer());
        } else if (input instanceof WriterInput.Close) {
            end();
        } else {
            request(input, now);
        }
    }

    // ---- clients ---------------------------------------------------------------------------------------------------

    private void request(WriterInput input, long now) {
        if (input instanceof WriterInput.FetchPage fetch) {
            if (accepts(fetch.requestId())) {
                fetcher.fetchFor(fetch.requestId(), fetch.page(), fetch.at(), now);
            }
        } else if (input instanceof WriterInput.AwaitPoint await) {
            if (accepts(await.requestId())) {
                waits.awaitPoint(await.requestId(), await.target(), await.deadlineNanos());
                if (!applier.point().covers(await.target())) {
                    pulse.askHighestSoon();
                }
            }
        } else if (input instanceof WriterInput.AwaitGlobal await) {
            if (accepts(await.requestId())) {
                waits.awaitGlobal(await.requestId(), await.deadlineNanos());
            }
        } else if (input instanceof WriterInput.AwaitMoment await) {
            if (accepts(await.requestId())) {
                past.find(await.requestId(), await.epochMillis(), await.deadlineNanos(), now);
            }
        } else if (input instanceof WriterInput.Commit commit) {
            refuse(commit.requestId());
        } else if (input instanceof WriterInput.AskOutcome ask) {
            refuse(ask.requestId());
        } else if (input instanceof WriterInput.Backtrack backtrack) {
            refuse(backtrack.requestId());
        } else {
            throw new AssertionError("unhandled " + input);
        }
    }

    private boolean accepts(long requestId) {
        boolean accepts = catchUp.isReady() && !ended;
        if (!accepts) {
            refuse(requestId);
        }
        return accepts;
    }

    /** Who wants something changed or settled has to ask a writer. */
    private void refuse(long requestId) {
        outbox.answer(requestId, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.NOT_OPEN));
    }

    private void end() {
        if (!ended) {
            ended = true;
            waits.failAll(ClientAnswer.Failed.Reason.NOT_OPEN);
            fetcher.failAll(ClientAnswer.Failed.Reason.NOT_OPEN);
            past.failAll(ClientAnswer.Failed.Reason.NOT_OPEN);
        }
    }

    // ---- messages --------------------------------------------------------------------------------------------------

    /** Whether a replica is ever sent such a message. */
    public static boolean takes(WriterMessage message) {
        return message instanceof WriterMessage.Redo
                || message instanceof WriterMessage.PeerOpened
                || message instanceof WriterMessage.PeerHeartbeat
                || message instanceof WriterMessage.PageBuilt
                || message instanceof WriterMessage.PageRefused
                || message instanceof WriterMessage.Told
                || message instanceof WriterMessage.HighestAre
                || message instanceof WriterMessage.MomentIs
                || message instanceof WriterMessage.SegmentStatus;
    }

    private void receive(WriterMessage message) {
        long now = clock.nowNanos();
        if (message instanceof WriterMessage.Redo redo) {
            redo.proposals().forEach(this::news);
        } else if (message instanceof WriterMessage.PeerOpened opened) {
            abortRange(opened);
        } else if (message instanceof WriterMessage.PeerHeartbeat beat) {
            if (started && beat.highestSeq() > 0) {
                applier.tracker().expect(beat.writer(), beat.highestSeq());
            }
        } else if (message instanceof WriterMessage.PageBuilt built) {
            if (fetcher.onBuilt(built, now)) {
                catchUp.findLine();
            }
        } else if (message instanceof WriterMessage.PageRefused refused) {
            fetcher.onRefused(refused, now);
        } else if (message instanceof WriterMessage.Told told) {
            told.decided().forEach(this::news);
            missing.onTold(told);
        } else if (message instanceof WriterMessage.HighestAre highest) {
            onHighest(highest);
        } else if (message instanceof WriterMessage.MomentIs moment) {
            past.onMoment(moment);
        } else if (message instanceof WriterMessage.SegmentStatus status) {
            onStatus(status);
        } else {
            throw new AssertionError("unhandled " + message);
        }
    }

    /** A fate has become known. That of a commit is of use with its content only. */
    private void news(DecidedProposal decided) {
        if (!started) {
            return;
        }
        if (decided.fate() == Fate.ABORTED) {
            applier.aborted(decided.id());
        } else if (decided.content() != null) {
            applier.committed(decided.content());
        } else {
            missing.expect(decided.id());
        }
    }

    private void applied(Proposal proposal) {
        if (proposal.rewinds()) {
            catchUp.becomeReady();
            outbox.happened(new WriterEvent.Rewound(
                    proposal.id(),
                    Check.present(
                            Rewind.target(proposal.writes().get(0).delta()),
                            "every page of a backtrack goes back to one state")));
        }
    }

    private void abortRange(WriterMessage.PeerOpened opened) {
        for (long seq = opened.closeFrom(); started && seq < opened.firstSeq(); seq++) {
            applier.aborted(new ProposalId(opened.writer(), seq));
        }
    }

    private void onHighest(WriterMessage.HighestAre highest) {
        for (int index = 0; started && index < highest.seqs().size(); index++) {
            applier.tracker().expect(new WriterId(index), highest.seqs().get(index));
        }
        waits.onHighest(highest);
        missing.lookSoon();
    }

    private void onStatus(WriterMessage.SegmentStatus status) {
        SegmentId segment = status.segment();
        if (status.generation() < segments.generation(segment)) {
            return;
        }
        segments.heard(segment, status.generation(), clock.nowNanos());
        segments.status(segment, status.whole(), status.held(), status.floor());
        pulse.onStatus(status);
        start();
        if (started && segments.leftBehind(applier.point(), clock.nowNanos())) {
            outbox.happened(new WriterEvent.LeftBehind(applier.point()));
            end();
        }
    }

    private void start() {
        boolean mayStart =
                !started && pulse.heardReadQuorum() && segments.coversFloors(segments.mostHeld(), clock.nowNanos());
        if (mayStart) {
            started = true;
            applier.start(segments.mostHeld());
            catchUp.begin();
        }
    }

    private void peerGone(NodeAddress peer) {
        if (peer.isSegment()) {
            segments.gone(peer.segment());
        } else if (peer.isWriter() && started) {
            pulse.askHighestSoon();
        }
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    private void onTime(long now) {
        if (ended) {
            return;
        }
        if (pulse.isDue(now)) {
            outbox.toSegments(new SegmentMessage.ReplicaAlive(settings.id(), applier.lowestInUse()));
            if (started) {
                outbox.toPeers(
                        new WriterMessage.ReplicaHeartbeat(settings.id(), applier.point(), applier.oldestInUse()));
                pulse.askHighest();
            }
        }
        fetcher.onTime(now);
        if (started) {
            missing.onTime(now);
            doubts.tell(now);
            catchUp.onTime(now);
            waits.onTime(now);
            past.onTime(now);
        }
    }

    @Override
    public long nextWakeNanos() {
        if (ended) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(pulse.nextWakeNanos(), fetcher.nextWakeNanos());
        if (started) {
            next = Math.min(next, missing.nextWakeNanos());
            next = Math.min(next, waits.nextWakeNanos());
            next = Math.min(next, past.nextWakeNanos());
        }
        return next;
    }

    // ---- status ----------------------------------------------------------------------------------------------------

    /** What it is doing, for status and metrics. */
    public ReplicaReport report() {
        TreeMap<WriterId, WriterReport.Lag> lags = new TreeMap<>();
        writers.forEach(writer -> lags.put(writer, missing.lag(writer)));
        return new ReplicaReport(
                catchUp.isReady() && !ended,
                applier.point(),
                missing.count(),
                missing.oldest(settings.reader().limits().inDoubtListed()),
                lags,
                fetcher.misses());
    }
}
