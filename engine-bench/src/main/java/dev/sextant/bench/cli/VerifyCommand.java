package dev.sextant.bench.cli;

import dev.sextant.api.VerifyReport;
import dev.sextant.api.spi.Json;
import dev.sextant.replication.offline.BackupResult;
import dev.sextant.replication.offline.BackupVerifier;
import dev.sextant.replication.offline.OfflineProgress;
import dev.sextant.replication.offline.OfflineVolume;
import dev.sextant.replication.offline.VerifyResult;
import dev.sextant.replication.verify.Finding;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.segment.SegmentAudit;
import dev.sextant.storage.segment.Shelf;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: every checksum, every record, every page's chain, every tree, and the segments against each other. */
@Command(
        name = "verify",
        usageHelpWidth = 110,
        description = {
            "Checks a whole volume, or a directory of backups, without changing it: every checksum of every record, that records fit each other, the chain"
                    + " of every page and every image of it, the order and reachability of every table's tree, and all"
                    + " segments against each other. Segments that only lag are noted and no damage.",
            ""
        },
        footer = {"", "Exit code: 0 sound, 1 damaged, 2 cannot be opened."})
final class VerifyCommand extends VolumeCommand implements Callable<Integer> {
    @Option(names = "--quiet", description = "show no progress")
    private boolean quiet;

    @Option(names = "--all", description = "of backups: look into every one, and not into the newest alone")
    private boolean all;

    @Override
    public Integer call() {
        return BackupDirectory.isBackup(directory()) ? verifyBackups() : verifyVolume();
    }

    private int verifyBackups() {
        BackupResult result;
        try (ProgressLine line = new ProgressLine(err())) {
            result = BackupVerifier.verify(directory(), all, quiet ? OfflineProgress.NONE : line);
        }
        if (json()) {
            out().println(Json.of(json(result)));
        } else {
            print(result);
        }
        return result.isSound() ? SextantCommand.SOUND : SextantCommand.DAMAGED;
    }

    private int verifyVolume() {
        VerifyResult result = verified();
        if (json()) {
            out().println(Json.of(json(result)));
        } else {
            print(result);
        }
        return result.isSound() ? SextantCommand.SOUND : SextantCommand.DAMAGED;
    }

    private VerifyResult verified() {
        try (ProgressLine line = new ProgressLine(err());
                OfflineVolume volume = OfflineVolume.open(directory())) {
            return volume.verify(quiet ? OfflineProgress.NONE : line);
        }
    }

    // ---- text ------------------------------------------------------------------------------------------------------

    private void print(BackupResult result) {
        for (BackupResult.OneBackup backup : result.backups()) {
            out().printf(
                            Locale.ROOT,
                            "backup %d of %s: %,d files, %,d bytes%n",
                            backup.manifest().number(),
                            backup.manifest().created(),
                            backup.manifest().files().size(),
                            backup.manifest().sizeBytes());
            backup.problems().forEach(problem -> out().println("DAMAGE: " + problem));
            if (backup.content() != null) {
                print(backup.content());
            }
        }
        out().println(result.isSound() ? "all backups are sound" : "there are damaged backups");
    }

    private void print(VerifyResult result) {
        PrintStream out = out();
        for (VerifyResult.SegmentResult segment : result.segments()) {
            out.println(segment.id() + ": " + text(segment));
        }
        VerifyReport comparison = result.comparison();
        if (comparison != null) {
            out.printf(
                    Locale.ROOT,
                    "compared %d segments: %,d pages, %,d versions, %d tables with the catalog, %,d rows%n",
                    comparison.segments(),
                    comparison.pages(),
                    comparison.versions(),
                    comparison.trees(),
                    comparison.rows());
        }
        result.notes().forEach(note -> out.println("note: " + note));
        result.findings().forEach(finding -> out.println("DAMAGE: " + finding.what()));
        if (result.omitted() > 0) {
            out.println("DAMAGE: and " + result.omitted() + " more");
        }
        long damage = result.findings().size() + result.omitted();
        out.println(result.isSound() ? "sound" : damage + " problems");
    }

    private static String text(VerifyResult.SegmentResult segment) {
        SegmentAudit.Result audit = segment.audit();
        if (audit == null) {
            return "could not be read";
        }
        StringBuilder text = new StringBuilder(segment.whole() ? "whole" : "does not count");
        audit.shelves()
                .forEach((shelf, volume) ->
                        text.append(String.format(Locale.ROOT, ", %s %,d", shelf, volume.entries())));
        return text.append(String.format(Locale.ROOT, "; %,d pages, %,d versions", audit.pages(), audit.versions()))
                .toString();
    }

    // ---- JSON ------------------------------------------------------------------------------------------------------

    private Map<String, Object> json(BackupResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", directory().toString());
        json.put("sound", result.isSound());
        json.put("backups", result.backups().stream().map(this::json).toList());
        return json;
    }

    private Map<String, Object> json(BackupResult.OneBackup backup) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", backup.manifest().number());
        json.put("created", backup.manifest().created().toString());
        json.put("point", backup.manifest().point().toString());
        json.put("files", backup.manifest().files().size());
        json.put("bytes", backup.manifest().sizeBytes());
        json.put("problems", backup.problems());
        json.put("content", backup.content() == null ? null : json(backup.content()));
        return json;
    }

    private Map<String, Object> json(VerifyResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", directory().toString());
        json.put("sound", result.isSound());
        json.put("segments", result.segments().stream().map(VerifyCommand::json).toList());
        json.put("comparison", json(result.comparison()));
        json.put("findings", result.findings().stream().map(VerifyCommand::json).toList());
        json.put("omittedFindings", result.omitted());
        json.put("notes", result.notes());
        return json;
    }

    private static Map<String, Object> json(VerifyResult.SegmentResult segment) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("segment", segment.id().index());
        json.put("whole", segment.whole());
        json.put("held", Json.text(segment.held()));
        SegmentAudit.Result audit = segment.audit();
        if (audit != null) {
            Map<String, Object> shelves = new TreeMap<>();
            for (Map.Entry<Shelf, SegmentAudit.Volume> shelf : audit.shelves().entrySet()) {
                Map<String, Object> volume = new LinkedHashMap<>();
                volume.put("entries", shelf.getValue().entries());
                volume.put("bytes", shelf.getValue().bytes());
                shelves.put(shelf.getKey().toString(), volume);
            }
            json.put("shelves", shelves);
            json.put("pages", audit.pages());
            json.put("versions", audit.versions());
        }
        return json;
    }

    private static @Nullable Map<String, Object> json(@Nullable VerifyReport comparison) {
        if (comparison == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("segments", comparison.segments());
        json.put("pages", comparison.pages());
        json.put("versions", comparison.versions());
        json.put("trees", comparison.trees());
        json.put("rows", comparison.rows());
        return json;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("segment", finding.segment() == null ? null : finding.segment().index());
        json.put("page", Json.text(finding.page()));
        json.put("key", finding.key());
        json.put("what", finding.what());
        return json;
    }
}
