package dev.sextant.replication.sim.junit;

import dev.sextant.replication.sim.Simulation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One run of a test with one seed: hands the method its simulation, closes it, and adds the seed to what the method throws. */
final class SeedRun
        implements TestTemplateInvocationContext, ParameterResolver, TestExecutionExceptionHandler, AfterEachCallback {
    /** Says that a test does not apply, which is no failure; named, since it comes from another library than JUnit's API. */
    private static final String ABORTED = "org.opentest4j.TestAbortedException";

    private final Simulation.Builder builder;
    private @Nullable Simulation started;

    SeedRun(Simulation.Builder builder) {
        this.builder = builder;
    }

    static boolean takes(Class<?> parameterType) {
        return parameterType == Simulation.class || parameterType == Simulation.Builder.class;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return "seed " + builder.seed();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return takes(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == Simulation.Builder.class) {
            return builder;
        }
        Simulation simulation = builder.start();
        started = simulation;
        return simulation;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (thrown.getClass().getName().equals(ABORTED)) {
            throw thrown;
        }
        AssertionError failure = new AssertionError(
                "seed " + builder.seed() + " fails: " + thrown.getMessage() + System.lineSeparator()
                        + "  Run just this seed: -D" + SimulationExtension.SEED_PROPERTY + "=" + builder.seed(),
                thrown);
        failure.setStackTrace(thrown.getStackTrace());
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (started != null) {
            started.close();
        }
    }
}
