package dev.sextant.replication.sim.fault;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.fault.FaultTarget;
import dev.sextant.api.spi.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What goes wrong in a simulated world, as a story. Its steps come one after the other: each waits for its own cue only once the
 * one before has happened, so an {@link #at} whose time is over by then comes at once. What {@link #during} tells goes on
 * beside the others.
 *
 * <pre>{@code
 * FaultPlan.story()
 *         .at(Duration.ofMillis(200)).kill(writer(0))
 *         .then(Duration.ofMillis(300)).restart(writer(0))
 *         .whenCommitting(writer(1)).takeDown(AvailabilityZone.B)
 *         .during(Duration.ofSeconds(1), Duration.ofSeconds(2)).slowDisk(segment(5), 20)
 * }</pre>
 *
 * <p>Times count from the start of the simulation, when all writers take transactions. {@link #toString} tells the story in
 * sentences.
 *
 * <p>Immutable: every method returns another plan, so a plan may be used for any number of simulations by any thread.
 */
public final class FaultPlan {
    private static final FaultPlan NOTHING = new FaultPlan(List.of());

    private final List<Step> steps;

    private FaultPlan(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param cues what must happen first, one after the other; at least one
     * @param action what is done then
     */
    public record Step(List<Cue> cues, FaultAction action) {
        public Step {
            cues = List.copyOf(cues);
            Check.argument(!cues.isEmpty(), "a step has a cue");
        }

        /** Whether it comes at its time however far the others are. */
        public boolean isBeside() {
            return cues.get(0) instanceof Cue.Meanwhile;
        }

        /** A sentence. */
        @Override
        public String toString() {
            String sentence = cues.stream().map(Cue::told).collect(Collectors.joining(" or later, ")) + ", "
                    + action.told() + ".";
            return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
        }
    }

    // ---- who -------------------------------------------------------------------------------------------------------

    /**
     * The writer of a slot, as a part that can fail.
     *
     * @throws IllegalArgumentException if there can be no such slot
     */
    public static FaultTarget.Writer writer(int slot) {
        return new FaultTarget.Writer(new WriterId(slot));
    }

    /**
     * A segment, as a part that can fail.
     *
     * @throws IllegalArgumentException if there is none of that index
     */
    public static FaultTarget.Segment segment(int index) {
        return new FaultTarget.Segment(new SegmentId(index));
    }

    // ---- when ------------------------------------------------------------------------------------------------------

    /** A story in which nothing goes wrong yet. */
    public static FaultPlan story() {
        return NOTHING;
    }

    /**
     * The next step comes that much time after the start of the simulation; at once if that is over.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public FaultMoment at(Duration time) {
        return moment(new Cue.At(notNegative(time)));
    }

    /**
     * The next step comes that much time after the one before.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public FaultMoment then(Duration wait) {
        return moment(new Cue.After(notNegative(wait)));
    }

    /** The next step comes together with the one before. */
    public FaultMoment and() {
        return moment(new Cue.After(Duration.ZERO));
    }

    /** The next step comes at the instant when that writer sends its next proposal to the segments. */
    public FaultMoment whenCommitting(FaultTarget.Writer writer) {
        return moment(new Cue.Committing(writer.id()));
    }

    /**
     * The next step comes when a condition holds. It is looked at every millisecond of virtual time and must change nothing.
     *
     * @param description completes the sentence "when ..."
     */
    public FaultMoment when(String description, Predicate<ClusterStatus> condition) {
        return moment(holding(description, condition));
    }

    static Cue.Holding holding(String description, Predicate<ClusterStatus> condition) {
        Objects.requireNonNull(condition, "condition");
        Check.argument(!description.isBlank(), "a condition has a description");
        return new Cue.Holding(description, condition);
    }

    /**
     * Something is wrong from one time to another, counted from the start of the simulation, beside all the rest.
     *
     * @throws IllegalArgumentException if a time is negative or the end is not after the beginning
     */
    public FaultSpan during(Duration from, Duration to) {
        Check.argument(notNegative(from).compareTo(to) < 0, "a span ends after it began, not at " + Told.time(to));
        return new FaultSpan(this, from, to);
    }

    private FaultMoment moment(Cue cue) {
        return new FaultMoment(this, List.of(cue));
    }

    static Duration notNegative(Duration time) {
        Check.argument(!time.isNegative(), "a time in a story is not negative, but this is " + time);
        return time;
    }

    // ---- what it says ----------------------------------------------------------------------------------------------

    FaultPlan plus(List<Cue> cues, FaultAction action) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(cues, action));
        return new FaultPlan(more);
    }

    /** Its steps, in the order in which they were told. */
    public List<Step> steps() {
        return steps;
    }

    /** Whether nothing goes wrong. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * Refuses a plan about writers that are not there.
     *
     * @param writers how many there are
     * @throws IllegalArgumentException if the plan is about others
     */
    public void checkFits(int writers) {
        for (Step step : steps) {
            for (WriterId writer : Cast.writers(step)) {
                Check.argument(
                        writer.slot() < writers,
                        "the story is about " + writer + ", but the simulation has " + writers
                                + " writers, from writer-0 on: " + step);
            }
        }
    }

    /** The story, a sentence a line. */
    @Override
    public String toString() {
        return steps.isEmpty()
                ? "Nothing goes wrong."
                : steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
