package dev.sextant.bench.demo;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The Unicode code points that are assigned to a character, as far as the running JDK knows. Surrogates are no characters, and
 * private use ones have no names of their own; both are left out.
 */
final class CodePoints {
    private CodePoints() {}

    /** Whether it is one of them. */
    static boolean isNamed(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.UNASSIGNED && type != Character.SURROGATE && type != Character.PRIVATE_USE;
    }

    /** The first so many of them. */
    static BitSet named(int limit) {
        BitSet named = new BitSet();
        for (int codePoint = 0, count = 0; codePoint <= Character.MAX_CODE_POINT && count < limit; codePoint++) {
            if (isNamed(codePoint)) {
                named.set(codePoint);
                count++;
            }
        }
        return named;
    }

    /** These in random order, in batches of at most so many. */
    static List<List<Integer>> shuffledBatches(BitSet codePoints, int batchSize, long seed) {
        int[] order = codePoints.stream().toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += batchSize) {
            List<Integer> batch = new ArrayList<>();
            for (int i = from; i < Math.min(order.length, from + batchSize); i++) {
                batch.add(order[i]);
            }
            batches.add(List.copyOf(batch));
        }
        return batches;
    }
}
