package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.replication.sim.workload.Workload.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The model of a client with the keys 0, 2, 4 and 6, with reads made by hand. */
class ChurnModelTest {
    private static final Optional<Blob> NONE = Optional.empty();
    private static final Optional<Blob> A = Optional.of(Blob.of(1, 20));
    private static final Optional<Blob> B = Optional.of(Blob.of(2, 20));

    private final Findings findings = new Findings();
    private final ChurnModel model = new ChurnModel(0, List.of(0L, 2L, 4L, 6L), findings);

    @Test
    void acceptsItsOwnWritesBeforeAndAfterTheCommit() {
        ChurnModel.Transacting writer = model.begin();
        writer.got(2, NONE);
        writer.wrote(2, A);
        writer.got(2, A);
        writer.isThere(2);
        writer.ended(Step.COMMITTED);
        model.begin().got(2, A);
        accepted();
    }

    @Test
    void forgetsWhatAborted() {
        write(Step.ABORTED, 2, A);
        model.begin().got(2, NONE);
        accepted();
        model.begin().got(2, A);
        refused("read Optional[" + A.get() + "] at 2");
    }

    @Test
    void acceptsAnUnknownWriteLaterAndNotItsGoingAway() {
        write(Step.UNKNOWN, 2, A);
        model.begin().got(2, NONE);
        model.begin().got(2, A);
        accepted();
        model.begin().got(2, NONE);
        refused("read Optional.empty at 2");
    }

    @Test
    void anUnknownTransactionIsThereAsAWhole() {
        ChurnModel.Transacting unknown = model.begin();
        unknown.wrote(2, A);
        unknown.wrote(4, B);
        unknown.ended(Step.UNKNOWN);
        model.begin().got(2, A);
        model.begin().got(4, NONE);
        refused("read Optional.empty at 4");
    }

    @Test
    void anUnknownWriteNeverComesAfterALaterOneThatCommitted() {
        write(Step.UNKNOWN, 2, A);
        write(Step.COMMITTED, 2, B);
        model.begin().got(2, A);
        refused("read Optional[" + A.get() + "] at 2");
    }

    @Test
    void anUnknownWriteMayComeAfterADeleteOfNothing() {
        write(Step.UNKNOWN, 2, A);
        write(Step.COMMITTED, 2, NONE);
        model.begin().got(2, NONE);
        model.begin().got(2, A);
        accepted();
    }

    /** A false alarm of a simulated world: the delete had removed the very row whose end was not known. */
    @Test
    void bugAnUnknownWriteMayBeBehindADeleteAlthoughItIsSeenElsewhere() {
        ChurnModel.Transacting unknown = model.begin();
        unknown.wrote(2, A);
        unknown.wrote(4, B);
        unknown.ended(Step.UNKNOWN);
        write(Step.COMMITTED, 2, NONE);
        model.begin().got(4, B);
        model.begin().got(2, NONE);
        accepted();
    }

    @Test
    void refusesALostWrite() {
        write(Step.COMMITTED, 2, A);
        model.ended(new TreeMap<>());
        refused("read Optional.empty at 2");
    }

    @Test
    void refusesARowThatItDoesNotSeeItself() {
        ChurnModel.Transacting writer = model.begin();
        writer.wrote(2, A);
        writer.got(2, NONE);
        refused("after it wrote");
    }

    @Test
    void refusesAnInsertOverARow() {
        write(Step.COMMITTED, 2, A);
        model.begin().inserted(2, B.orElseThrow());
        refused("read Optional.empty at 2");
    }

    @Test
    void refusesADuplicateOfNothing() {
        model.begin().isThere(2);
        refused("told of a row at 2");
    }

    @Test
    void acceptsScansAmongTheRowsOfOthers() {
        write(Step.COMMITTED, 2, A);
        write(Step.COMMITTED, 6, B);
        scan(new ChurnScan(0, 6, false, 0), 1, 2, 3, 6);
        scan(new ChurnScan(0, 6, false, 3), 1, 2, 3);
        scan(new ChurnScan(0, 6, true, 1), 6);
        scan(new ChurnScan(3, 5, true, 0));
        accepted();
    }

    @Test
    void refusesAScanThatSkipsARow() {
        write(Step.COMMITTED, 2, A);
        scan(new ChurnScan(0, 6, false, 2), 1, 3);
        refused("read Optional.empty at 2");
    }

    @Test
    void refusesAScanThatShowsTooMuch() {
        scan(new ChurnScan(0, 6, false, 0), 7);
        refused("got the row at 7");
        scan(new ChurnScan(0, 6, false, 1), 1, 3);
        refused("got 2 rows");
    }

    @Test
    void refusesAScanInTheWrongOrder() {
        scan(new ChurnScan(0, 6, true, 0), 1, 3);
        refused("got the keys [1, 3]");
    }

    private void write(Step step, long key, Optional<Blob> value) {
        ChurnModel.Transacting writer = model.begin();
        writer.wrote(key, value);
        writer.ended(step);
    }

    /** Rows at even keys are the client's, A but for that at 6; the others belong to others. */
    private void scan(ChurnScan scan, long... keys) {
        List<Map.Entry<Long, Blob>> found = new ArrayList<>();
        for (long key : keys) {
            found.add(Map.entry(key, (key == 6 ? B : A).orElseThrow()));
        }
        model.begin().scanned(scan, found);
    }

    private void accepted() {
        assertEquals(List.of(), findings.sentences());
    }

    private void refused(String expected) {
        Refused.with(expected, findings.sentences());
    }
}
