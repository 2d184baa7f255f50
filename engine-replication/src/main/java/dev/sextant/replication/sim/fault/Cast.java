package dev.sextant.replication.sim.fault;

import dev.sextant.api.WriterId;
import dev.sextant.api.fault.FaultTarget;
import java.util.ArrayList;
import java.util.List;

/** Who appears in a story. */
final class Cast {
    private Cast() {}

    /** The writers that a step is about. */
    static List<WriterId> writers(FaultPlan.Step step) {
        List<WriterId> writers = new ArrayList<>();
        for (Cue cue : step.cues()) {
            if (cue instanceof Cue.Committing committing) {
                writers.add(committing.writer());
            }
        }
        for (FaultTarget target : targets(step.action())) {
            if (target instanceof FaultTarget.Writer writer) {
                writers.add(writer.id());
            }
        }
        return writers;
    }

    private static List<FaultTarget> targets(FaultAction action) {
        if (action instanceof FaultAction.Kill kill) {
            return List.of(kill.target());
        } else if (action instanceof FaultAction.Restart restart) {
            return List.of(restart.target());
        } else if (action instanceof FaultAction.Pause pause) {
            return List.of(pause.target());
        } else if (action instanceof FaultAction.Resume resume) {
            return List.of(resume.target());
        } else if (action instanceof FaultAction.TakeOver takeOver) {
            return List.of(FaultTarget.of(takeOver.writer()));
        } else if (action instanceof FaultAction.SkewClock skew) {
            return List.of(skew.target());
        } else if (action instanceof FaultAction.JumpClock jump) {
            return List.of(jump.target());
        }
        return ofLinks(action);
    }

    private static List<FaultTarget> ofLinks(FaultAction action) {
        if (action instanceof FaultAction.Cut cut) {
            return List.of(cut.from(), cut.to());
        } else if (action instanceof FaultAction.Delay delay) {
            return List.of(delay.one(), delay.other());
        } else if (action instanceof FaultAction.Drop drop) {
            return List.of(drop.one(), drop.other());
        } else if (action instanceof FaultAction.HealLink heal) {
            return List.of(heal.one(), heal.other());
        }
        return List.of();
    }
}
