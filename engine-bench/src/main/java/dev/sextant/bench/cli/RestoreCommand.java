package dev.sextant.bench.cli;

import dev.sextant.api.spi.Json;
import dev.sextant.replication.offline.BackupRestorer;
import dev.sextant.replication.offline.OfflineProgress;
import dev.sextant.replication.offline.RestoreRequest;
import dev.sextant.replication.offline.RestoreResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: makes a new volume of a backup. */
@Command(
        name = "restore",
        usageHelpWidth = 110,
        description = {
            "Makes a new volume of a backup: of the newest as it ends, or of another one, or as of a time. Every file and every"
                    + " record of the backup is checked first, and none is changed. A restore that fails leaves nothing. One that"
                    + " was killed leaves a directory that cannot be opened, and that running it again begins anew.",
            ""
        },
        footer = {"", "Exit code: 0 the volume is there, 2 it could not be restored."})
final class RestoreCommand extends ReportingCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BACKUPS", description = "the directory of a volume's backups")
    private @Nullable Path backups;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "where the volume is made; absent or empty")
    private @Nullable Path to;

    @Option(
            names = "--backup",
            paramLabel = "N",
            description =
                    "the number of the backup; unless given, the newest, or with --at the first that has that moment")
    private @Nullable Integer backup;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "restore the last moment, journaled about every second, that is not after this time, such as"
                    + " 2026-01-31T12:00:00Z; unless given, all that the backup holds")
    private @Nullable Instant at;

    @Option(names = "--quiet", description = "show no progress")
    private boolean quiet;

    @Override
    public Integer call() {
        RestoreResult result = restored();
        if (json()) {
            out().println(Json.of(json(result)));
        } else {
            out().printf(
                            Locale.ROOT,
                            "restored backup %d of %s%s into %s: volume %s, %,d pages, %,d bytes in each segment%n",
                            result.backup(),
                            result.backupCreated(),
                            result.moment() == null ? "" : ", as of " + result.moment() + ",",
                            to,
                            result.volume(),
                            result.pages(),
                            result.bytes());
            out().printf("the state was %s, and is %s in the new volume%n", result.point(), result.begin());
        }
        return SextantCommand.SOUND;
    }

    private RestoreResult restored() {
        try (ProgressLine line = new ProgressLine(err())) {
            return BackupRestorer.restore(filled(backups), filled(to), request(), quiet ? OfflineProgress.NONE : line);
        }
    }

    private RestoreRequest request() {
        RestoreRequest request = at == null ? RestoreRequest.NEWEST : RestoreRequest.NEWEST.asOf(at);
        return backup == null ? request : request.fromBackup(backup);
    }

    private Map<String, Object> json(RestoreResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", filled(to).toString());
        json.put("backup", result.backup());
        json.put("backupCreated", result.backupCreated().toString());
        json.put("moment", Json.text(result.moment()));
        json.put("point", result.point().toString());
        json.put("volume", result.volume().toString());
        json.put("begin", result.begin().toString());
        json.put("pages", result.pages());
        json.put("bytes", result.bytes());
        return json;
    }
}
