package dev.sextant.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int DRAWS = 200_000;

    @Test
    void ranksComeAsOftenAsTheirShare() {
        int ranks = 1_000;
        double zeta = 0;
        for (int rank = 1; rank <= ranks; rank++) {
            zeta += Math.pow(rank, -0.99);
        }
        int[] counts = new int[ranks];
        Zipf zipf = new Zipf(ranks);
        SplittableRandom random = new SplittableRandom(1);
        for (int draw = 0; draw < DRAWS; draw++) {
            counts[(int) zipf.draw(random)]++;
        }
        assertEquals(DRAWS / zeta, counts[0], DRAWS / zeta * 0.03);
        assertEquals(DRAWS / zeta / Math.pow(2, 0.99), counts[1], DRAWS / zeta * 0.03);
        assertTrue(counts[999] < counts[0] / 100, "the last rank is rare");
    }

    @Test
    void everyRankOfFewIsDrawn() {
        for (int ranks = 1; ranks <= 4; ranks++) {
            Set<Long> drawn = new TreeSet<>();
            Zipf zipf = new Zipf(ranks);
            SplittableRandom random = new SplittableRandom(1);
            for (int draw = 0; draw < 1_000; draw++) {
                drawn.add(zipf.draw(random));
            }
            assertEquals(ranks, drawn.size(), "of " + ranks);
        }
    }

    @Test
    void scatteredNumbersAreNotNegativeAndDiffer() {
        Set<Long> scattered = new TreeSet<>();
        for (long number = 0; number < 10_000; number++) {
            assertTrue(Zipf.scatter(number) >= 0);
            scattered.add(Zipf.scatter(number));
        }
        assertEquals(10_000, scattered.size());
    }
}
