package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult.Committed;
import dev.sextant.api.CommitResult.Conflicted;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.WriterInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who watches clients' calls hears of the beginning and the end of each, once. */
class ClientProbeTest {
    private final FakeCluster cluster = FakeCluster.of(2);
    private final Table<String, Long> table = cluster.database().table("accounts", Codecs.utf8(), Codecs.int64());
    private final List<String> begun = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final List<PageId> missed = new ArrayList<>();
    private int arrived;

    private void watch() {
        cluster.probe = new ClientProbe() {
            @Override
            public CommitWatch commitBegins(WriterId writer, CommitRequest request) {
                begun.add(writer + " " + request.checked().writes().rows().size());
                return (result, attempts, pages) -> {
                    String what = result == null ? "threw" : result.getClass().getSimpleName();
                    ended.add(what + " " + attempts + " " + pages);
                };
            }

            @Override
            public PageWatch pageMissed(NodeAddress writer, PageId page) {
                missed.add(page);
                return segment -> arrived++;
            }
        };
    }

    private Transaction writing() {
        Transaction transaction = cluster.database(0).session().begin();
        transaction.put(table, "alice", 1L);
        cluster.steps.runAll();
        return transaction;
    }

    private void answering(ClientAnswer answer) {
        cluster.writer(0).instead = input -> input instanceof WriterInput.Commit ? answer : null;
    }

    @Test
    void aCommitIsToldWithWhatItTook() {
        watch();
        Transaction transaction = writing();
        answering(new ClientAnswer.Committed(ReadPoint.ZERO, 3, 2));
        assertTrue(transaction.commit() instanceof Committed);
        assertEquals(List.of("writer-0 1"), begun);
        assertEquals(List.of("Committed 3 2"), ended);
    }

    @Test
    void aConflictIsTold() {
        Transaction loser = writing();
        writing().commit().orThrow();
        watch();
        assertTrue(loser.commit() instanceof Conflicted);
        assertEquals(List.of("Conflicted 0 0"), ended);
    }

    @Test
    void aCommitWhoseWriterDiesEndsOnceWithWhatAnotherOneSays() {
        watch();
        Transaction transaction = writing();
        cluster.writer(0).instead = input -> {
            if (input instanceof WriterInput.Commit) {
                cluster.kill(0);
            }
            return null;
        };
        assertTrue(transaction.commit() instanceof Conflicted, "nobody heard of it");
        assertEquals(List.of("writer-0 1"), begun);
        assertEquals(List.of("Conflicted 0 0"), ended);
    }

    @Test
    void whatThrowsIsTold() {
        watch();
        Transaction transaction = writing();
        answering(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.OVERLOADED));
        assertThrows(OverloadedException.class, transaction::commit);
        assertEquals(List.of("threw 0 0"), ended);
    }

    @Test
    void aTransactionThatChangesNothingIsNoCommitToWatch() {
        watch();
        cluster.database(0).session().begin().commit().orThrow();
        assertEquals(List.of(), begun);
    }

    @Test
    void everyPageThatWasMissedIsToldAndItsEnd() {
        writing().commit().orThrow();
        watch();
        cluster.evictAll();
        Transaction transaction = cluster.database(0).session().begin();
        assertEquals(1L, transaction.get(table, "alice").orElseThrow());
        transaction.rollback();
        assertFalse(missed.isEmpty());
        assertEquals(missed.size(), arrived);
    }
}
