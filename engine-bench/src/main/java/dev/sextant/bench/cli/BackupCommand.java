package dev.sextant.bench.cli;

import dev.sextant.api.BackupReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.spi.Json;
import dev.sextant.replication.offline.OfflineVolume;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backup}: opens a volume, settles what a crash may have left undecided, and backs it up. */
@Command(
        name = "backup",
        usageHelpWidth = 110,
        description = {
            "Backs up a volume that no cluster has open. It is opened as a cluster opens it, so that what a crash left undecided"
                    + " is settled first, and closed again. While a program has the volume open, that program makes backups, with"
                    + " Cluster.backup. Every backup but the first copies only what is new.",
            ""
        },
        footer = {"", "Exit code: 0 the backup is complete, 2 it could not be made."})
final class BackupCommand extends VolumeCommand implements Callable<Integer> {
    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "the directory of this volume's backups; absent or empty for the first")
    private @Nullable Path to;

    @Override
    public Integer call() {
        BackupReport report = backup();
        if (json()) {
            out().println(Json.of(json(report)));
        } else {
            out().printf(
                            Locale.ROOT,
                            "backup %d of %s: %,d files, %,d bytes; copied %,d files, %,d bytes; holds %s%n",
                            report.number(),
                            report.source(),
                            report.files(),
                            report.bytes(),
                            report.copiedFiles(),
                            report.copiedBytes(),
                            report.point());
        }
        return SextantCommand.SOUND;
    }

    private BackupReport backup() {
        Path target = filled(to);
        ClusterConfig config = OfflineVolume.config(directory()).writers(1).build();
        try (Cluster cluster = Cluster.open(config)) {
            return cluster.backup(target);
        }
    }

    private static Map<String, Object> json(BackupReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", report.number());
        json.put("created", report.created().toString());
        json.put("point", report.point().toString());
        json.put("segment", report.source().index());
        json.put("files", report.files());
        json.put("bytes", report.bytes());
        json.put("copiedFiles", report.copiedFiles());
        json.put("copiedBytes", report.copiedBytes());
        return json;
    }
}
