package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.CommitToken;
import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.LinkLatency;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.wire.PeerFrame;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.ReaderSettings;
import dev.sextant.replication.writer.ReplicaSettings;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits that are handed over, on a clock of the test's own. */
class CommitRelayTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long FIRST = 100;
    private static final long FIRST_QUESTION = 500;
    private static final WriterId ONE = new WriterId(1);
    private static final WriterId TWO = new WriterId(2);
    private static final TransactionId TRANSACTION = new TransactionId(1, 2);
    private static final ReadPoint POINT = ReadPoint.ZERO.with(ONE, 9, new long[0]);
    private static final ClientAnswer COMMITTED = new ClientAnswer.Committed(POINT, 2, 1);

    private final FakeClock clock = new FakeClock();
    private final PeerLines lines = new PeerLines();
    private final List<WriterPort> own = new ArrayList<>();
    private final OutcomeDesk desk = new OutcomeDesk(clock, FIRST_QUESTION, lines, () -> own);
    private final CommitRelay relay = new CommitRelay(clock, FIRST, lines, desk, () -> own);
    private final ReplicaRun reads = replica();

    @BeforeEach
    void twoOthersServe() {
        lines.connected.put("b", List.of(NodeAddress.of(ONE)));
        lines.connected.put("c", List.of(NodeAddress.of(TWO)));
        relay.serving("b", new PeerFrame.Serving(ONE, 5));
        relay.serving("c", new PeerFrame.Serving(TWO, 6));
    }

    /** One that is never started: nothing is read here. */
    private ReplicaRun replica() {
        SystemRandom random = new SystemRandom();
        NodeContext context = new NodeContext(
                ClusterConfig.inMemory().writers(1).build(),
                clock,
                new InProcessNetwork(LinkLatency.NONE, clock, random),
                new ClusterEvents(event -> {}, 16, Recorder.NONE),
                random,
                Runnable::run);
        ReaderSettings settings = new ReaderSettings(
                1,
                3,
                0,
                Quorums.SIX,
                Timeouts.builder().build(),
                Limits.builder().build(),
                SegmentLayout.FULL_AND_TAIL);
        return new ReplicaRun(context, new ReplicaSettings(new ReplicaId(0), settings), unused -> {});
    }

    private CommitRequest request(long timeoutNanos) {
        return new CommitRequest(
                TRANSACTION,
                new CheckedTransaction(new WriteSet(), new ReadSet()),
                ReadPoint.ZERO,
                Lsn.ZERO,
                clock.nowNanos() + timeoutNanos);
    }

    private WriterPort port(WriterId writer) {
        return relay.writers(reads).stream()
                .filter(port -> port.id().equals(writer))
                .findFirst()
                .orElseThrow();
    }

    private static CompletableFuture<ClientAnswer> commit(WriterPort to, CommitRequest request) {
        return to.request(id -> new WriterInput.Commit(id, request)).toCompletableFuture();
    }

    private CompletableFuture<ClientAnswer> commit(WriterId to) {
        return commit(port(to), request(10 * SECOND));
    }

    private static void assertUnavailable(CompletableFuture<ClientAnswer> answer) {
        assertTrue(answer.isDone());
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        assertInstanceOf(WriterUnavailableException.class, failure.getCause());
    }

    // ---- this process's commits ------------------------------------------------------------------------------------

    @Test
    void aCommitGoesToOneIncarnationOfAWriterAndItsAnswerEndsIt() {
        CommitRequest request = request(10 * SECOND);
        CompletableFuture<ClientAnswer> answer = commit(port(ONE), request);
        assertEquals(
                List.of(new PeerLines.Sent("b", new PeerFrame.Commit(FIRST + 1, ONE, 5, 10 * SECOND, request))),
                lines.taken());
        relay.ended(new PeerFrame.CommitEnded(FIRST + 1, COMMITTED));
        assertSame(COMMITTED, answer.join());
        relay.ended(new PeerFrame.CommitEnded(FIRST + 1, new ClientAnswer.Indeterminate()));
        assertSame(COMMITTED, answer.join(), "what comes twice changes nothing");
        clock.pass(20 * SECOND);
        assertEquals(List.of(), lines.taken(), "nobody is asked after it");
    }

    @Test
    void anAnswerToNobodyIsDropped() {
        CompletableFuture<ClientAnswer> answer = commit(ONE);
        relay.ended(new PeerFrame.CommitEnded(FIRST, COMMITTED));
        relay.ended(new PeerFrame.CommitEnded(FIRST + 2, COMMITTED));
        assertFalse(answer.isDone());
    }

    @Test
    void theEndOfAWriterFailsWhatItWasHandedAndNothingElse() {
        CompletableFuture<ClientAnswer> lost = commit(ONE);
        CompletableFuture<ClientAnswer> other = commit(TWO);
        WriterPort former = port(ONE);
        relay.serving("b", new PeerFrame.Serving(ONE, 0));
        assertUnavailable(lost);
        assertFalse(other.isDone());
        assertEquals(WriterState.DOWN, former.state());
        assertEquals(
                List.of(TWO), relay.writers(reads).stream().map(WriterPort::id).toList());
        relay.ended(new PeerFrame.CommitEnded(FIRST + 1, COMMITTED));
        assertUnavailable(lost);
    }

    @Test
    void aProcessOutOfReachFailsWhatItsWriterWasHanded() {
        CompletableFuture<ClientAnswer> lost = commit(ONE);
        CompletableFuture<ClientAnswer> other = commit(TWO);
        relay.gone("b");
        assertUnavailable(lost);
        assertFalse(other.isDone());
        relay.gone("b");
        relay.gone("nobody");
        assertFalse(other.isDone());
    }

    @Test
    void aCommitToAWriterThatHasEndedFailsAtOnce() {
        WriterPort former = port(ONE);
        relay.gone("b");
        assertUnavailable(commit(former, request(SECOND)));
        clock.pass(2 * SECOND);
        assertEquals(0, questions(), "who hears of the end asks by itself");
    }

    private long questions() {
        return lines.taken().stream()
                .filter(each -> each.frame() instanceof PeerFrame.AskOutcome)
                .count();
    }

    @Test
    void aNewIncarnationEndsTheOneBeforeAndAnOldOneIsNotBelieved() {
        CompletableFuture<ClientAnswer> lost = commit(ONE);
        relay.serving("c", new PeerFrame.Serving(ONE, 4));
        relay.serving("c", new PeerFrame.Serving(ONE, 5));
        relay.serving("c", new PeerFrame.Serving(ONE, 0));
        assertFalse(lost.isDone(), "c had the slot before b, and says so late");
        relay.serving("c", new PeerFrame.Serving(ONE, 7));
        assertUnavailable(lost);
        lines.taken();
        CompletableFuture<ClientAnswer> unused = commit(ONE);
        PeerLines.Sent sent = lines.taken().get(0);
        assertEquals("c", sent.peer());
        assertEquals(7, ((PeerFrame.Commit) sent.frame()).incarnation());
        relay.serving("b", new PeerFrame.Serving(ONE, 0));
        assertEquals(7, port(ONE).incarnation(), "b has lost it already");
    }

    @Test
    void aRunIsTheSameForWhoeverReadsElsewhere() {
        CompletableFuture<ClientAnswer> lost = commit(ONE);
        WriterPort before = port(ONE);
        assertSame(before, port(ONE));
        ReplicaRun restarted = replica();
        assertFalse(before.equals(relay.writers(restarted).get(0)));
        relay.gone("b");
        assertUnavailable(lost);
        assertEquals(WriterState.DOWN, before.state());
    }

    @Test
    void whoDoesNotAnswerInASecondIsAskedAfter() {
        CompletableFuture<ClientAnswer> answer = commit(ONE);
        clock.pass(SECOND - 1);
        assertEquals(0, questions());
        clock.pass(1);
        CommitToken token = new CommitToken(TRANSACTION, ONE, 5, List.of(0L, 0L, 0L, 0L));
        assertEquals(
                List.of(new PeerLines.Sent("b", new PeerFrame.AskOutcome(FIRST_QUESTION + 1, token, 9 * SECOND))),
                lines.taken());
        desk.answered("b", new PeerFrame.Outcome(FIRST_QUESTION + 1, PeerFrame.Outcome.Kind.COMMITTED, POINT));
        assertEquals(new ClientAnswer.Committed(POINT), answer.join());
        relay.ended(new PeerFrame.CommitEnded(FIRST + 1, new ClientAnswer.Abandoned(Lsn.ZERO)));
        assertEquals(new ClientAnswer.Committed(POINT), answer.join());
    }

    @Test
    void anAnswerThatComesWhileItIsAskedAfterIsTheAnswer() {
        CompletableFuture<ClientAnswer> answer = commit(ONE);
        clock.pass(SECOND);
        relay.ended(new PeerFrame.CommitEnded(FIRST + 1, COMMITTED));
        assertSame(COMMITTED, answer.join());
        desk.answered("b", new PeerFrame.Outcome(FIRST_QUESTION + 1, PeerFrame.Outcome.Kind.UNKNOWN, ReadPoint.ZERO));
        assertSame(COMMITTED, answer.join());
    }

    @Test
    void whenTimeIsUpBeforeAnybodyTellsItIsIndeterminate() {
        CompletableFuture<ClientAnswer> answer = commit(port(ONE), request(300 * MILLI));
        clock.pass(300 * MILLI - 1);
        assertFalse(answer.isDone());
        clock.pass(1);
        assertEquals(new ClientAnswer.Indeterminate(), answer.join());
    }

    @Test
    void aDeadlineThatHasPassedIsSentAsNoTimeAtAll() {
        CompletableFuture<ClientAnswer> unused = commit(port(ONE), request(-5 * SECOND));
        assertEquals(0, ((PeerFrame.Commit) lines.taken().get(0).frame()).timeoutNanos());
    }

    @Test
    void whereNobodyIsLeftToAskItFailsAsWhenTheWriterHadEnded() {
        CompletableFuture<ClientAnswer> answer = commit(ONE);
        lines.connected.clear();
        clock.pass(SECOND);
        assertUnavailable(answer);
    }

    @Test
    void aQuestionWhereNobodyIsLeftToAskIsIndeterminate() {
        CommitToken token = new CommitToken(TRANSACTION, ONE, 5, List.of(0L, 0L, 0L, 0L));
        WriterPort port = port(ONE);
        lines.connected.clear();
        assertEquals(
                new ClientAnswer.Indeterminate(),
                port.request(id -> new WriterInput.AskOutcome(id, token, SECOND))
                        .toCompletableFuture()
                        .join());
    }

    // ---- other processes' commits ----------------------------------------------------------------------------------

    private HeldPort serve() {
        HeldPort here = new HeldPort(new WriterId(0), 3);
        own.add(here);
        lines.taken();
        return here;
    }

    private PeerFrame.Commit handed(WriterId writer, long incarnation, long timeoutNanos) {
        return new PeerFrame.Commit(77, writer, incarnation, timeoutNanos, request(0));
    }

    private static List<PeerLines.Sent> ended(ClientAnswer answer) {
        return List.of(new PeerLines.Sent("b", new PeerFrame.CommitEnded(77, answer)));
    }

    @Test
    void whatIsHandedOverIsCommittedHereAndAnswered() {
        HeldPort here = serve();
        relay.asked("b", handed(here.id(), 3, 2 * SECOND));
        HeldPort.Held held = here.taken();
        WriterInput.Commit input = assertInstanceOf(WriterInput.Commit.class, held.input());
        assertEquals(clock.nowNanos() + 2 * SECOND, input.request().deadlineNanos());
        assertEquals(TRANSACTION, input.request().transaction());
        assertEquals(List.of(), lines.taken());
        held.answer().complete(COMMITTED);
        assertEquals(ended(COMMITTED), lines.taken());
    }

    @Test
    void nobodyKeepsACommitWaitingForLongerThanAMinute() {
        HeldPort here = serve();
        relay.asked("b", handed(here.id(), 3, Long.MAX_VALUE));
        WriterInput.Commit input = (WriterInput.Commit) here.taken().input();
        assertEquals(clock.nowNanos() + 60 * SECOND, input.request().deadlineNanos());
    }

    @Test
    void whatIsForAnotherIncarnationOrAnotherWriterIsNotCommittedHere() {
        HeldPort here = serve();
        List<PeerLines.Sent> refused = ended(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.NOT_OPEN));
        relay.asked("b", handed(here.id(), 2, SECOND));
        assertEquals(refused, lines.taken());
        relay.asked("b", handed(here.id(), 4, SECOND));
        assertEquals(refused, lines.taken());
        relay.asked("b", handed(TWO, 3, SECOND));
        assertEquals(refused, lines.taken());
        here.state = WriterState.FENCED;
        relay.asked("b", handed(here.id(), 3, SECOND));
        assertEquals(refused, lines.taken());
        assertEquals(List.of(), here.requests);
    }

    /** The writer's incarnation ends, which all are told; whether this committed, others find out. */
    @Test
    void aWriterThatEndsBeforeItAnswersSaysNothing() {
        HeldPort here = serve();
        relay.asked("b", handed(here.id(), 3, SECOND));
        here.taken().answer().completeExceptionally(WriterUnavailableException.of(here.id(), WriterState.FENCED));
        assertEquals(List.of(), lines.taken());
    }

    @Test
    void anAnswerAfterTheAskerHasGoneIsLost() {
        HeldPort here = serve();
        relay.asked("b", handed(here.id(), 3, SECOND));
        List<NodeAddress> hosts = lines.connected.remove("b");
        relay.gone("b");
        here.taken().answer().complete(COMMITTED);
        lines.connected.put("b", hosts);
        assertEquals(List.of(), lines.taken());
    }

    @Test
    void allAreToldWhichWriterHereTakesCommits() {
        HeldPort here = serve();
        relay.tellAll();
        PeerFrame open = new PeerFrame.Serving(here.id(), 3);
        assertEquals(List.of(new PeerLines.Sent("b", open), new PeerLines.Sent("c", open)), lines.taken());
        here.state = WriterState.FENCED;
        relay.tell("c");
        assertEquals(List.of(new PeerLines.Sent("c", new PeerFrame.Serving(here.id(), 0))), lines.taken());
    }
}
