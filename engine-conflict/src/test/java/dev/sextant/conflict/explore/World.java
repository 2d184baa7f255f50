package dev.sextant.conflict.explore;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One random run: six segments, the processes that come and go in four slots, and what happens to them, all from one seed. */
final class World {
    static final long NOW = 0;

    private static final int DELIVERY_WEIGHT = 1000;
    private static final int MIN_SOURCES = 3;

    private final SplittableRandom random;
    private final Swarm swarm;
    private final Machinery machinery;
    private final Network network;
    private final Truth truth = new Truth();
    private final Statistics statistics = new Statistics();
    private final List<SimSegment> segments = new ArrayList<>();
    private final List<SimWriter> processes = new ArrayList<>();
    private final TreeMap<ProposalId, Set<ProposalId>> madeOn = new TreeMap<>();
    private final List<ProposalId> doubtful = new ArrayList<>();
    private long transactions;
    private boolean disksLost;

    World(Swarm swarm, SplittableRandom random, Machinery machinery, @Nullable List<String> trace) {
        this.swarm = swarm;
        this.random = random;
        this.machinery = machinery;
        network = new Network(random.split(), swarm.lossPercent(), trace);
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.add(new SimSegment(this, new SegmentId(index)));
        }
    }

    Statistics run() {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            SimWriter writer = process(new WriterId(slot), 1);
            segments.forEach(segment -> segment.acceptor().claim(writer.slot, 1, 1));
            writer.opened(1, 0);
        }
        if (swarm.beginsInDoubt()) {
            beginInDoubt();
        }
        for (int step = 0; step < swarm.steps(); step++) {
            step();
        }
        new SixHealing(this, network).heal();
        truth.check();
        statistics.runs = 1;
        statistics.steps = swarm.steps();
        statistics.proposals = truth.proposals().size();
        statistics.committed = truth.fates().values().stream()
                .filter(fate -> fate == Fate.COMMITTED)
                .count();
        return statistics;
    }

    /** A proposal reaches two segments, then its writer dies and is succeeded while others settle. */
    private void beginInDoubt() {
        SimWriter victim = processes.get(0);
        victim.propose();
        network.forgetAll();
        Proposal proposal = truth.proposal(truth.inOrder().get(0));
        segments.get(0).acceptor().propose(proposal, NOW);
        segments.get(1).acceptor().propose(proposal, NOW);
        victim.die();
        new SimClaim(this, process(victim.slot, 2), 2).begin();
        for (int delivered = random.nextInt(20); delivered > 0; delivered--) {
            network.deliverOne();
        }
        processes.get(1).settlers().start(proposal.id());
        processes.get(2).settlers().start(proposal.id());
    }

    // ---- what happens ----------------------------------------------------------------------------------------------

    private void step() {
        int[] weights = {
            network.isIdle() ? 0 : DELIVERY_WEIGHT,
            swarm.proposeWeight(),
            swarm.timeoutWeight(),
            swarm.settleWeight(),
            4 * swarm.settleWeight(),
            swarm.killWeight(),
            swarm.zoneWeight(),
            swarm.restartWeight(),
            swarm.diskWeight(),
            8
        };
        switch (drawn(weights)) {
            case 0 -> network.deliverOne();
            case 1 -> anyProcess().propose();
            case 2 -> anyProcess().nudge();
            case 3 -> settleSomething();
            case 4 -> anyProcess().settlers().nudge();
            case 5 -> processDiesOrSlotIsClaimed();
            case 6 -> zoneGoesOrComes();
            case 7 -> segmentRestarts();
            case 8 -> diskIsLostOrRebuilt();
            default -> gossip();
        }
    }

    private int drawn(int[] weights) {
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        int ticket = random.nextInt(total);
        int index = 0;
        while (ticket >= weights[index]) {
            ticket -= weights[index++];
        }
        return index;
    }

    private SimWriter anyProcess() {
        return processes.get(random.nextInt(processes.size()));
    }

    /** One of the last made, mostly: what is old is mostly decided. */
    private ProposalId anyProposal() {
        List<ProposalId> made = truth.inOrder();
        int back = random.nextInt(1 + random.nextInt(made.size()));
        return made.get(made.size() - 1 - back);
    }

    private SimSegment anySegment() {
        return segments.get(random.nextInt(segments.size()));
    }

    private void settleSomething() {
        if (!doubtful.isEmpty() && random.nextBoolean()) {
            anyProcess().settlers().start(doubtful.get(random.nextInt(doubtful.size())));
        } else if (!truth.proposals().isEmpty()) {
            anyProcess().settlers().start(anyProposal());
        }
    }

    /** A process dies and another takes its slot, or another takes it while the first still runs. */
    private void processDiesOrSlotIsClaimed() {
        SimWriter victim = anyProcess();
        if (victim.isAlive() && random.nextInt(4) > 0) {
            network.note(() -> victim.slot + " dies");
            victim.die();
        }
        long incarnation = 0;
        for (int asked = 0; asked < MIN_SOURCES; asked++) {
            incarnation = Math.max(
                    incarnation, anySegment().acceptor().slot(victim.slot).incarnation());
        }
        SimWriter successor = process(victim.slot, incarnation + 1);
        new SimClaim(this, successor, random.nextLong()).begin();
        settleLastOf(victim.slot);
    }

    /** Others wait for what the victim had under way, and do not wait for its successor. */
    private void settleLastOf(WriterId slot) {
        List<ProposalId> made = truth.inOrder();
        int settled = 0;
        for (int index = made.size() - 1; index >= 0 && settled < 2; index--) {
            if (made.get(index).writer().equals(slot)) {
                anyProcess().settlers().start(made.get(index));
                settled++;
            }
        }
    }

    private void zoneGoesOrComes() {
        boolean cut = random.nextBoolean();
        if (random.nextInt(3) == 0) {
            SimWriter process = anyProcess();
            network.note(() -> process.slot + (cut ? " is cut off from storage" : " reaches storage"));
            process.cutOff(cut);
            return;
        }
        AvailabilityZone zone = AvailabilityZone.values()[random.nextInt(3)];
        network.note(() -> cut ? "zone " + zone + " is cut off" : "all zones are in reach");
        for (SimSegment segment : segments) {
            segment.reach(!cut || segment.id.zone() != zone);
        }
    }

    private void segmentRestarts() {
        SimSegment segment = anySegment();
        network.note(() -> segment.id + " restarts");
        segment.restart();
        statistics.restarts++;
    }

    private void diskIsLostOrRebuilt() {
        List<SimSegment> broken =
                segments.stream().filter(segment -> !segment.isWhole()).toList();
        if (broken.size() < 2 && random.nextInt(3) == 0) {
            SimSegment segment = anySegment();
            network.note(() -> segment.id + " loses its disk");
            segment.loseDisk(swarm.rebuildsVoteAtOnce());
            disksLost = true;
        } else if (!broken.isEmpty()) {
            List<SimSegment> sources = new ArrayList<>(
                    segments.stream().filter(SimSegment::answers).toList());
            while (sources.size() > MIN_SOURCES && random.nextBoolean()) {
                sources.remove(random.nextInt(sources.size()));
            }
            SimSegment segment = broken.get(0);
            if (sources.size() >= MIN_SOURCES && segment.rebuild(sources)) {
                network.note(() -> segment.id + " is whole again");
                statistics.disksRebuilt++;
            }
        }
    }

    /** A segment, or a writer, hears of a fate that a segment knows. */
    private void gossip() {
        SimSegment from = anySegment();
        if (truth.proposals().isEmpty() || !from.answers()) {
            return;
        }
        ProposalId id = anyProposal();
        Fate fate = from.acceptor().fates().of(id);
        SimSegment to = anySegment();
        if (fate != null && random.nextBoolean()) {
            anyProcess().learn(id, fate);
        } else if (fate != null && to.answers()) {
            statistics.telling(id);
            to.acceptor().decided(id, fate, false, List.of(), contentOfCommitted(id, fate), NOW);
            statistics.telling(null);
        }
    }

    // ---- who talks to whom -----------------------------------------------------------------------------------------

    private SimWriter process(WriterId slot, long incarnation) {
        SimWriter writer = new SimWriter(this, slot, incarnation, random.split());
        processes.add(writer);
        return writer;
    }

    /** Asks every segment; each handles it when and if it arrives, in the session it was sent in. */
    void ask(SimWriter from, Supplier<String> what, Consumer<SimSegment> handler) {
        for (SimSegment segment : segments) {
            long generation = segment.generation();
            network.send(
                    () -> segment.id + " gets from " + from.slot + ": " + what.get(),
                    () -> segment.answers() && segment.generation() == generation && !from.isCutOff(),
                    () -> handler.accept(segment));
        }
    }

    void answer(SimWriter to, SimSegment from, Supplier<String> what, Runnable handler) {
        long generation = from.generation();
        network.send(
                () -> to.slot + " gets from " + from.id + ": " + what.get(),
                () -> to.isAlive() && from.generation() == generation && !to.isCutOff(),
                handler);
    }

    void answerOwner(SimSegment segment, Proposal proposal, Verdict verdict) {
        for (SimWriter process : processes) {
            if (process.slot.equals(proposal.id().writer()) && process.incarnation() == proposal.incarnation()) {
                long generation = segment.generation();
                answer(
                        process,
                        segment,
                        () -> "vote on " + proposal.id() + " " + verdict,
                        () -> process.onVote(segment, generation, proposal.id(), verdict));
            }
        }
    }

    void answerSettler(SimSegment segment, Ballot ballot, Verdict verdict) {
        for (SimWriter process : processes) {
            if (process.slot.slot() == ballot.slot() && process.incarnation() == ballot.incarnation()) {
                answer(
                        process,
                        segment,
                        () -> "vote on the parked settlement at " + ballot + " " + verdict,
                        () -> process.settlers().onVerdict(ballot, segment, verdict));
            }
        }
    }

    void tellWriters(SimWriter from, ProposalId id, Fate fate) {
        for (SimWriter other : processes) {
            if (other != from) {
                network.send(
                        () -> other.slot + " hears " + id + " " + fate, other::isAlive, () -> other.learn(id, fate));
            }
        }
    }

    @Nullable
    SimWriter openHolder(WriterId slot, long incarnation) {
        for (SimWriter process : processes) {
            if (process.slot.equals(slot) && process.incarnation() == incarnation && process.isOpen()) {
                return process;
            }
        }
        return null;
    }

    // ---- what everybody knows --------------------------------------------------------------------------------------

    Machinery machinery() {
        return machinery;
    }

    Swarm swarm() {
        return swarm;
    }

    Truth truth() {
        return truth;
    }

    Statistics statistics() {
        return statistics;
    }

    List<SimSegment> segments() {
        return segments;
    }

    boolean disksLost() {
        return disksLost;
    }

    TransactionId newTransaction() {
        return new TransactionId(0, ++transactions);
    }

    void madeOn(ProposalId id, Set<ProposalId> applied) {
        madeOn.put(id, new TreeSet<>(applied));
    }

    Set<ProposalId> madeOn(ProposalId id) {
        return madeOn.get(id);
    }

    void inDoubt(ProposalId id) {
        doubtful.add(id);
    }

    @Nullable
    Proposal contentOfCommitted(ProposalId id, Fate fate) {
        return fate == Fate.COMMITTED ? truth.proposal(id) : null;
    }

    long highestLamport(Acceptor acceptor, WriterId slot) {
        long highest = acceptor.highestUndecidedLsn(slot).lamport();
        for (int page = 1; page <= swarm.pages(); page++) {
            highest = Math.max(
                    highest, acceptor.pages().newest(new PageId(page)).lsn().lamport());
        }
        return highest;
    }

    Map<ProposalId, Fate> fatesOf(Acceptor acceptor, WriterId slot, long upTo) {
        TreeMap<ProposalId, Fate> fates = new TreeMap<>();
        for (long seq = 1; seq <= upTo; seq++) {
            ProposalId id = new ProposalId(slot, seq);
            Fate fate = acceptor.fates().of(id);
            if (fate != null) {
                fates.put(id, fate);
            }
        }
        return fates;
    }
}
