package dev.sextant.replication.sim.junit;

import dev.sextant.replication.sim.fault.FaultPlan;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run once for each of many seeds. The method has one parameter of type
 * {@link dev.sextant.replication.sim.Simulation}, which is started before and closed after each run, or of type
 * {@link dev.sextant.replication.sim.Simulation.Builder}, to be started and closed by the method itself; parameters of other types are
 * left to JUnit and other extensions.
 *
 * <p>A failure names its seed. To run just that one, set the system property or JUnit configuration parameter
 * {@value SimulationExtension#SEED_PROPERTY}, as in {@code -Dsextant.seed=17}. A {@code Simulation} belongs to the thread
 * that started it, so do not run the method on another one by {@code @Timeout} or {@code assertTimeoutPreemptively}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulationExtension.class)
public @interface SimulationTest {
    /** How many seeds it is run for. */
    int seeds() default 100;

    /** The first of the seeds, the others follow: the same in every build, so that a build is not red by chance. */
    long firstSeed() default 1;

    /** Draws the first seed from the time instead, so that every build looks elsewhere. */
    boolean freshSeeds() default false;

    /** The number of writers. */
    int writers() default 3;

    /** What makes the plan of what goes wrong: a class with a constructor without arguments. */
    Class<? extends Supplier<FaultPlan>> faults() default NoFaults.class;

    /** Nothing goes wrong, unless the method says so. */
    final class NoFaults implements Supplier<FaultPlan> {
        /** Made by the extension. */
        public NoFaults() {}

        @Override
        public FaultPlan get() {
            return FaultPlan.story();
        }
    }
}
