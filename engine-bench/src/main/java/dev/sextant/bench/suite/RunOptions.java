package dev.sextant.bench.suite;

import dev.sextant.bench.cli.TemporaryFolder;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.report.ReportFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that keeps a report: where it works, where the report goes, and what is checked out. */
public final class RunOptions {
    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = "on the disk that is measured; default: the system's for temporary files")
    private @Nullable Path directory;

    @Option(names = "--out", paramLabel = "PATH", description = "where the report goes; default: ${DEFAULT-VALUE}")
    private Path reports = Path.of("docs", "benchmarks");

    @Option(names = "--commit", paramLabel = "ID", hidden = true, description = "what is checked out, for the report")
    private String commit = "unknown";

    /** A new folder to work in, below the one that was asked for; gone when it is closed. */
    public TemporaryFolder work() throws IOException {
        return directory == null
                ? TemporaryFolder.create("sextant-bench-")
                : TemporaryFolder.create(Files.createDirectories(directory), "sextant-bench-");
    }

    /** Of a run that works in a folder. */
    public Origin origin(Instant began, String command, List<String> arguments, TemporaryFolder folder)
            throws IOException {
        return Origin.here(began, Origin.command(command, arguments), commit, folder.path());
    }

    /** Writes a report and tells where it is. */
    public void keep(Report report, String kind, PrintStream out) throws IOException {
        out.println();
        for (Path file : ReportFiles.write(report, reports, kind)) {
            out.println("written to " + file);
        }
    }
}
