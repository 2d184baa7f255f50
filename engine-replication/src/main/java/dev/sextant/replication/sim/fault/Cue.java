package dev.sextant.replication.sim.fault;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.WriterId;
import java.time.Duration;
import java.util.function.Predicate;

/** What a step of a {@link FaultPlan} waits for. */
public sealed interface Cue {
    /** The beginning of the step's sentence. */
    String told();

    /** That much time since the simulation started; at once if it is over. */
    record At(Duration time) implements Cue {
        @Override
        public String told() {
            return "at " + Told.time(time);
        }
    }

    /** As {@link At}, however far the rest of the story is. */
    record Meanwhile(Duration time) implements Cue {
        @Override
        public String told() {
            return "meanwhile, at " + Told.time(time);
        }
    }

    /** That much time after the step before. */
    record After(Duration pause) implements Cue {
        @Override
        public String told() {
            return pause.isZero() ? "at once" : Told.time(pause) + " later";
        }
    }

    /** The writer sends a proposal to the segments; the step comes when all that it sends at that instant is on its way. */
    record Committing(WriterId writer) implements Cue {
        @Override
        public String told() {
            return "when " + writer + " sends its next proposal";
        }
    }

    /** The condition holds; it is looked at every millisecond of virtual time. */
    record Holding(String description, Predicate<ClusterStatus> condition) implements Cue {
        @Override
        public String told() {
            return "when " + description;
        }
    }
}
