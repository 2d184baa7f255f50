package dev.sextant.bench.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The hunt, with a simulator of almost nothing: what it catches, what it does not, and what it says of either. */
class MutantHuntTest {
    private static final Edit WRONG_LAMPORT = new Edit("api.Lsn", "return value >>> 2;", "return value >>> 1;");

    private static final Mutant WRONG =
            Mutant.named("wrong").is("It is wrong.").shows("Always.").by(WRONG_LAMPORT);
    private static final Mutant HARMLESS = Mutant.named("harmless")
            .is("It is as good.")
            .shows("Never.")
            .by(new Edit("api.Lsn", "return value >>> 2;", "return value / 4;"));
    private static final Mutant THROWS = Mutant.named("throws")
            .is("It throws.")
            .shows("Always.")
            .by(new Edit("api.Lsn", "return value >>> 2;", "throw new IllegalStateException(\"no lamport\");"));
    private static final Mutant ENDLESS = Mutant.named("endless")
            .is("It never ends.")
            .shows("Always.")
            .by(
                    new Edit(
                            "api.Lsn",
                            "return value >>> 2;",
                            "while (!Thread.currentThread().isInterrupted()) { java.util.concurrent.locks.LockSupport.park(); } return 0;"));

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private MutantHunt hunt() {
        MutantHunt.Settings settings = new MutantHunt.Settings(StandIn.class.getName(), 4, 10, 20, 2);
        return new MutantHunt(settings, new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void catchesWhatCanBeCaught() {
        assertTrue(hunt().hunt(List.of(WRONG)));
        assertTrue(told().contains("seed 6: drawn at 12"), told());
        assertTrue(told().endsWith("RESULT mutants=1 caught=1 most_seeds=3" + System.lineSeparator()), told());
    }

    @Test
    void saysWhatIsNeverCaught() {
        assertFalse(hunt().hunt(List.of(HARMLESS, WRONG)));
        assertTrue(told().contains("not caught: harmless. It is as good. It shows when: Never."), told());
        assertTrue(told().contains("RESULT mutants=2 caught=1 most_seeds=3"), told());
    }

    @Test
    void whatIsThrownIsACatch() {
        assertTrue(hunt().hunt(List.of(THROWS)));
        assertTrue(told().contains("seed 6: java.lang.IllegalStateException: no lamport"), told());
    }

    @Test
    void aRunWithoutAnEndIsACatch() {
        MutantHunt.Settings impatient = new MutantHunt.Settings(StandIn.class.getName(), 3, 1, 1, 1);
        assertTrue(
                new MutantHunt(impatient, new PrintStream(told, true, StandardCharsets.UTF_8)).hunt(List.of(ENDLESS)));
        assertTrue(told().contains("seed 3: no end within 1 s"), told());
    }

    @Test
    void aBrokenMutantIsNotACatch() {
        Mutant broken = Mutant.named("broken").by(new Edit("api.Lsn", "what is not there", ""));
        assertFalse(hunt().hunt(List.of(broken)));
        assertTrue(told().contains("BROKEN: api.Lsn does not have: what is not there"), told());
    }

    @Test
    void nothingIsFoundInTheProductAsItIs() {
        assertTrue(hunt().control());
        assertTrue(told().contains("CONTROL seeds=10 failures=0"), told());
    }

    @Test
    void runsTheMutatedClassBesideTheProducts() throws ReflectiveOperationException {
        Map<String, byte[]> classes;
        try (MutantCompiler compiler = new MutantCompiler()) {
            classes = compiler.compile(WRONG);
        }
        Class<?> mutated = new MutantLoader(classes).loadClass(Lsn.class.getName());
        assertNotSame(Lsn.class, mutated);
        Object lsn = mutated.getConstructor(long.class).newInstance(8L);
        assertEquals(4L, mutated.getMethod("lamport").invoke(lsn));
        assertEquals(2L, new Lsn(8).lamport());
    }

    @Test
    void withoutMutatedClassesItIsTheProduct() {
        assertNull(new LoadedWorld(StandIn.class.getName(), Map.of()).failureOf(3));
    }

    @Test
    void aSimulatorThatIsNotThereIsNotACatch() {
        assertThrows(IllegalStateException.class, () -> new LoadedWorld("dev.sextant.Nowhere", Map.of()));
    }
}
