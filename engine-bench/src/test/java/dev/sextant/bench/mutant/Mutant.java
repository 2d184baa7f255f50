package dev.sextant.bench.mutant;

import dev.sextant.api.spi.Check;
import java.util.List;

/**
 * A bug to be put into the product.
 *
 * @param name in lower case, words joined by hyphens
 * @param sentence what is wrong, and which guarantee it breaks
 * @param world what must happen in a world for the bug to show
 * @param edits what it changes in the sources
 */
record Mutant(String name, String sentence, String world, List<Edit> edits) {
    Mutant {
        Check.argument(!edits.isEmpty(), "a mutant differs from the product");
        edits = List.copyOf(edits);
    }

    /** Names a mutant; {@link Draft} takes the rest. */
    static Draft named(String name) {
        return new Draft(name, "", "");
    }

    /** A mutant as it is written down. */
    record Draft(String name, String sentence, String world) {
        Draft is(String whatIsWrong) {
            return new Draft(name, whatIsWrong, world);
        }

        Draft shows(String whatMustHappen) {
            return new Draft(name, sentence, whatMustHappen);
        }

        Mutant by(Edit... edits) {
            return new Mutant(name, sentence, world, List.of(edits));
        }
    }
}
