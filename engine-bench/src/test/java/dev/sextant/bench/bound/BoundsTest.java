package dev.sextant.bench.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundsTest {
    @TempDir
    Path directory;

    @Test
    void everyBoundIsMeasured() throws Exception {
        List<Bound> bounds = Bounds.measure(directory, Duration.ofMillis(50));
        assertEquals(
                List.of(
                        Bound.SIX_APPENDS,
                        Bound.ROCKSDB_BATCH,
                        Bound.SIX_ROCKSDB_BATCHES,
                        Bound.ROUND_TRIP,
                        Bound.MEMORY),
                bounds.stream().map(Bound::name).toList());
        bounds.forEach(bound -> assertTrue(bound.perSecond() > 0, bound.name()));
    }

    @Test
    void whatFailsInAThreadFailsTheMeasurement() {
        Rounds.Step broken = () -> {
            throw new IOException("no disk");
        };
        assertThrows(IOException.class, () -> Rounds.measure("a", "b", List.of(broken), 1, 1_000));
    }
}
