package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One storage segment: it votes, keeps the log, builds pages, exchanges news with the other five, and fills a new disk. A
 * function of its inputs and the time they come with; what it wants done are {@link SegmentEffect}s, performed as described there.
 *
 * <pre>
 * NEW ──Start──▶ RECOVERING ──all read──▶ SERVING (whole, or rebuilding until it is)
 *                     └─────unreadable──▶ OUT_OF_SERVICE
 * </pre>
 *
 * <p>Messages that come before SERVING are dropped, as a network may. While it rebuilds, a segment answers nothing that counts.
 */
public final class SegmentCore {
    private enum State {
        /** Nothing was done yet. */
        NEW,
        /** The disk is being read. */
        RECOVERING,
        /** Messages are answered. */
        SERVING,
        /** The disk cannot be used: nothing is answered any more. */
        OUT_OF_SERVICE
    }

    private final SegmentSettings settings;
    private final Outbox out = new Outbox();
    private final Loads loads = new Loads(out);
    private final SegmentLog log;
    private final Acceptor acceptor;
    private final Gossip gossip;
    private final Moments moments;
    private final Readers readers;
    private final Collector collector;
    private final Scrubber scrubber;
    private final CopyTeller copyTeller;
    private final CopyTaker copyTaker;
    private final Progress progress;
    private final PageBuilder builder;
    /** What a full segment has images of. */
    private final ImageRounds images;
    /** What a tail has heard of that. */
    private final ImagePoints imagePoints;

    private final Reads reads;
    private final Inspector inspector;
    private final RewindImages rewindImages;
    private final ChangedSince changedPages;
    private final Slots slots;
    private final RebuildTeller teller;
    private final DoubtTeller doubts;
    private State state = State.NEW;
    private long generation;
    /** Null when the segment is whole. */
    private @Nullable Rebuild rebuild;

    private long accepts;
    private long refusals;

    /** A segment that has not read its disk yet: {@link SegmentInput.Start} comes first. */
    public SegmentCore(SegmentSettings settings) {
        this.settings = settings;
        SegmentSettings.Limits limits = settings.limits();
        log = new SegmentLog(out, limits, this::revoted);
        acceptor = log.acceptor();
        Archive archive = new Archive(out, loads, limits);
        moments = new Moments(out, settings.retention());
        readers = new Readers(out, acceptor, settings.retention());
        builder = new PageBuilder(out, loads, log, limits, this::pageBroken);
        ChainReader chains = new ChainReader(loads, log, limits.loadEntries());
        images = new ImageRounds(out, log, builder, settings, () -> generation);
        imagePoints = new ImagePoints(out, settings);
        TailPages tail =
                settings.isTail() ? new TailPages(out, loads, log, limits.loadEntries(), this::pageBroken) : null;
        scrubber = new Scrubber(out, loads, log, builder, chains, tail, settings);
        copyTeller = new CopyTeller(settings, out, log, builder, moments, imagePoints);
        inspector = new Inspector(out, log, builder, chains, tail);
        rewindImages = new RewindImages(out, loads, log, builder, copyTeller, settings);
        changedPages = new ChangedSince(settings.id(), log);
        collector = new Collector(
                out,
                loads,
                log,
                moments,
                readers,
                settings,
                () -> copyTeller.isCopying() || inspector.isInspecting(),
                point -> !settings.isTail() || imagePoints.mayDrop(point),
                tail);
        gossip = new Gossip(settings, out, log, archive, copyTeller);
        copyTaker = new CopyTaker(settings, out, log, moments, gossip, this::copied, imagePoints::mayBegin);
        progress = new Progress(out, log, copyTaker);
        reads = new Reads(settings.id(), out, log, archive, builder, limits);
        slots = new Slots(settings.id(), out, log);
        teller = new RebuildTeller(settings.id(), out, log);
        doubts = new DoubtTeller(settings.id(), out, log);
    }

    /** Takes one input to completion. Never blocks. */
    public void on(SegmentInput input, long nowNanos, Consumer<? super SegmentEffect> effects) {
        out.begin(nowNanos, effects);
        try {
            dispatch(input);
            if (state == State.SERVING) {
                log.finish();
                endRebuildIfComplete();
                teller.finish();
                doubts.finish(generation);
                if (!settings.isTail()) {
                    builder.makeImages();
                }
            }
        } finally {
            out.end();
        }
    }

    /** When a {@link SegmentInput.Tick} is due; {@link Long#MAX_VALUE} if never. */
    public long nextWakeNanos() {
        if (state != State.SERVING) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(gossip.nextWakeNanos(), acceptor.nextWakeNanos());
        next = Math.min(next, Math.min(copyTaker.nextWakeNanos(), progress.nextWakeNanos()));
        if (rebuild == null) {
            next = Math.min(next, Math.min(collector.nextWakeNanos(), scrubber.nextWakeNanos()));
            next = Math.min(next, settings.isTail() ? Long.MAX_VALUE : images.nextWakeNanos());
            next = Math.min(next, settings.isTail() ? Long.MAX_VALUE : rewindImages.nextWakeNanos());
        }
        return rebuild == null ? next : Math.min(next, rebuild.nextWakeNanos());
    }

    /** What this segment holds and has done. */
    public SegmentCounters counters() {
        return new SegmentCounters(
                state == State.SERVING,
                state == State.SERVING && rebuild == null,
                generation,
                log.held(),
                acceptor.undecidedCount(),
                acceptor.parked().size(),
                log.wantedCount(),
                accepts,
                refusals,
                log.decidedCount(),
                reads.built(),
                reads.refused(),
                builder.imagesWritten(),
                gossip.learned(),
                out.persistedBytes(),
                log.floor(),
                collector.collected(),
                copyTaker.pagesCopied(),
                moments.size(),
                scrubber.rounds(),
                scrubber.readBytes(),
                scrubber.isDamaged(),
                progress.missing(),
                copyTaker.pagesToCopy(),
                copyTaker.bytesCopied(),
                images.point(),
                imagePoints.keptNanos(),
                progress.nanosLeft(),
                settings.isTail() ? 0 : log.rewinds().imageless(),
                settings.isTail() ? 0 : log.rewinds().untold(log.floor()));
    }

    private void dispatch(SegmentInput input) {
        if (input instanceof SegmentInput.Start) {
            start();
        } else if (input instanceof SegmentInput.Received received) {
            if (state == State.SERVING) {
                receive(received.from(), received.message());
            }
        } else if (input instanceof SegmentInput.Loaded loaded) {
            loads.onLoaded(loaded);
        } else if (input instanceof SegmentInput.LoadFailed failure) {
            loads.onFailed(failure);
        } else if (input instanceof SegmentInput.Tick) {
            if (state == State.SERVING) {
                onTime();
            }
        } else if (input instanceof SegmentInput.Inspect inspect) {
            inspect(inspect);
        } else {
            throw new AssertionError("unhandled " + input);
        }
    }

    private void onTime() {
        acceptor.onTime(out.nowNanos());
        gossip.onTime();
        copyTaker.onTime();
        progress.onTime();
        if (rebuild == null) {
            collector.onTime();
            scrubber.onTime();
            if (!settings.isTail()) {
                rewindImages.onTime();
                images.onTime();
            }
        } else {
            rebuild.onTime();
        }
    }

    /** All that a floor sees has come from another segment. */
    private void copied(ReadPoint floor) {
        collector.everyPage();
        if (!settings.isTail()) {
            images.taken(floor);
        }
    }

    private void pageBroken(PageId page, ReadPoint at, String problem) {
        scrubber.failed(page, at, problem);
    }

    private void inspect(SegmentInput.Inspect request) {
        if (state == State.SERVING && rebuild == null) {
            inspector.inspect(request);
        } else {
            inspector.refuse(request, settings.id() + (rebuild == null ? " does not serve" : " is being rebuilt"));
        }
    }

    // ---- start and rebuild -----------------------------------------------------------------------------------------

    private void start() {
        Check.state(state == State.NEW, "a segment is started once", state);
        state = State.RECOVERING;
        new Recovery(loads, log, moments, images, settings.limits(), this::recovered).start();
    }

    private void recovered(Recovery.Outcome outcome) {
        if (outcome.problem() != null) {
            state = State.OUT_OF_SERVICE;
            out.happened(new SegmentEvent.OutOfService(settings.id() + ": " + outcome.problem(), outcome.damaged()));
            return;
        }
        SegmentRecords.Identity identity = outcome.identity();
        if (identity == null) {
            boolean created = settings.freshGeneration() == 0;
            identity = new SegmentRecords.Identity(settings.freshGeneration(), created, 0);
            out.put(Shelf.META, SegmentKeys.metaIdentity(), SegmentRecords.identity(identity), true);
        }
        generation = identity.generation();
        state = State.SERVING;
        slots.start();
        gossip.start();
        collector.start();
        scrubber.start();
        if (!settings.isTail()) {
            rewindImages.start();
            images.start();
        }
        progress.start();
        if (!identity.whole()) {
            rebuild = new Rebuild(settings, out, log, identity);
            copyTaker.startRebuild();
            out.happened(new SegmentEvent.RebuildBegan(generation));
        }
        out.happened(new SegmentEvent.Recovered(
                generation, identity.whole(), log.decidedCount(), acceptor.undecidedCount(), log.held()));
    }

    private void endRebuildIfComplete() {
        if (rebuild != null && rebuild.endIfComplete()) {
            rebuild = null;
            out.happened(new SegmentEvent.BecameWhole(generation, log.held()));
        }
    }

    // ---- messages --------------------------------------------------------------------------------------------------

    private void receive(NodeAddress from, SegmentMessage message) {
        if (message instanceof SegmentMessage.RebuildAsk ask) {
            imagePoints.onDisk(ask.from(), ask.generation());
        }
        if (message instanceof SegmentMessage.Decided decided) {
            decided.proposals().forEach(log::learn);
        } else if (message instanceof SegmentMessage.SlotOpened opened) {
            onSlotOpened(opened);
        } else if (message instanceof SegmentMessage.Heartbeat heartbeat) {
            slots.heard(heartbeat.writer(), heartbeat.incarnation());
            readers.heard(heartbeat.writer(), heartbeat.incarnation(), heartbeat.inUse());
            out.send(from, status());
        } else if (message instanceof SegmentMessage.ReplicaAlive alive) {
            readers.heard(alive.replica(), alive.inUse());
            out.send(from, status());
        } else if (message instanceof SegmentMessage.Journal journal) {
            moments.add(journal.moment());
        } else if (message instanceof SegmentMessage.Pull pull) {
            reads.onPull(from, pull, rebuild == null);
        } else if (message instanceof SegmentMessage.ReadPage read && settings.isTail()) {
            reads.refuse(from, read, WriterMessage.PageRefused.Reason.NO_PAGES);
        } else if (message instanceof SegmentMessage.ImagesReach reach) {
            imagePoints.onReach(reach);
            images.heard(reach);
        } else if (message instanceof SegmentMessage.GossipTell tell) {
            gossip.onTell(tell);
        } else if (message instanceof SegmentMessage.CopyOffer offer) {
            copyTaker.onOffer(offer);
        } else if (message instanceof SegmentMessage.CopyPagesTell tell) {
            copyTaker.onPages(tell);
        } else if (message instanceof SegmentMessage.RewoundTell tell) {
            rewindImages.onTell(tell);
        } else if (message instanceof SegmentMessage.CopyFatesTell tell) {
            copyTaker.onFates(tell);
        } else if (rebuild != null) {
            receiveRebuilding(from, message, rebuild);
        } else if (!receiveBallot(from, message)) {
            receiveWhole(from, message);
        }
    }

    private WriterMessage.SegmentStatus status() {
        return new WriterMessage.SegmentStatus(settings.id(), generation, rebuild == null, log.held(), log.floor());
    }

    private void onSlotOpened(SegmentMessage.SlotOpened opened) {
        slots.opened(opened);
        if (rebuild != null) {
            rebuild.onSlotOpened(opened);
        }
    }

    /**
     * Everything not handled here gets no answer: a segment that is not whole counts as out of reach. Contents that pass by are
     * remembered, as they are where a vote is refused: the news of their commits need not repeat them.
     */
    private void receiveRebuilding(NodeAddress from, SegmentMessage message, Rebuild under) {
        if (message instanceof SegmentMessage.Propose propose) {
            log.offer(propose.proposal());
        } else if (message instanceof SegmentMessage.RebuildTell tell) {
            under.onTell(tell);
        } else if (message instanceof SegmentMessage.OpenSession session) {
            under.onOpenSession(session);
        } else if (message instanceof SegmentMessage.ReadPage read) {
            reads.refuse(from, read, WriterMessage.PageRefused.Reason.NOT_WHOLE);
        }
    }

    private boolean receiveBallot(NodeAddress from, SegmentMessage message) {
        if (message instanceof SegmentMessage.Propose propose) {
            onPropose(from, propose.proposal());
        } else if (message instanceof SegmentMessage.Renounce renounce) {
            Verdict verdict =
                    acceptor.renounce(renounce.id(), renounce.incarnation(), renounce.reservation(), out.nowNanos());
            vote(from, renounce.id(), Ballot.RENOUNCE, verdict);
        } else if (message instanceof SegmentMessage.Prepare prepare) {
            onPrepare(from, prepare);
        } else if (message instanceof SegmentMessage.Settle settle) {
            onSettle(from, settle);
        } else {
            return false;
        }
        return true;
    }

    private void receiveWhole(NodeAddress from, SegmentMessage message) {
        if (message instanceof SegmentMessage.AskIncarnation ask) {
            out.send(from, slots.incarnation(ask));
        } else if (message instanceof SegmentMessage.Claim claim) {
            out.send(from, slots.claim(claim));
        } else if (message instanceof SegmentMessage.Open open) {
            out.send(from, slots.open(open));
        } else if (message instanceof SegmentMessage.ReadPage read) {
            reads.onReadPage(from, read);
        } else if (message instanceof SegmentMessage.CheckReads check) {
            out.send(
                    from,
                    new WriterMessage.ReadsChecked(
                            check.requestId(), settings.id(), acceptor.pages().checkReads(check.reads())));
        } else if (message instanceof SegmentMessage.AskChanged ask) {
            out.send(from, changedPages.answer(ask));
        } else if (message instanceof SegmentMessage.AskHighest ask) {
            out.send(from, slots.highest(ask.requestId()));
        } else if (message instanceof SegmentMessage.GossipAsk ask) {
            gossip.onAsk(ask);
        } else if (message instanceof SegmentMessage.CopyAsk ask) {
            copyTeller.offerHeld(ask.from());
        } else if (message instanceof SegmentMessage.CopyPagesAsk ask) {
            copyTeller.onPagesAsk(ask);
        } else if (message instanceof SegmentMessage.CopyFatesAsk ask) {
            copyTeller.onFatesAsk(ask);
        } else if (message instanceof SegmentMessage.RewoundAsk ask) {
            if (!settings.isTail()) {
                rewindImages.onAsk(ask);
            }
        } else if (message instanceof SegmentMessage.AskMoment ask) {
            out.send(
                    from,
                    new WriterMessage.MomentIs(
                            ask.requestId(), settings.id(), moments.readable(ask.epochMillis(), log.floor())));
        } else if (message instanceof SegmentMessage.RebuildAsk ask) {
            teller.onAsk(ask);
        } else if (message instanceof SegmentMessage.AskDoubts ask) {
            doubts.onAsk(from, ask);
        } else if (message instanceof SegmentMessage.OpenSession) {
            out.send(from, status());
        } else if (!(message
                instanceof SegmentMessage.RebuildTell)) { // one that comes now answers a rebuild that is over
            throw new AssertionError("unhandled " + message);
        }
    }

    // ---- ballots ---------------------------------------------------------------------------------------------------

    private void onPropose(NodeAddress from, Proposal proposal) {
        slots.heard(proposal.id().writer(), proposal.incarnation());
        Verdict verdict = acceptor.propose(proposal, out.nowNanos());
        log.offer(proposal);
        vote(from, proposal.id(), Ballot.PROPOSE, verdict);
    }

    private void onPrepare(NodeAddress from, SegmentMessage.Prepare prepare) {
        Acceptor.Promise promise = acceptor.prepare(prepare.id(), prepare.ballot());
        Verdict refusal = promise.refusal();
        if (refusal != null) {
            vote(from, prepare.id(), prepare.ballot(), refusal);
            return;
        }
        out.send(
                from,
                new WriterMessage.Promised(
                        settings.id(), generation, prepare.id(), prepare.ballot(), promise.register()));
    }

    private void onSettle(NodeAddress from, SegmentMessage.Settle settle) {
        Verdict verdict =
                acceptor.settle(settle.id(), settle.ballot(), settle.value(), settle.content(), out.nowNanos());
        Proposal content = settle.content();
        if (content != null) {
            log.offer(content);
        }
        vote(from, settle.id(), settle.ballot(), verdict);
    }

    private void revoted(ProposalId id, Ballot ballot, Verdict verdict) {
        WriterId asker = ballot.equals(Ballot.PROPOSE) ? id.writer() : new WriterId(ballot.slot());
        vote(ballot.isRepair() ? NodeAddress.REPAIR : NodeAddress.of(asker), id, ballot, verdict);
    }

    private void vote(NodeAddress to, ProposalId id, Ballot ballot, Verdict verdict) {
        if (ballot.equals(Ballot.PROPOSE)) {
            if (verdict instanceof Verdict.Accepted) {
                accepts++;
            } else {
                refusals++;
            }
        }
        out.send(to, new WriterMessage.Voted(settings.id(), generation, id, ballot, verdict));
    }
}
