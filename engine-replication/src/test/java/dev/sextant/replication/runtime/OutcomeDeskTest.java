package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.CommitToken;
import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.wire.PeerFrame;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions after commits of others, and of others after commits here, on a clock of the test's own. */
class OutcomeDeskTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long FIRST = 100;
    private static final WriterId OWNER = new WriterId(2);
    private static final CommitToken TOKEN =
            new CommitToken(new TransactionId(1, 2), OWNER, 3, List.of(4L, 4L, 4L, 4L));
    private static final ReadPoint POINT = ReadPoint.ZERO.with(OWNER, 9, new long[0]);

    private final FakeClock clock = new FakeClock();
    private final PeerLines lines = new PeerLines();
    private final List<WriterPort> own = new ArrayList<>();
    private final OutcomeDesk desk = new OutcomeDesk(clock, FIRST, lines, () -> own);

    @BeforeEach
    void threeOthers() {
        lines.connected.put("b", List.of(NodeAddress.of(new WriterId(1))));
        lines.connected.put("c", List.of(NodeAddress.of(new SegmentId(4)), NodeAddress.of(OWNER)));
        lines.connected.put("d", List.of(NodeAddress.of(new SegmentId(5))));
    }

    private CompletableFuture<ClientAnswer> ask(long timeoutNanos) {
        CompletionStage<ClientAnswer> asked = desk.ask(TOKEN, clock.nowNanos() + timeoutNanos);
        assertTrue(asked != null, "there is somebody to ask");
        return asked.toCompletableFuture();
    }

    private void answered(String peer, long request, PeerFrame.Outcome.Kind kind) {
        desk.answered(
                peer,
                new PeerFrame.Outcome(
                        request, kind, kind == PeerFrame.Outcome.Kind.COMMITTED ? POINT : ReadPoint.ZERO));
    }

    private static PeerLines.Sent question(String peer, long number, long nanosLeft) {
        return new PeerLines.Sent(peer, new PeerFrame.AskOutcome(FIRST + number, TOKEN, nanosLeft));
    }

    private List<String> asked() {
        return lines.taken().stream().map(PeerLines.Sent::peer).toList();
    }

    // ---- asking ----------------------------------------------------------------------------------------------------

    @Test
    void whereNoOtherProcessHasAWriterNobodyIsAsked() {
        lines.connected.remove("b");
        lines.connected.remove("c");
        assertNull(desk.ask(TOKEN, SECOND));
        assertEquals(List.of(), lines.taken());
    }

    @Test
    void theProcessOfTheWriterIsAskedFirstAndItsAnswerIsTheAnswer() {
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        assertEquals(List.of(question("c", 1, SECOND)), lines.taken());
        answered("c", FIRST + 1, PeerFrame.Outcome.Kind.COMMITTED);
        assertEquals(new ClientAnswer.Committed(POINT), answer.join());
        clock.pass(2 * SECOND);
        assertEquals(List.of(), lines.taken(), "nobody is asked any more");
    }

    @Test
    void whatDidNotCommitIsTold() {
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        answered("c", FIRST + 1, PeerFrame.Outcome.Kind.NOT_COMMITTED);
        assertEquals(new ClientAnswer.Abandoned(Lsn.ZERO), answer.join());
    }

    @Test
    void whenTheWritersProcessCannotTellAnotherIsAskedAtOnce() {
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        answered("c", FIRST + 1, PeerFrame.Outcome.Kind.UNKNOWN);
        assertEquals(List.of("c", "b"), asked());
        answered("b", FIRST + 2, PeerFrame.Outcome.Kind.NOT_COMMITTED);
        assertTrue(answer.isDone());
    }

    @Test
    void whenNobodyCanTellAllAreAskedAgainALittleLater() {
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        answered("c", FIRST + 1, PeerFrame.Outcome.Kind.UNKNOWN);
        answered("b", FIRST + 2, PeerFrame.Outcome.Kind.UNKNOWN);
        assertEquals(List.of("c", "b"), asked());
        clock.pass(50 * MILLI - 1);
        assertEquals(List.of(), asked());
        clock.pass(1);
        assertEquals(List.of(question("c", 3, SECOND - 50 * MILLI)), lines.taken(), "in the same order");
        assertFalse(answer.isDone());
    }

    @Test
    void aProcessThatIsSilentIsPassedOverAndItsLateAnswerIsAsGood() {
        lines.connected.put("c", List.of());
        lines.connected.put("e", List.of(NodeAddress.of(new WriterId(3))));
        CompletableFuture<ClientAnswer> answer = ask(5 * SECOND);
        clock.pass(500 * MILLI);
        assertEquals(List.of("b", "e"), asked());
        answered("b", FIRST + 1, PeerFrame.Outcome.Kind.COMMITTED);
        assertEquals(new ClientAnswer.Committed(POINT), answer.join());
        answered("e", FIRST + 2, PeerFrame.Outcome.Kind.NOT_COMMITTED);
        answered("b", FIRST + 1, PeerFrame.Outcome.Kind.UNKNOWN);
        assertEquals(new ClientAnswer.Committed(POINT), answer.join(), "what comes twice changes nothing");
        clock.pass(5 * SECOND);
        assertEquals(List.of(), asked());
    }

    @Test
    void anAnswerToAQuestionThatNobodyAskedIsDropped() {
        answered("c", FIRST + 7, PeerFrame.Outcome.Kind.COMMITTED);
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        answered("c", FIRST + 2, PeerFrame.Outcome.Kind.COMMITTED);
        assertFalse(answer.isDone());
    }

    @Test
    void whenTimeIsUpItIsIndeterminateAndALateAnswerChangesNothing() {
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        clock.pass(SECOND - 1);
        assertFalse(answer.isDone());
        clock.pass(1);
        assertEquals(new ClientAnswer.Indeterminate(), answer.join());
        answered("c", FIRST + 1, PeerFrame.Outcome.Kind.COMMITTED);
        assertEquals(new ClientAnswer.Indeterminate(), answer.join());
    }

    @Test
    void aQuestionAfterItsTimeIsIndeterminateAtOnce() {
        assertEquals(new ClientAnswer.Indeterminate(), ask(0).join());
        assertEquals(List.of(), lines.taken());
    }

    @Test
    void whoIsOutOfReachMeanwhileIsAskedWhenItIsBack() {
        CompletableFuture<ClientAnswer> answer = ask(5 * SECOND);
        lines.taken();
        List<NodeAddress> hosts = lines.connected.remove("c");
        lines.connected.remove("b");
        clock.pass(2 * SECOND);
        assertEquals(List.of(), asked());
        lines.connected.put("c", hosts);
        clock.pass(50 * MILLI);
        assertEquals(List.of("c"), asked());
        assertFalse(answer.isDone());
    }

    /** Found by this test: each late answer that told nothing began a row of questions of its own, and they doubled in every round. */
    @Test
    void bugAnswersThatComeLateAndTellNothingDoNotMultiplyQuestions() {
        lines.connected.put("e", List.of(NodeAddress.of(new WriterId(3))));
        CompletableFuture<ClientAnswer> answer = ask(30 * SECOND);
        List<PeerLines.Sent> late = lines.taken();
        int questions = late.size();
        for (int round = 0; round < 20; round++) {
            clock.pass(600 * MILLI);
            for (PeerLines.Sent each : late) {
                answered(
                        each.peer(), ((PeerFrame.AskOutcome) each.frame()).requestId(), PeerFrame.Outcome.Kind.UNKNOWN);
            }
            late = lines.taken();
            questions += late.size();
        }
        assertTrue(questions <= 25, questions + " questions in 12 s, of which each may take half a second");
        assertFalse(answer.isDone());
    }

    // ---- this process writes itself --------------------------------------------------------------------------------

    @Test
    void aWriterHereIsAskedBeforeOthersWhereTheProcessOfTheWriterIsOutOfReach() {
        lines.connected.remove("c");
        HeldPort here = new HeldPort(new WriterId(0), 1);
        own.add(here);
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        assertEquals(List.of(), lines.taken());
        HeldPort.Held held = here.taken();
        assertEquals(new WriterInput.AskOutcome(0, TOKEN, clock.nowNanos() + SECOND), held.input());
        held.answer().complete(new ClientAnswer.Committed(POINT));
        assertEquals(new ClientAnswer.Committed(POINT), answer.join());
    }

    @Test
    void theProcessOfTheWriterIsAskedBeforeAWriterHereWhichWouldHaveToTakeTheSlotFromIt() {
        HeldPort here = new HeldPort(new WriterId(0), 1);
        own.add(here);
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        assertEquals(List.of(question("c", 1, SECOND)), lines.taken());
        answered("c", FIRST + 1, PeerFrame.Outcome.Kind.UNKNOWN);
        here.taken().answer().complete(new ClientAnswer.Abandoned(Lsn.ZERO));
        assertEquals(new ClientAnswer.Abandoned(Lsn.ZERO), answer.join());
        assertEquals(List.of(), lines.taken());
    }

    @Test
    void aWriterHereThatDiesOrRefusesIsFollowedByTheNext() {
        lines.connected.remove("c");
        HeldPort here = new HeldPort(new WriterId(0), 1);
        own.add(here);
        CompletableFuture<ClientAnswer> answer = ask(SECOND);
        here.taken().answer().complete(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.OVERLOADED));
        clock.pass(50 * MILLI);
        here.taken().answer().completeExceptionally(WriterUnavailableException.of(here.id(), WriterState.DOWN));
        here.state = WriterState.DOWN;
        clock.pass(50 * MILLI);
        assertEquals(List.of(question("b", 1, SECOND - 100 * MILLI)), lines.taken());
        assertFalse(answer.isDone());
    }

    // ---- others ask ------------------------------------------------------------------------------------------------

    private List<PeerLines.Sent> outcomes(PeerFrame.Outcome.Kind kind, ReadPoint point) {
        return List.of(new PeerLines.Sent("b", new PeerFrame.Outcome(7, kind, point)));
    }

    @Test
    void whoAsksWhereNoWriterIsOpenIsToldSoAtOnce() {
        HeldPort closed = new HeldPort(new WriterId(0), 1);
        closed.state = WriterState.STARTING;
        own.add(closed);
        desk.asked("b", new PeerFrame.AskOutcome(7, TOKEN, SECOND));
        assertEquals(outcomes(PeerFrame.Outcome.Kind.UNKNOWN, ReadPoint.ZERO), lines.taken());
    }

    @Test
    void nobodyKeepsAWriterHereBusyForLongerThanAMinute() {
        HeldPort here = new HeldPort(new WriterId(0), 1);
        own.add(here);
        desk.asked("b", new PeerFrame.AskOutcome(7, TOKEN, Long.MAX_VALUE));
        assertEquals(
                new WriterInput.AskOutcome(0, TOKEN, clock.nowNanos() + 60 * SECOND),
                here.taken().input());
    }

    @Test
    void eachAnswerOfTheWriterHereMeansOneOutcome() {
        assertOutcome(new ClientAnswer.Committed(POINT, 3, 1), PeerFrame.Outcome.Kind.COMMITTED, POINT);
        assertOutcome(new ClientAnswer.Abandoned(Lsn.ZERO), PeerFrame.Outcome.Kind.NOT_COMMITTED, ReadPoint.ZERO);
        assertOutcome(new ClientAnswer.Rewound(Lsn.ZERO), PeerFrame.Outcome.Kind.NOT_COMMITTED, ReadPoint.ZERO);
        assertOutcome(new ClientAnswer.Indeterminate(), PeerFrame.Outcome.Kind.UNKNOWN, ReadPoint.ZERO);
        for (ClientAnswer.Failed.Reason reason : ClientAnswer.Failed.Reason.values()) {
            assertOutcome(new ClientAnswer.Failed(reason), PeerFrame.Outcome.Kind.UNKNOWN, ReadPoint.ZERO);
        }
        assertOutcome(null, PeerFrame.Outcome.Kind.UNKNOWN, ReadPoint.ZERO);
    }

    /** Null is a writer that died. */
    private void assertOutcome(ClientAnswer answer, PeerFrame.Outcome.Kind kind, ReadPoint point) {
        HeldPort here = new HeldPort(new WriterId(0), 1);
        own.clear();
        own.add(here);
        desk.asked("b", new PeerFrame.AskOutcome(7, TOKEN, SECOND));
        CompletableFuture<ClientAnswer> waiting = here.taken().answer();
        assertEquals(List.of(), lines.taken());
        if (answer == null) {
            waiting.completeExceptionally(WriterUnavailableException.of(here.id(), WriterState.DOWN));
        } else {
            waiting.complete(answer);
        }
        assertEquals(outcomes(kind, point), lines.taken());
    }

    @Test
    void anAnswerAfterTheAskerHasGoneIsLost() {
        HeldPort here = new HeldPort(new WriterId(0), 1);
        own.add(here);
        desk.asked("b", new PeerFrame.AskOutcome(7, TOKEN, SECOND));
        lines.connected.remove("b");
        here.taken().answer().complete(new ClientAnswer.Committed(POINT));
        lines.connected.put("b", List.of());
        assertEquals(List.of(), lines.taken());
    }
}
