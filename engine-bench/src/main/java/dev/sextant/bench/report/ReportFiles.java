package dev.sextant.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Keeps reports as files that are named by the time they were taken. */
public final class ReportFiles {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ReportFiles() {}

    /**
     * Writes a report as JSON and as a page.
     *
     * @param folder is made if it is not there
     * @param kind the end of their names
     * @return the two files
     */
    public static List<Path> write(Report report, Path folder, String kind) throws IOException {
        Files.createDirectories(folder);
        String name = NAME.format(report.origin().taken()) + "-" + kind;
        Path json = folder.resolve(name + ".json");
        Path page = folder.resolve(name + ".html");
        Files.writeString(json, ReportJson.text(report));
        Files.writeString(page, ReportPage.text(report));
        return List.of(json, page);
    }
}
