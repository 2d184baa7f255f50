package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The characters that are loaded. */
class CodePointsTest {
    @Test
    void areWellOverAHundredThousandAndAllHaveNames() {
        BitSet named = CodePoints.named(Integer.MAX_VALUE);
        assertTrue(named.cardinality() > 140_000, "only " + named.cardinality());
        named.stream().forEach(each -> assertNotNull(Character.getName(each)));
    }

    @Test
    void everyOneIsInOneBatchInAnOrderThatTheSeedGives() {
        BitSet named = CodePoints.named(1_001);
        List<List<Integer>> batches = CodePoints.shuffledBatches(named, 100, 7);
        assertEquals(11, batches.size());
        BitSet seen = new BitSet();
        batches.forEach(batch -> batch.forEach(each -> {
            assertTrue(!seen.get(each), "twice");
            seen.set(each);
        }));
        assertEquals(named, seen);
        assertEquals(batches, CodePoints.shuffledBatches(named, 100, 7));
        assertNotEquals(batches, CodePoints.shuffledBatches(named, 100, 8));
    }
}
