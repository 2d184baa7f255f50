package dev.sextant.bench.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The catalogue: every mutant can be made of the sources as they are. */
class MutantsTest {
    private static List<Mutant> everyMutant() {
        List<Mutant> all = new ArrayList<>(Mutants.ALL);
        all.addAll(Mutants.ELUSIVE);
        return all;
    }

    @Test
    void everyMutantAppliesAndCompiles() {
        List<String> broken = new ArrayList<>();
        try (MutantCompiler compiler = new MutantCompiler()) {
            for (Mutant mutant : everyMutant()) {
                try {
                    assertFalse(compiler.compile(mutant).isEmpty());
                } catch (BrokenMutantException e) {
                    broken.add(mutant.name() + ": " + e.getMessage());
                }
            }
        }
        assertEquals("", String.join("\n", broken));
    }

    @Test
    void everyMutantHasANameOfItsOwn() {
        List<String> names = everyMutant().stream().map(Mutant::name).toList();
        assertEquals(names.size(), new TreeSet<>(names).size(), names::toString);
        assertTrue(names.stream().allMatch(name -> name.matches("[a-z]+(-[a-z]+)*")), names::toString);
    }

    @Test
    void everyMutantSaysWhatIsWrongAndWhenItShows() {
        for (Mutant mutant : everyMutant()) {
            assertTrue(mutant.sentence().endsWith(".") && mutant.world().endsWith("."), mutant::name);
        }
    }

    @Test
    void textThatIsNotThereBreaksTheMutant() {
        BrokenMutantException broken = assertThrows(
                BrokenMutantException.class, () -> new Edit("api.Lsn", "goes back", "").applyTo("never goes\nforth"));
        assertEquals("api.Lsn does not have: goes back", broken.getMessage());
    }

    @Test
    void textThatIsThereTwiceBreaksTheMutant() {
        BrokenMutantException broken = assertThrows(
                BrokenMutantException.class, () -> new Edit("api.Lsn", "a b", "").applyTo("a b, and a\n  b"));
        assertEquals("api.Lsn has more than once: a b", broken.getMessage());
    }

    @Test
    void linesMayBeBrokenElsewhere() {
        assertEquals("x(z); y", new Edit("api.Lsn", "a, b", "z").applyTo("x(a,\n    b); y"));
    }

    @Test
    void whatDoesNotCompileBreaksTheMutant() {
        Mutant mutant = Mutant.named("nonsense").by(new Edit("api.Lsn", "return value >>> 2;", "return nonsense;"));
        try (MutantCompiler compiler = new MutantCompiler()) {
            BrokenMutantException broken = assertThrows(BrokenMutantException.class, () -> compiler.compile(mutant));
            assertTrue(String.valueOf(broken.getMessage()).contains("nonsense"), broken::getMessage);
        }
    }
}
