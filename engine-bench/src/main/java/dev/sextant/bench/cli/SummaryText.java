package dev.sextant.bench.cli;

import dev.sextant.api.PageId;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.replication.offline.PageSummary;
import dev.sextant.replication.offline.VolumeSummary;
import dev.sextant.storage.segment.PageVersions;
import dev.sextant.storage.segment.StoredState;
import java.io.PrintStream;
import java.util.Locale;

/** Writes summaries for people. */
final class SummaryText {
    private SummaryText() {}

    static void print(VolumeSummary summary, PrintStream out) {
        out.println("volume " + summary.volume() + " in " + summary.directory());
        out.printf(
                Locale.ROOT,
                "format %d, pages of %,d bytes, created %s, highest LSN %d%n",
                summary.format(),
                summary.pageSizeBytes(),
                summary.created(),
                summary.highestLsn().value());
        summary.segments().forEach(segment -> print(summary, segment, out));
        for (VolumeSummary.TableSummary table : summary.tables()) {
            out.printf(
                    Locale.ROOT,
                    "table %s: %,d rows on %,d pages in %d levels, root %s%n",
                    table.name(),
                    table.rows(),
                    table.pages(),
                    table.levels(),
                    table.root());
        }
        summary.problems().forEach(problem -> out.println("NOT READ: " + problem));
    }

    private static void print(VolumeSummary volume, VolumeSummary.SegmentSummary segment, PrintStream out) {
        if (segment.refusal() != null) {
            out.println(segment.id() + ": NOT READ: " + segment.refusal());
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s: %s, disk %d, %s, holds %s, history since %s with %,d moments, %,d pages, %,d commits (%,d without content), %,d bytes%n",
                segment.id(),
                volume.layout().role(segment.id()).name().toLowerCase(Locale.ROOT),
                segment.generation() + 1,
                segment.whole() ? "whole" : "not filled yet",
                segment.held(),
                segment.floor(),
                segment.moments(),
                segment.pages(),
                segment.commits(),
                segment.commitsWithoutContent(),
                segment.sizeBytes());
        segment.shelves()
                .forEach((shelf, size) -> out.printf(
                        Locale.ROOT,
                        "  %-9s about %,d entries, %,d bytes in sorted files, %,d in the log%n",
                        shelf,
                        size.entries(),
                        size.sortedBytes(),
                        size.logBytes()));
        for (int slot = 0; slot < segment.slots().size(); slot++) {
            SlotState state = segment.slots().get(slot);
            if (state.incarnation() > 0) {
                out.println("  slot " + slot + ": incarnation " + state.incarnation() + ", openings " + state.openings()
                        + (state.abstainBelow() > 0 ? ", abstains below " + state.abstainBelow() : ""));
            }
        }
        for (StoredState.InDoubt each : segment.inDoubt()) {
            out.println("  undecided " + each.id() + ": promised " + each.promised() + ", vote " + each.vote()
                    + ", age " + each.age() + ", pages " + each.pages());
        }
    }

    static void print(PageId page, Iterable<PageSummary> summaries, PrintStream out) {
        for (PageSummary summary : summaries) {
            out.println(page + " at " + summary.segment() + ": "
                    + (summary.content() == null ? "cannot be built" : summary.content()) + ", newest known "
                    + summary.newest());
            if (summary.refusal() != null) {
                out.println("  NOT READ: " + summary.refusal());
            }
            for (PageVersions.Version version : summary.versions()) {
                out.println("  " + version.id() + " on " + version.base() + ", "
                        + (version.fate() == null ? "undecided" : version.fate()) + ", delta "
                        + bytes(version.deltaBytes()) + ", image " + bytes(version.imageBytes()));
            }
        }
    }

    private static String bytes(int count) {
        return count < 0 ? "none" : count + " bytes";
    }
}
