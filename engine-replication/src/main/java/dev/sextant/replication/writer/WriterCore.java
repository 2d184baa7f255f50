package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.Rewind;
import dev.sextant.storage.tree.IncarnationPageAllocator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A writer: takes a slot, then commits its clients' transactions, applies everybody's redo and settles what dead writers left
 * undecided. One input is handled to its end; nothing blocks. Groups are built at {@link WriterInput.Tick}, so that all
 * commits that wait when the loop comes round are grouped together.
 *
 * <p>This class only dispatches; what it dispatches to is in rooms of its own: {@link SlotKeeper} the slot, {@link CommitDesk}
 * the queue, {@link Flights} own proposals, {@link RedoApplier} what committed, {@link PageFetcher} reads from storage,
 * {@link MissingDesk}, {@link DoubtDesk} and {@link SettlingDesk} what is undecided, {@link RewindDesk} backtracks.
 */
public final class WriterCore implements ClientCore {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final SegmentView segments;
    private final SlotKeeper slot;
    private final RedoApplier applier;
    private final PageFetcher fetcher;
    private final PageClaims claims;
    private final PagePins pins;
    private final Flights flights;
    private final CommitDesk desk;
    private final HiddenCommits hidden;
    private final ReadValidation validation;
    private final SettlingDesk settling;
    private final DoubtDesk doubts;
    private final MissingDesk missing;
    private final Replicas replicas;
    private final CatchUp catchUp;
    private final UnheldFates unheld;
    private final PointWaits waits;
    private final Outcomes outcomes = new Outcomes();
    private final SlotOpenings openings = new SlotOpenings();
    private final SlotClosers closers;
    private final Inquests inquests;
    private final Contests contests;
    private final Delegations delegations;
    private final TakenOver takenOver;
    private final Tallies tallies = new Tallies();
    private final Horizon horizon;
    private final Heartbeats heartbeats;
    private final Journal journal;
    private final PastMoments past;
    private final RewindDesk rewind;
    private boolean started;
    private boolean closing;

    public WriterCore(WriterSettings settings, BufferPool pool, SnapshotRegistry snapshots) {
        this.settings = settings;
        ReaderSettings reader = settings.reader();
        clock = new Clock();
        replicas = new Replicas(reader, clock);
        outbox = new Outbox(reader, settings.peers(), replicas::present);
        roundTrips = new RoundTrips(reader);
        segments = new SegmentView(reader);
        slot = new SlotKeeper(settings, outbox);
        applier = new RedoApplier(settings.id(), pool, snapshots);
        fetcher = new PageFetcher(reader, outbox, segments, pool, applier, clock);
        claims = new PageClaims(pool);
        pins = new PagePins(pool, claims);
        flights = new Flights(settings, outbox, applier, claims, tallies, clock, roundTrips);
        validation = new ReadValidation(settings, outbox, claims, clock, roundTrips);
        horizon = new Horizon(settings, applier, replicas, clock);
        closers = new SlotClosers(settings, outbox, this::closedPast);
        contests = new Contests(settings, clock, roundTrips);
        takenOver = new TakenOver(settings.id(), outbox, outcomes, openings, flights, tallies, clock);
        delegations = new Delegations(
                settings, outbox, applier, openings, closers, contests, tallies, clock, roundTrips);
        desk = new CommitDesk(
                settings,
                outbox,
                segments,
                pool,
                applier,
                fetcher,
                claims,
                pins,
                flights,
                validation,
                tallies,
                outcomes,
                clock,
                horizon,
                delegations,
                takenOver);
        hidden = new HiddenCommits(outbox, applier, tallies, desk::finish);
        settling = new SettlingDesk(settings, outbox, segments, flights, tallies, clock, roundTrips);
        doubts = new DoubtDesk(settings, outbox, segments, applier, flights, settling, clock, roundTrips);
        missing = doubts.missing();
        unheld = new UnheldFates(settings, applier, segments, roundTrips);
        waits = new PointWaits(reader, outbox, applier, clock);
        inquests = new Inquests(settings, outbox, segments, applier, openings, closers, outcomes, clock, roundTrips);
        heartbeats = new Heartbeats(settings, outbox, applier, flights, slot);
        journal = new Journal(settings, outbox, applier);
        past = new PastMoments(reader, outbox);
        catchUp = new CatchUp(reader, outbox, segments, pool, applier, fetcher, waits, missing, clock);
        rewind = new RewindDesk(settings, outbox, segments, applier, flights, desk, waits, clock, roundTrips);
        connect();
    }

    private void connect() {
        delegations.listen(new Delegations.Listener() {
            @Override
            public void committed(PendingCommit pending, ProposalId proposal) {
                hidden.add(pending, proposal);
            }

            @Override
            public void cameBack(PendingCommit pending) {
                tryAgain(List.of(pending));
            }
        });
        catchUp.onReady(() -> outbox.happened(new WriterEvent.SlotOpened(slot.incarnation())));
        outbox.onFate(unheld::heard);
        applier.onApplied(this::applied);
        settling.onNews(this::news);
        settling.onRival(rival -> doubts.standsInTheWay(rival));
        validation.onFinished(this::validated);
        validation.onBlocked(vote -> missing.expect(vote.oldest().id()));
        flights.listen(new Flights.Listener() {
            @Override
            public void lost(Flight flight) {
                lostFlight(flight);
            }

            @Override
            public void aborted(Flight flight) {
                abortedFlight(flight);
            }

            @Override
            public void committed(Flight flight) {
                committedFlight(flight);
            }

            @Override
            public void blockedBy(ProposalId rival) {
                missing.expect(rival);
            }

            @Override
            public void roomAgain() {
                desk.wake();
            }

            @Override
            public void unsettled(ProposalId id) {
                settling.settle(id);
            }

            @Override
            public void fenced(long byIncarnation) {
                fencedBy(byIncarnation);
            }
        });
    }

    // ---- the one entry ---------------------------------------------------------------------------------------------

    @Override
    public void on(WriterInput input, long nowNanos, Consumer<? super WriterEffect> effects) {
        clock.set(nowNanos);
        outbox.open(nowNanos, effects);
        dispatch(input);
        finishInput();
        outbox.close();
    }

    private void dispatch(WriterInput input) {
        long now = clock.nowNanos();
        if (input instanceof WriterInput.Received received) {
            receive(received.message());
        } else if (input instanceof WriterInput.Tick) {
            onTime(now);
        } else if (input instanceof WriterInput.Evict evict) {
            pins.evict(evict.page());
        } else if (input instanceof WriterInput.Prefetch prefetch) {
            if (started) {
                fetcher.need(prefetch.page(), now);
            }
        } else if (input instanceof WriterInput.PeerGone gone) {
            peerGone(gone.peer());
        } else if (input instanceof WriterInput.Close) {
            closing = true;
            endIfDone();
        } else {
            request(input, now);
        }
    }

    private void request(WriterInput input, long now) {
        if (input instanceof WriterInput.Commit commit) {
            if (accepts(commit.requestId())) {
                ClientAnswer known = outcomes.of(commit.request().transaction());
                if (known == null) {
                    desk.submit(commit.requestId(), commit.request());
                } else {
                    // Somebody asked before it came, and was told this.
                    outbox.answer(commit.requestId(), inquests.asOfNow(known));
                }
            }
        } else if (input instanceof WriterInput.FetchPage fetch) {
            if (accepts(fetch.requestId())) {
                fetcher.fetchFor(fetch.requestId(), fetch.page(), fetch.at(), now);
            }
        } else if (input instanceof WriterInput.AwaitPoint await) {
            if (accepts(await.requestId())) {
                waits.awaitPoint(await.requestId(), await.target(), await.deadlineNanos());
                if (!applier.point().covers(await.target())) {
                    heartbeats.askHighestSoon();
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
        } else if (input instanceof WriterInput.Backtrack backtrack) {
            if (accepts(backtrack.requestId())) {
                rewind.begin(backtrack);
            }
        } else if (input instanceof WriterInput.AskOutcome ask) {
            if (accepts(ask.requestId())) {
                inquests.begin(ask.requestId(), ask.token(), ask.deadlineNanos());
            }
        } else {
            throw new AssertionError("unhandled " + input);
        }
    }

    private boolean accepts(long requestId) {
        boolean accepts = catchUp.isReady() && !closing && slot.state() == WriterState.OPEN;
        if (!accepts) {
            outbox.answer(requestId, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.NOT_OPEN));
        }
        return accepts;
    }

    private void receive(WriterMessage message) {
        long now = clock.nowNanos();
        if (message instanceof WriterMessage.Voted voted) {
            if (isCurrent(voted.segment(), voted.generation())) {
                flights.onVoted(voted);
                settling.onVoted(voted);
            }
        } else if (message instanceof WriterMessage.Promised promised) {
            if (isCurrent(promised.segment(), promised.generation())) {
                settling.onPromised(promised);
            }
        } else if (message instanceof WriterMessage.Redo redo) {
            doubts.heard(redo.from());
            redo.proposals().forEach(this::news);
        } else if (message instanceof WriterMessage.PageBuilt built) {
            if (fetcher.onBuilt(built, now)) {
                catchUp.findLine();
                desk.wake();
            }
        } else if (message instanceof WriterMessage.PageRefused refused) {
            fetcher.onRefused(refused, now);
        } else if (message instanceof WriterMessage.Told told) {
            told.decided().forEach(this::news);
            missing.onTold(told);
            inquests.onTold(told);
        } else if (message instanceof WriterMessage.ReadsChecked checked) {
            validation.onChecked(checked);
        } else if (message instanceof WriterMessage.MomentIs moment) {
            past.onMoment(moment);
        } else if (message instanceof WriterMessage.ChangedAre changed) {
            rewind.onChanged(changed);
        } else if (message instanceof WriterMessage.HighestAre highest) {
            onHighest(highest);
        } else {
            receiveOfSlots(message, now);
        }
    }

    private void receiveOfSlots(WriterMessage message, long now) {
        if (message instanceof WriterMessage.SegmentStatus status) {
            onStatus(status);
        } else if (message instanceof WriterMessage.Delegate delegate) {
            onDelegate(delegate);
        } else if (message instanceof WriterMessage.Recall recall) {
            takenOver.onRecall(recall);
            desk.answerSettled();
        } else if (message instanceof WriterMessage.Delegated delegated) {
            delegations.onDelegated(delegated);
        } else if (message instanceof WriterMessage.PeerHeartbeat beat) {
            onPeer(beat);
        } else if (message instanceof WriterMessage.PeerOpened opened) {
            onPeerOpened(opened);
        } else if (message instanceof WriterMessage.AskFate ask) {
            doubts.onAskFate(ask);
        } else if (message instanceof WriterMessage.ReplicaHeartbeat beat) {
            replicas.heard(beat);
        } else if (message instanceof WriterMessage.Missed missed) {
            if (started) {
                doubts.onMissed(missed);
            }
        } else if (message instanceof WriterMessage.IncarnationIs incarnation) {
            if (isOwn(incarnation.writer())) {
                slot.onIncarnation(incarnation, now);
            } else {
                closers.onIncarnation(incarnation, now);
            }
        } else if (message instanceof WriterMessage.Claimed claimed) {
            if (isOwn(claimed.writer())) {
                slot.onClaimed(claimed, now);
            } else {
                closers.onClaimed(claimed, now);
            }
        } else if (message instanceof WriterMessage.ClaimRefused refused) {
            if (!isOwn(refused.writer())) {
                closers.onClaimRefused(refused, now);
            } else if (slot.onClaimRefused(refused, now)) {
                fencedBy(refused.incarnation());
            }
        } else if (message instanceof WriterMessage.Opened opened) {
            if (!isOwn(opened.writer())) {
                closers.onOpened(opened);
            } else if (slot.onOpened(opened)) {
                start();
            }
        } else if (message instanceof WriterMessage.OpenRefused refused) {
            if (isOwn(refused.writer())) {
                slot.onOpenRefused(refused, now);
            } else {
                closers.onOpenRefused(refused, now);
            }
        } else if (!(message instanceof WriterMessage.DoubtsAre)) { // that answers a repair
            throw new AssertionError("unhandled " + message);
        }
    }

    // ---- the slot --------------------------------------------------------------------------------------------------

    /** The slot is open: goes on above what the old incarnation may have used, and catches up while it already proposes. */
    private void start() {
        if (started || slot.state() != WriterState.OPEN || !heartbeats.heardReadQuorum()) {
            return;
        }
        if (!segments.coversFloors(segments.mostHeld(), clock.nowNanos())) {
            return; // segments are about to catch up with each other
        }
        started = true;
        clock.saw(slot.highestLsn());
        applier.start(segments.mostHeld());
        outcomes.start(applier.point());
        openings.heard(settings.id(), slot.incarnation(), slot.bounds());
        flights.open(slot.incarnation(), slot.firstSeq());
        delegations.open(slot.incarnation());
        if (slot.highestOldSeq() > 0) {
            applier.tracker().expect(settings.id(), slot.highestOldSeq());
        }
        abortRange(settings.id(), slot.closeFrom(), slot.firstSeq());
        outbox.toSegments(new SegmentMessage.SlotOpened(settings.id(), slot.closeFrom(), slot.firstSeq()));
        outbox.toFollowers(
                new WriterMessage.PeerOpened(
                        settings.id(), slot.incarnation(), slot.closeFrom(), slot.firstSeq(), slot.bounds()));
        desk.open(new IncarnationPageAllocator(settings.id(), slot.incarnation()));
        catchUp.begin();
    }

    private void abortRange(WriterId writer, long from, long to) {
        for (long seq = from; started && seq < to; seq++) {
            applier.aborted(new ProposalId(writer, seq));
        }
    }

    private boolean isOwn(WriterId writer) {
        return writer.equals(settings.id());
    }

    private void onPeerOpened(WriterMessage.PeerOpened opened) {
        if (!isOwn(opened.writer())) {
            doubts.heard(opened.writer());
            heardOf(opened);
        } else if (opened.incarnation() > slot.incarnation()) {
            fencedBy(opened.incarnation());
        }
    }

    private void heardOf(WriterMessage.PeerOpened opened) {
        openings.heard(opened.writer(), opened.incarnation(), opened.bounds());
        abortRange(opened.writer(), opened.closeFrom(), opened.firstSeq());
    }

    /** The slot of a dead writer was opened here, so that what it left can be settled: nobody answers for it. */
    private void closedPast(WriterMessage.PeerOpened opened) {
        doubts.gone(opened.writer());
        heardOf(opened);
    }

    private void fencedBy(long incarnation) {
        if (slot.state() == WriterState.OPEN) {
            slot.fenced(incarnation);
            outbox.happened(new WriterEvent.Fenced(incarnation));
            validation.drop().forEach(pending -> desk.resubmit(List.of(pending)));
            desk.abandonAll();
            failWaiting();
        }
    }

    private void failWaiting() {
        waits.failAll(ClientAnswer.Failed.Reason.NOT_OPEN);
        inquests.failAll(ClientAnswer.Failed.Reason.NOT_OPEN);
        fetcher.failAll(ClientAnswer.Failed.Reason.NOT_OPEN);
        past.failAll(ClientAnswer.Failed.Reason.NOT_OPEN);
        rewind.stop();
    }

    private void endIfDone() {
        if (closing
                && flights.undecided() == 0
                && desk.size() == 0
                && hidden.isEmpty()
                && delegations.isEmpty()
                && slot.state() != WriterState.CLOSED) {
            outbox.flushFates();
            failWaiting();
            slot.closed();
        }
    }

    // ---- segments and peers ----------------------------------------------------------------------------------------

    /** Whether a segment's answer is of its present generation; a new one voids what the former said. */
    private boolean isCurrent(SegmentId segment, long generation) {
        if (generation < segments.generation(segment)) {
            return false;
        }
        boolean couldCommit = segments.writeQuorumInReach(clock.nowNanos());
        boolean isNew = segments.heard(segment, generation, clock.nowNanos());
        if (!couldCommit) {
            desk.wake();
        }
        if (isNew) {
            flights.onGeneration(segment, generation);
            settling.onGeneration(segment);
            outbox.flushFates();
            heartbeats.newGeneration(segment, generation);
        }
        return true;
    }

    private void onStatus(WriterMessage.SegmentStatus status) {
        if (isCurrent(status.segment(), status.generation())) {
            segments.status(status.segment(), status.whole(), status.held(), status.floor());
            desk.wake();
            heartbeats.onStatus(status);
            start();
            if (started && slot.state() == WriterState.OPEN && segments.leftBehind(applier.point(), clock.nowNanos())) {
                outbox.happened(new WriterEvent.LeftBehind(applier.point()));
                fencedBy(slot.incarnation());
                return;
            }
            if (started && status.whole()) {
                unheld.onStatus(status.held(), clock.nowNanos());
                tellAgain(unheld.overdue(clock.nowNanos()));
            }
        }
    }

    /** What this writer's own opening closed it says again, since nobody voted on that; the rest has a register that tells. */
    private void tellAgain(List<ProposalId> unheldIds) {
        boolean closed = false;
        Set<SegmentMessage.SlotOpened> others = new LinkedHashSet<>();
        for (ProposalId id : unheldIds) {
            if (id.writer().equals(settings.id()) && id.seq() >= slot.closeFrom() && id.seq() < slot.firstSeq()) {
                closed = true;
                continue;
            }
            WriterMessage.PeerOpened other = closers.closingOf(id);
            if (other != null) {
                others.add(new SegmentMessage.SlotOpened(other.writer(), other.closeFrom(), other.firstSeq()));
                continue;
            }
            DecidedProposal heard = unheld.heardOf(id);
            if (heard == null) {
                settling.settle(id);
            } else {
                outbox.fate(heard);
            }
        }
        if (closed) {
            outbox.toSegments(new SegmentMessage.SlotOpened(settings.id(), slot.closeFrom(), slot.firstSeq()));
        }
        others.forEach(outbox::toSegments);
    }

    private void onHighest(WriterMessage.HighestAre highest) {
        if (started && highest.seqs().get(settings.id().slot()) >= flights.nextSeq()) {
            // Somebody went on in this slot where this process has not come to: it may have nothing to propose, and
            // would
            // never hear of it otherwise, nor of what its successor commits.
            fencedBy(slot.incarnation() + 1);
            return;
        }
        for (int index = 0; started && index < highest.seqs().size(); index++) {
            applier.tracker().expect(new WriterId(index), highest.seqs().get(index));
        }
        waits.onHighest(highest);
        missing.lookSoon();
    }

    private void onPeer(WriterMessage.PeerHeartbeat beat) {
        doubts.heard(beat.writer());
        openings.heard(beat.writer(), beat.incarnation(), beat.bounds());
        horizon.heard(beat.writer(), beat.oldestInUse());
        if (started && beat.highestSeq() > 0) {
            applier.tracker().expect(beat.writer(), beat.highestSeq());
        }
    }

    private void peerGone(NodeAddress peer) {
        if (peer.isSegment()) {
            segments.gone(peer.segment());
        } else if (peer.isWriter() && !peer.writer().equals(settings.id())) {
            doubts.gone(peer.writer());
            contests.forget(peer.writer());
            delegations.gone(peer.writer());
            horizon.gone(peer.writer());
            if (started) {
                heartbeats.askHighestSoon();
            }
        } else if (peer.isReplica()) {
            replicas.gone(peer.replica());
        }
    }

    // ---- fates -----------------------------------------------------------------------------------------------------

    /** A fate has become known, from whomever. */
    private void news(DecidedProposal decided) {
        if (!started) {
            return;
        }
        unheld.heard(decided);
        settling.decided(decided.id());
        if (flights.contains(decided.id())) {
            flights.onFate(decided.id(), decided.fate());
        } else if (decided.fate() == Fate.ABORTED) {
            applier.aborted(decided.id());
            claims.decided(decided.id());
            desk.wake();
        } else if (decided.content() != null) {
            clock.saw(decided.content().lsn());
            applier.committed(decided.content());
        } else {
            missing.expect(decided.id());
        }
    }

    /** A proposal was applied to the cached pages. */
    private void applied(Proposal proposal) {
        if (proposal.rewinds()) {
            catchUp.becomeReady();
            rewound(proposal);
        }
        rewind.applied(proposal);
        for (PageWrite write : proposal.writes()) {
            claims.arrived(write.page(), proposal.version());
        }
        claims.decided(proposal.id());
        if (!isOwn(proposal.id().writer())) {
            contests.applied(proposal, proposal.transactions().stream().allMatch(delegations::contains));
            delegations.applied(proposal);
        }
        if (!isOwn(proposal.id().writer()) || proposal.incarnation() != slot.incarnation()) {
            ClientAnswer committed = new ClientAnswer.Committed(applier.point());
            proposal.transactions()
                    .forEach(id -> outcomes.remember(
                            id, proposal.id().writer(), proposal.id().seq(), committed));
        }
        flights.onCommitted(proposal);
        desk.wake();
    }

    private void rewound(Proposal backtrack) {
        ReadPoint target = Rewind.target(backtrack.writes().get(0).delta());
        outbox.happened(new WriterEvent.Rewound(
                backtrack.id(), Check.present(target, "every page of a backtrack goes back to one state")));
    }

    private void lostFlight(Flight flight) {
        rewind.lost(flight);
        contests.lost(flight);
        boolean unanswered = flight.tally().loss() instanceof Tally.Loss.TimedOut;
        for (PendingCommit member : flight.members()) {
            if (unanswered && member.delegator() != null) {
                // Its writer's slot may have been opened anew, and it keep the others from committing.
                member.giveUp(new ClientAnswer.Abandoned(member.age()));
            }
        }
        tryAgain(flight.members());
    }

    /** They did not commit: those that somebody waits for go back to the queue, the others to be answered. */
    private void tryAgain(List<PendingCommit> lost) {
        List<PendingCommit> again = new ArrayList<>();
        for (PendingCommit member : lost) {
            if (member.isCommitted()) {
                continue;
            }
            if (member.answered() || slot.state() != WriterState.OPEN) {
                member.giveUp(new ClientAnswer.Abandoned(member.age()));
            }
            again.add(member);
        }
        desk.resubmit(again);
    }

    private void onDelegate(WriterMessage.Delegate delegate) {
        boolean takes = catchUp.isReady() && !closing && slot.state() == WriterState.OPEN && desk.hasRoom();
        PendingCommit pending = takenOver.onDelegate(delegate, takes);
        if (pending != null) {
            desk.resubmit(List.of(pending));
        }
    }

    private void abortedFlight(Flight flight) {
        rewind.aborted(flight);
        for (PendingCommit member : flight.members()) {
            member.knownAborted(flight.id());
        }
        desk.answerSettled();
        desk.wake();
        endIfDone();
    }

    private void committedFlight(Flight flight) {
        unheld.heard(new DecidedProposal(
                flight.id(),
                Fate.COMMITTED,
                flight.tally().counted(),
                flight.tally().readers(),
                flight.proposal()));
        rewind.committed(flight);
        for (PendingCommit member : flight.members()) {
            member.knownCommitted(flight.pagesWritten());
            if (!member.openAttempts().isEmpty()) {
                desk.committedAfterAll(member);
                flights.renounceAllWith(member);
            }
            hidden.add(member, flight.id());
        }
        desk.wake();
    }

    private void validated(PendingCommit pending, boolean passed) {
        if (passed) {
            desk.finish(pending, pending.committedAt(applier.point()));
        } else {
            desk.resubmit(List.of(pending));
        }
    }

    // ---- the end of an input ---------------------------------------------------------------------------------------

    /** Publishes what was applied before anybody is told of it. */
    private void finishInput() {
        if (applier.publish()) {
            waits.check();
            rewind.published();
        }
        if (!delegations.isEmpty()) {
            delegations.check();
        }
        if (hidden.finishShown()) {
            endIfDone();
        }
        if (!inquests.isEmpty()) {
            inquests.check(slot.incarnation());
        }
        pins.releaseFree();
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    private void onTime(long now) {
        slot.onTime(now);
        heartbeats.onTime(now, started);
        fetcher.onTime(now);
        if (started) {
            if (now >= claims.nextWakeNanos()) {
                claims.onTime(now);
                desk.wake();
            }
            flights.onTime(now);
            flights.forEach(flight -> answerOverdue(flight, now));
            hidden.onTime(now);
            desk.onTime(now);
            validation.onTime(now);
            settling.onTime(now);
            missing.onTime(now);
            if (slot.state() == WriterState.OPEN) {
                catchUp.onTime(now);
            }
            waits.onTime(now);
            inquests.onTime(now);
            delegations.onTime(now);
            closers.onTime(now);
            journal.onTime(now);
            past.onTime(now);
            rewind.onTime(now);
            if (desk.isDue()) {
                desk.round();
            }
        }
        endIfDone();
        outbox.onTime(now);
    }

    /** The deadline of a transaction is over while a settler decides its proposal. */
    private void answerOverdue(Flight flight, long now) {
        for (PendingCommit member : flight.members()) {
            if (!member.answered() && now >= member.request().deadlineNanos() && member.verdict() == null) {
                member.leaveOpen(outbox, tallies);
            }
        }
    }

    @Override
    public long nextWakeNanos() {
        long next = Math.min(slot.nextWakeNanos(), heartbeats.nextWakeNanos());
        next = Math.min(next, outbox.nextWakeNanos());
        next = Math.min(next, fetcher.nextWakeNanos());
        if (started) {
            next = Math.min(next, claims.nextWakeNanos());
            next = Math.min(next, flights.nextWakeNanos());
            next = Math.min(next, hidden.nextWakeNanos());
            next = Math.min(next, desk.nextWakeNanos());
            next = Math.min(next, validation.nextWakeNanos());
            next = Math.min(next, settling.nextWakeNanos());
            next = Math.min(next, missing.nextWakeNanos());
            next = Math.min(next, waits.nextWakeNanos());
            next = Math.min(next, inquests.nextWakeNanos());
            next = Math.min(next, delegations.nextWakeNanos());
            next = Math.min(next, closers.nextWakeNanos());
            next = Math.min(next, journal.nextWakeNanos());
            next = Math.min(next, past.nextWakeNanos());
            next = Math.min(next, rewind.nextWakeNanos());
        }
        return next;
    }

    // ---- status ----------------------------------------------------------------------------------------------------

    /** What it is doing, for status and metrics. */
    public WriterReport report() {
        TreeMap<WriterId, WriterReport.Lag> lags = new TreeMap<>();
        for (WriterId peer : new TreeSet<>(settings.peers())) {
            lags.put(peer, missing.lag(peer));
        }
        WriterState state = slot.state() == WriterState.OPEN && !catchUp.isReady() ? WriterState.OPENING : slot.state();
        return new WriterReport(
                state,
                slot.incarnation(),
                applier.point(),
                tallies.counters(fetcher.misses()),
                tallies.attempts.clone(),
                missing.count(),
                missing.oldest(settings.limits().inDoubtListed()),
                lags,
                desk.size(),
                flights.undecided(),
                flights.votes().quorum(clock.nowNanos()),
                flights.votes().bySegment(clock.nowNanos()));
    }
}
