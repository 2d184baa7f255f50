package dev.sextant.replication.sim.junit;

import dev.sextant.replication.sim.Simulation;
import dev.sextant.replication.sim.fault.FaultPlan;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Makes a run of a {@link SimulationTest} for each of its seeds. */
final class SimulationExtension implements TestTemplateInvocationContextProvider {
    /** Restricts all simulation tests to one seed. */
    static final String SEED_PROPERTY = "sextant.seed";

    SimulationExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(SimulationTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        SimulationTest test = method.getAnnotation(SimulationTest.class);
        checkFits(method, test);
        return seeds(test, context.getConfigurationParameter(SEED_PROPERTY))
                .mapToObj(seed -> new SeedRun(builder(test, seed)));
    }

    private static void checkFits(Method method, SimulationTest test) {
        long fitting =
                Stream.of(method.getParameterTypes()).filter(SeedRun::takes).count();
        if (fitting != 1) {
            throw new ExtensionConfigurationException("@SimulationTest " + method.getName()
                    + " needs one parameter of type Simulation or Simulation.Builder, but has " + fitting);
        }
        if (test.seeds() < 1) {
            throw new ExtensionConfigurationException(
                    "@SimulationTest " + method.getName() + " has " + test.seeds() + " seeds, but needs at least 1");
        }
    }

    private static LongStream seeds(SimulationTest test, Optional<String> only) {
        if (only.isPresent()) {
            return LongStream.of(parse(only.get()));
        }
        long first = test.freshSeeds() ? System.currentTimeMillis() : test.firstSeed();
        return LongStream.range(0, test.seeds()).map(index -> first + index);
    }

    private static long parse(String seed) {
        try {
            return Long.decode(seed.strip());
        } catch (NumberFormatException e) {
            throw new ExtensionConfigurationException(
                    SEED_PROPERTY + " is a number such as 17 or 0x11, not '" + seed + "'", e);
        }
    }

    private static Simulation.Builder builder(SimulationTest test, long seed) {
        return Simulation.seeded(seed).writers(test.writers()).faults(plan(test.faults()));
    }

    private static FaultPlan plan(Class<? extends Supplier<FaultPlan>> maker) {
        try {
            Constructor<? extends Supplier<FaultPlan>> constructor = maker.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance().get();
        } catch (ReflectiveOperationException e) {
            throw new ExtensionConfigurationException(
                    maker.getName() + " makes no plan: it needs a constructor without arguments", e);
        }
    }
}
