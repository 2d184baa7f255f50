package dev.sextant.bench.mutant;

import dev.sextant.api.spi.Check;
import java.util.List;

/**
 * A bug to be put into the product.
 *
 * @param name in lower case, words joined by hyphens
 * @param sentence what is wrong, and which guarantee it breaks
 * @param world what must happen in a world for the bug to show
 * @param explored whether it is hunted by the random explorer: it takes more bad luck than a few hundred whole clusters have
 * @param edits what it changes in the sources
 */
record Mutant(String name, String sentence, String world, boolean explored, List<Edit> edits) {
    Mutant {
        Check.argument(!edits.isEmpty(), "a mutant differs from the product");
        edits = List.copyOf(edits);
    }

    /** Names a mutant; {@link Draft} takes the rest. */
    static Draft named(String name) {
        return new Draft(name, "", "", false);
    }

    /** A mutant as it is written down. */
    record Draft(String name, String sentence, String world, boolean explored) {
        Draft is(String whatIsWrong) {
            return new Draft(name, whatIsWrong, world, explored);
        }

        Draft shows(String whatMustHappen) {
            return new Draft(name, sentence, whatMustHappen, explored);
        }

        /** It is for the explorer. */
        Draft forTheExplorer() {
            return new Draft(name, sentence, world, true);
        }

        Mutant by(Edit... edits) {
            return new Mutant(name, sentence, world, explored, List.of(edits));
        }
    }
}
