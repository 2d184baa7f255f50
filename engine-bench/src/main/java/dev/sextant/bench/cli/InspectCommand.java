package dev.sextant.bench.cli;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Json;
import dev.sextant.replication.offline.OfflineVolume;
import dev.sextant.replication.offline.PageSummary;
import dev.sextant.replication.offline.VolumeSummary;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inspect}: what is in a volume, or the versions of one page of it. */
@Command(
        name = "inspect",
        usageHelpWidth = 110,
        description = {
            "Tells what is in a volume: format, identity, what each segment holds and what that takes, slots, undecided"
                    + " proposals, tables. With --page, the versions of a page instead.",
            ""
        },
        footer = {"", "Exit code: 0 told, 1 something could not be read, 2 the volume cannot be opened."})
final class InspectCommand extends VolumeCommand implements Callable<Integer> {
    private static final int HEXADECIMAL = 16;
    private static final String PAGE_PREFIX = "page-";

    @Option(names = "--page", paramLabel = "P", description = "the page, in hexadecimal digits as messages name it")
    private @Nullable String page;

    @Option(names = "--segment", paramLabel = "S", description = "with --page: only this segment, 0 to 5")
    private @Nullable Integer segment;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PageId chosen = page == null ? null : parsed(page);
        SegmentId only = segment == null ? null : parsed(segment);
        if (chosen == null && only != null) {
            throw refused("--segment goes with --page");
        }
        try (OfflineVolume volume = OfflineVolume.open(directory())) {
            return chosen == null ? tell(volume.inspect()) : tell(chosen, volume.inspect(chosen, only));
        }
    }

    private int tell(VolumeSummary summary) {
        if (json()) {
            out().println(Json.of(SummaryJson.of(summary)));
        } else {
            SummaryText.print(summary, out());
        }
        boolean all =
                summary.problems().isEmpty() && summary.segments().stream().allMatch(each -> each.refusal() == null);
        return all ? SextantCommand.SOUND : SextantCommand.DAMAGED;
    }

    private int tell(PageId chosen, List<PageSummary> summaries) {
        if (json()) {
            out().println(Json.of(SummaryJson.of(chosen, summaries)));
        } else {
            SummaryText.print(chosen, summaries, out());
        }
        boolean all = summaries.stream().allMatch(each -> each.refusal() == null);
        return all ? SextantCommand.SOUND : SextantCommand.DAMAGED;
    }

    private PageId parsed(String text) {
        String digits =
                text.toLowerCase(Locale.ROOT).startsWith(PAGE_PREFIX) ? text.substring(PAGE_PREFIX.length()) : text;
        try {
            return new PageId(Long.parseUnsignedLong(digits, HEXADECIMAL));
        } catch (NumberFormatException e) {
            throw refused(
                    "--page must be hexadecimal digits, with or without " + PAGE_PREFIX + " before them, not " + text);
        }
    }

    private SegmentId parsed(int index) {
        if (index < 0 || index >= SegmentId.COUNT) {
            throw refused("--segment must be 0 to " + (SegmentId.COUNT - 1) + ", not " + index);
        }
        return new SegmentId(index);
    }

    private ParameterException refused(String why) {
        if (spec == null) {
            throw new IllegalStateException("the command line fills in its description");
        }
        return new ParameterException(spec.commandLine(), why);
    }
}
