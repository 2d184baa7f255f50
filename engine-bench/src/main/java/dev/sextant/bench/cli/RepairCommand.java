package dev.sextant.bench.cli;

import dev.sextant.api.Cluster;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairReport;
import dev.sextant.api.SegmentId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.spi.Json;
import dev.sextant.replication.offline.OfflineVolume;
import dev.sextant.replication.offline.VolumeSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code repair}: shows what segments can never decide by themselves, and decides it if it is confirmed. */
@Command(
        name = "repair",
        usageHelpWidth = 110,
        description = {
            "Shows what is in doubt in a volume that no cluster has open and can never be decided by itself, what a repair would"
                    + " decide, and what may be lost by that. With --confirm and the word that it shows, it does that. The volume is"
                    + " opened as a cluster opens it, so what can be decided is. While a program has the volume open, that program"
                    + " repairs it, with Cluster.planRepair and Cluster.repair.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 nothing is in doubt, or it was repaired, 1 something is in doubt, 2 it could not be repaired."
        })
final class RepairCommand extends VolumeCommand implements Callable<Integer> {
    @Option(
            names = "--confirm",
            paramLabel = "WORD",
            description = "do what the plan with this word says; it is refused if there is another plan by now")
    private @Nullable String confirm;

    @Override
    public Integer call() {
        ClusterConfig config = config();
        try (Cluster cluster = Cluster.open(config)) {
            RepairPlan plan = cluster.planRepair();
            boolean repair = confirm != null && confirm.equals(plan.fingerprint());
            RepairReport report = repair ? cluster.repair(plan) : null;
            if (json()) {
                out().println(Json.of(json(plan, report)));
            } else {
                print(plan, report);
            }
            if (confirm != null && !repair) {
                err().println("Nothing was repaired: the plan is not the one that was confirmed, " + confirm + ".");
                return SextantCommand.UNUSABLE;
            }
            return plan.isEmpty() || repair ? SextantCommand.SOUND : SextantCommand.DAMAGED;
        }
    }

    /** With every writer that the volume has had: a segment with a new disk counts only when each has opened its slot anew. */
    private ClusterConfig config() {
        int writers = 1;
        int pageSizeBytes;
        try (OfflineVolume volume = OfflineVolume.open(directory())) {
            VolumeSummary summary = volume.inspect();
            pageSizeBytes = summary.pageSizeBytes();
            for (VolumeSummary.SegmentSummary segment : summary.segments()) {
                for (int slot = 0; slot < segment.slots().size(); slot++) {
                    writers = segment.slots().get(slot).incarnation() > 0 ? Math.max(writers, slot + 1) : writers;
                }
            }
        }
        return ClusterConfig.in(directory())
                .writers(writers)
                .pageSizeBytes(pageSizeBytes)
                .build();
    }

    private void print(RepairPlan plan, @Nullable RepairReport report) {
        plan.obstacles().forEach(obstacle -> out().println("obstacle: " + obstacle));
        for (RepairPlan.Doubt doubt : plan.doubts()) {
            out().printf(
                            Locale.ROOT,
                            "%s: %s%s. %s%n  pages %s, transactions %s, age %s, accepted by %s, no say at %s, rivals %s%n",
                            doubt.proposal(),
                            report == null ? "would be decided " + doubt.decision() : "decided " + doubt.decision(),
                            doubt.lossPossible() ? warning(doubt.decision()) : "",
                            doubt.reason(),
                            doubt.pages(),
                            doubt.transactions(),
                            doubt.age().map(Object::toString).orElse("unknown"),
                            doubt.acceptedBy(),
                            doubt.abstaining(),
                            doubt.rivals());
        }
        if (plan.isEmpty()) {
            out().println("nothing is in doubt that needs a person");
        } else if (report != null) {
            out().printf(Locale.ROOT, "repaired in %,d ms%n", report.took().toMillis());
        } else {
            out().println("to do this, run it again with --confirm " + plan.fingerprint());
        }
    }

    private static String warning(RepairPlan.Decision decision) {
        return switch (decision) {
            case ABORT -> " WITH A POSSIBLE LOSS";
            case COMMIT -> " ALTHOUGH A CLIENT MAY HAVE BEEN TOLD THAT IT IS NOT";
        };
    }

    private Map<String, Object> json(RepairPlan plan, @Nullable RepairReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", directory().toString());
        json.put("repaired", report != null);
        json.put("confirm", plan.fingerprint());
        json.put("obstacles", plan.obstacles());
        json.put("doubts", plan.doubts().stream().map(RepairCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(RepairPlan.Doubt doubt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("proposal", doubt.proposal().toString());
        json.put("decision", doubt.decision().toString());
        json.put("lossPossible", doubt.lossPossible());
        json.put("reason", doubt.reason());
        json.put("pages", texts(doubt.pages()));
        json.put("transactions", texts(doubt.transactions()));
        json.put("age", Json.text(doubt.age().orElse(null)));
        json.put("acceptedBy", doubt.acceptedBy().stream().map(SegmentId::index).toList());
        json.put("abstaining", doubt.abstaining().stream().map(SegmentId::index).toList());
        json.put("rivals", texts(doubt.rivals()));
        return json;
    }

    private static List<String> texts(List<?> of) {
        return of.stream().map(Object::toString).toList();
    }
}
