package dev.sextant.bench.mutant;

import dev.sextant.api.spi.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bug to be put into the product.
 *
 * @param name in lower case, words joined by hyphens
 * @param sentence what is wrong, and which guarantee it breaks
 * @param world what must happen in a world for the bug to show
 * @param hunter what finds it
 * @param workload the one that shows it, which its hunt insists on; null for any
 * @param edits what it changes in the sources
 */
record Mutant(
        String name,
        String sentence,
        String world,
        Hunter hunter,
        @Nullable String workload,
        List<Edit> edits) {
    Mutant {
        edits = List.copyOf(edits);
    }

    /** Names a mutant; {@link Draft} takes the rest. */
    static Draft named(String name) {
        return new Draft(name, "", "", Hunter.SIMULATOR, null);
    }

    /** A mutant as it is written down. */
    record Draft(
            String name,
            String sentence,
            String world,
            Hunter hunter,
            @Nullable String workload) {
        Draft is(String whatIsWrong) {
            return new Draft(name, whatIsWrong, world, hunter, workload);
        }

        Draft shows(String whatMustHappen) {
            return new Draft(name, sentence, whatMustHappen, hunter, workload);
        }

        /** It is for the explorer. */
        Draft forTheExplorer() {
            return new Draft(name, sentence, world, Hunter.EXPLORER, workload);
        }

        /** It is for the runs of repairs. */
        Draft forRepairs() {
            return new Draft(name, sentence, world, Hunter.REPAIRS, workload);
        }

        /** Only this workload shows it. */
        Draft under(String onlyWorkload) {
            return new Draft(name, sentence, world, hunter, onlyWorkload);
        }

        /** It is the product itself. */
        Mutant none() {
            return new Mutant(name, sentence, world, hunter, workload, List.of());
        }

        Mutant by(Edit... edits) {
            Check.argument(edits.length > 0, "a mutant differs from the product");
            return new Mutant(name, sentence, world, hunter, workload, List.of(edits));
        }
    }
}
