package dev.sextant.replication.repair;

import dev.sextant.api.ProposalId;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairPlan.Decision;
import dev.sextant.api.RepairRefusedException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The repair that a plan says. Each step ends when all six segments have answered, and the whole is cut short if that takes too long.
 *
 * <pre>
 *  LOOKING ──as planned──▶ CLAIMING every slot ──▶ PREPARING the highest ballot of every doubt ──▶ LOOKING_AGAIN
 *          ──as planned──▶ ABORTING ──▶ TELLING_ABORTED ──▶ COMMITTING ──▶ TELLING_COMMITTED ──▶ ENDED
 * </pre>
 *
 * <p>Why this is safe: the six segments are the acceptors of a register of its own (Lamport, Paxos Made Simple), whose ballots lie above
 * every settler's and whose quorums are all six. When all have promised, no settler can decide any more, so what the second look shows
 * is what there ever will be. A value that an earlier repair had accepted anywhere is taken over. A rival is aborted and known to be so
 * everywhere before the other is accepted; and that is accepted by the rules of any vote, at all six, so nothing that excludes it was
 * committed, or ever will be. Nothing is proposed meanwhile, since every slot is claimed.
 */
public final class Repairing implements RepairTask {
    private enum Step {
        NEW,
        LOOKING,
        CLAIMING,
        PREPARING,
        LOOKING_AGAIN,
        ABORTING,
        TELLING_ABORTED,
        COMMITTING,
        TELLING_COMMITTED,
        ENDED
    }

    private final RepairSettings settings;
    private final RepairPlan confirmed;
    private final RepairClaims claims;
    private final TreeMap<SegmentId, Long> generations = new TreeMap<>();
    private Questions questions = new Questions();
    private Survey survey;
    private Step step = Step.NEW;
    private List<RepairChoice> choices = List.of();
    private Ballot ballot = Ballot.PROPOSE;
    private long now;
    private long resendAt = Long.MIN_VALUE;
    private long deadline = Long.MAX_VALUE;
    private Consumer<? super RepairEffect> effects = effect -> {};

    /** A repair that has not begun. The first {@link RepairInput.Tick} begins it. */
    public Repairing(RepairSettings settings, RepairPlan confirmed) {
        this.settings = settings;
        this.confirmed = confirmed;
        claims = new RepairClaims(settings, this::send);
        survey = new Survey(settings.nonce(), settings.quorums().segments());
    }

    @Override
    public void on(RepairInput input, long nowNanos, Consumer<? super RepairEffect> sink) {
        now = nowNanos;
        effects = sink;
        if (step == Step.ENDED) {
            return;
        }
        if (input instanceof RepairInput.Received received) {
            receive(received.message());
        } else if (input instanceof RepairInput.Tick) {
            onTime();
        } else {
            throw new AssertionError("unhandled " + input);
        }
    }

    @Override
    public long nextWakeNanos() {
        return step == Step.ENDED ? Long.MAX_VALUE : Math.min(resendAt, deadline);
    }

    private void onTime() {
        if (step == Step.NEW) {
            deadline = now + settings.repairNanos();
            begin();
        } else if (now >= deadline) {
            tooLate();
        } else if (now >= resendAt) {
            resend();
        }
    }

    private void begin() {
        if (confirmed.isReady()) {
            look(Step.LOOKING);
        } else {
            refuse(RepairRefusedException.obstructed(String.join(" ", confirmed.obstacles())));
        }
    }

    private void resend() {
        resendAt = now + settings.resendNanos();
        switch (step) {
            case LOOKING, LOOKING_AGAIN -> survey.send(this::send);
            case CLAIMING -> claims.resend();
            case PREPARING, ABORTING, TELLING_ABORTED, COMMITTING, TELLING_COMMITTED -> questions.send(this::send);
            case NEW, ENDED -> {}
        }
    }

    private void send(SegmentId to, SegmentMessage message) {
        effects.accept(new RepairEffect.Send(to, message));
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    private void end(RepairOutcome outcome) {
        step = Step.ENDED;
        effects.accept(new RepairEffect.Ended(outcome));
    }

    private void refuse(RepairRefusedException why) {
        end(new RepairOutcome.Refused(why));
    }

    private void tooLate() {
        Set<SegmentId> silent = switch (step) {
            case LOOKING, LOOKING_AGAIN -> survey.silent();
            case CLAIMING -> claims.silent();
            default -> questions.silent();
        };
        if (step == Step.LOOKING) {
            refuse(RepairRefusedException.obstructed("No answer came from " + silent + "."));
        } else {
            refuse(RepairRefusedException.cutShort("Not all that it needs came from " + silent + " in time."));
        }
    }

    // ---- looking ---------------------------------------------------------------------------------------------------

    private void look(Step next) {
        step = next;
        survey =
                new Survey(settings.nonce() + next.ordinal(), settings.quorums().segments());
        resend();
    }

    private void onDoubts(WriterMessage.DoubtsAre doubts) {
        if (step != Step.LOOKING && step != Step.LOOKING_AGAIN) {
            return;
        }
        survey.onTold(doubts);
        if (!survey.isComplete()) {
            return;
        }
        choices = RepairChoice.of(survey.told(), settings.quorums());
        if (!planned().equals(confirmed.doubts())) {
            refuse(RepairRefusedException.outdated());
        } else if (choices.isEmpty()) {
            end(new RepairOutcome.Repaired(List.of()));
        } else if (step == Step.LOOKING) {
            survey.told().forEach(told -> generations.put(told.segment(), told.generation()));
            step = Step.CLAIMING;
            resend();
        } else {
            settle(Step.ABORTING, Decision.ABORT);
        }
    }

    private List<RepairPlan.Doubt> planned() {
        return choices.stream().map(RepairChoice::doubt).toList();
    }

    // ---- preparing and deciding ------------------------------------------------------------------------------------

    private void prepare() {
        SortedMap<WriterId, Long> claimed = claims.incarnations();
        Check.state(!claimed.isEmpty(), "what is in doubt was proposed by somebody who had claimed a slot");
        ballot = Ballot.repair(claimed.firstKey(), Check.present(claimed.get(claimed.firstKey()), "a claim"));
        step = Step.PREPARING;
        questions = new Questions();
        for (RepairChoice choice : choices) {
            ProposalId id = choice.doubt().proposal();
            questions.askAll(id, List.of(new SegmentMessage.Prepare(id, ballot)));
        }
        goOn();
    }

    private void settle(Step next, Decision decision) {
        step = next;
        questions = new Questions();
        for (RepairChoice choice : choices) {
            ProposalId id = choice.doubt().proposal();
            if (choice.doubt().decision() == decision) {
                boolean commit = decision == Decision.COMMIT;
                Fate fate = commit ? Fate.COMMITTED : Fate.ABORTED;
                questions.askAll(
                        id, List.of(new SegmentMessage.Settle(id, ballot, fate, commit ? choice.content() : null)));
            }
        }
        goOn();
    }

    /** The fates are told as inferred ones: nobody has counted who read what a commit overwrites. */
    private void tell(Step next, Decision decision) {
        step = next;
        questions = new Questions();
        for (RepairChoice choice : choices) {
            ProposalId id = choice.doubt().proposal();
            if (choice.doubt().decision() == decision) {
                DecidedProposal news = decision == Decision.COMMIT
                        ? new DecidedProposal(id, Fate.COMMITTED, false, List.of(), choice.content())
                        : DecidedProposal.aborted(id);
                SegmentMessage pull = new SegmentMessage.Pull(settings.nonce(), List.of(id));
                questions.askAll(id, List.of(new SegmentMessage.Decided(List.of(news)), pull));
            }
        }
        goOn();
    }

    /** Asks what is to be asked in this step, or goes on to the next. */
    private void goOn() {
        if (!questions.isEmpty()) {
            resend();
            return;
        }
        switch (step) {
            case PREPARING -> look(Step.LOOKING_AGAIN);
            case ABORTING -> tell(Step.TELLING_ABORTED, Decision.ABORT);
            case TELLING_ABORTED -> settle(Step.COMMITTING, Decision.COMMIT);
            case COMMITTING -> tell(Step.TELLING_COMMITTED, Decision.COMMIT);
            case TELLING_COMMITTED -> end(new RepairOutcome.Repaired(planned()));
            default -> throw new AssertionError("nothing is asked about proposals while " + step);
        }
    }

    private void answered(SegmentId segment, ProposalId id) {
        if (questions.answered(segment, id) && questions.isEmpty()) {
            goOn();
        }
    }

    // ---- answers ---------------------------------------------------------------------------------------------------

    private void receive(WriterMessage message) {
        if (message instanceof WriterMessage.DoubtsAre doubts) {
            if (isSameDisk(doubts.segment(), doubts.generation())) {
                onDoubts(doubts);
            }
        } else if (message instanceof WriterMessage.Promised promised) {
            if (isSameDisk(promised.segment(), promised.generation()) && isAnswer(Step.PREPARING, promised.ballot())) {
                answered(promised.segment(), promised.id());
            }
        } else if (message instanceof WriterMessage.Voted voted) {
            if (isSameDisk(voted.segment(), voted.generation())
                    && voted.ballot().equals(ballot)) {
                onVerdict(voted);
            }
        } else if (message instanceof WriterMessage.Told told) {
            if (step == Step.TELLING_ABORTED || step == Step.TELLING_COMMITTED) {
                told.decided().forEach(decided -> onFate(told.from().segment(), decided.id(), decided.fate()));
            }
        } else if (step == Step.CLAIMING && claims.receive(message)) {
            prepare();
        }
    }

    private boolean isAnswer(Step in, Ballot to) {
        return step == in && to.equals(ballot);
    }

    private boolean isSameDisk(SegmentId segment, long generation) {
        Long expected = generations.get(segment);
        if (expected != null && expected != generation) {
            refuse(RepairRefusedException.cutShort("Meanwhile " + segment + " was given a new disk."));
            return false;
        }
        return true;
    }

    private void onVerdict(WriterMessage.Voted voted) {
        Verdict verdict = voted.verdict();
        if (verdict instanceof Verdict.Preempted) {
            refuse(RepairRefusedException.cutShort("Another repair has begun."));
        } else if (verdict instanceof Verdict.Decided decided) {
            onFate(voted.segment(), voted.id(), decided.fate());
        } else if (verdict instanceof Verdict.Accepted && (step == Step.ABORTING || step == Step.COMMITTING)) {
            if (isAbout(voted.id())) {
                answered(voted.segment(), voted.id());
            }
        }
    }

    /** A segment knows the fate. While PREPARING that is an answer, too: the second look tells what follows. */
    private void onFate(SegmentId segment, ProposalId id, Fate fate) {
        if (step == Step.PREPARING) {
            answered(segment, id);
        } else if (isAbout(id) && fate == fateOfStep()) {
            answered(segment, id);
        } else if (isAbout(id)) {
            refuse(RepairRefusedException.cutShort(id + " turned out to be " + fate + "."));
        }
    }

    private Fate fateOfStep() {
        return step == Step.COMMITTING || step == Step.TELLING_COMMITTED ? Fate.COMMITTED : Fate.ABORTED;
    }

    /** Whether the present step decides that proposal, or tells of it. */
    private boolean isAbout(ProposalId id) {
        if (step.compareTo(Step.ABORTING) < 0) {
            return false;
        }
        Decision decision = fateOfStep() == Fate.COMMITTED ? Decision.COMMIT : Decision.ABORT;
        return choices.stream()
                .map(RepairChoice::doubt)
                .anyMatch(doubt -> doubt.proposal().equals(id) && doubt.decision() == decision);
    }
}
