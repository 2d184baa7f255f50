package dev.sextant.bench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** What the commands on a volume have in common. */
abstract class VolumeCommand extends ReportingCommand {
    @Parameters(index = "0", paramLabel = "DIR", description = "the directory of a volume that no cluster has open")
    private @Nullable Path directory;

    final Path directory() {
        return filled(directory);
    }
}
