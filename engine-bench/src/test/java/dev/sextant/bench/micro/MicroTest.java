package dev.sextant.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.conflict.fate.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is measured does what it is named after. */
class MicroTest {
    @Test
    void redoMakesThePageThatWasEdited() {
        PageBenchmark page = new PageBenchmark();
        assertEquals(page.putRow().resolved(SamplePages.version(2)), page.applyRedo());
        assertTrue(page.encodeRedo().length < 200, "one row, not the page");
    }

    @Test
    void lookupsFindTheirRowsAndEditsWriteOneLeaf() {
        TreeBenchmark tree = new TreeBenchmark();
        tree.grow();
        for (int i = 0; i < 1_000; i++) {
            assertNotNull(tree.lookup());
        }
        assertEquals(1, tree.replace().size());
    }

    @Test
    void votesAreForCommit() {
        VoteBenchmark vote = new VoteBenchmark();
        for (int i = 0; i < 30_000; i++) {
            assertInstanceOf(Verdict.Accepted.class, vote.voteAndDecide());
        }
    }

    @Test
    void codecsAreInverse() {
        CodecBenchmark codec = new CodecBenchmark();
        assertEquals(1, codec.decode().messages().size());
        assertTrue(codec.encode().length > 100);
    }

    @Test
    void readsFindTheirRows() {
        ReadBenchmark read = new ReadBenchmark();
        assertEquals(100, read.get().orElseThrow().length);
        assertEquals(100, read.getInNewTransaction().orElseThrow().length);
        read.close();
    }

    @Test
    void theCommandTellsItsOptions() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        assertEquals(0, MicroCommand.run(stream, stream, "--help"));
        assertTrue(told.toString(StandardCharsets.UTF_8).contains("--only"));
    }
}
