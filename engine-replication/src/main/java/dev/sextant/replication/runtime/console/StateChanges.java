package dev.sextant.replication.runtime.console;

import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterState;
import dev.sextant.replication.runtime.console.Timeline.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what has changed its state from one view to the next, for the timeline. What came and went in between is not seen. */
final class StateChanges {
    private final Map<String, String> states = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();

    /** One line. */
    record Change(Severity severity, String text) {}

    /** What is different from the view before; what is seen for the first time is not. */
    List<Change> next(ConsoleView view) {
        changes.clear();
        ClusterHealth health = view.health();
        health.status()
                .writers()
                .forEach(writer ->
                        note(writer.id().toString(), writer.state().name(), writer.state() == WriterState.OPEN));
        health.status()
                .segments()
                .forEach(segment ->
                        note(segment.id().toString(), segment.state().name(), segment.state() == SegmentState.UP));
        health.status()
                .replicas()
                .forEach(replica ->
                        note(replica.id().toString(), replica.state().name(), replica.state() == ReplicaState.OPEN));
        for (ConsoleView.Member member : view.members()) {
            boolean fine =
                    member.contact() == ConsoleView.Contact.SELF || member.contact() == ConsoleView.Contact.CONNECTED;
            note("process " + member.name(), member.contact().name(), fine);
        }
        boolean works = health.verdict() != ClusterHealth.Verdict.UNAVAILABLE;
        note("the cluster", health.verdict().name(), works ? Severity.INFO : Severity.ERROR);
        return List.copyOf(changes);
    }

    private void note(String who, String state, boolean fine) {
        note(who, state, fine ? Severity.INFO : Severity.WARNING);
    }

    private void note(String who, String state, Severity severity) {
        @Nullable String before = states.put(who, state);
        if (before != null && !before.equals(state)) {
            changes.add(new Change(severity, who + " was " + before + " and is " + state + "."));
        }
    }
}
