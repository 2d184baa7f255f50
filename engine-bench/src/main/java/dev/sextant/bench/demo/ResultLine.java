package dev.sextant.bench.demo;

import dev.sextant.api.ClusterStatus;
import java.util.Locale;

/** The last line: everything that counts, for programs to read. */
final class ResultLine {
    private ResultLine() {}

    /** Of a check alone. */
    static String of(Checks.Report report) {
        return String.format(
                Locale.ROOT,
                "RESULT rows=%d commits=%d lost=%d phantom=%d verified=%b",
                report.rows(),
                report.commits(),
                report.lost(),
                report.phantom(),
                report.verified());
    }

    /** Of a whole run; counters are those of the cluster at the end of its work. */
    static String of(Checks.Report report, ClusterStatus status, Gaps gaps) {
        return String.format(
                Locale.ROOT,
                "RESULT rows=%d commits=%d conflicts_page=%d conflicts_row=%d rebases=%d lost=%d phantom=%d"
                        + " max_gap_writer_kill_ms=%s max_gap_az_loss_ms=%s verified=%b",
                report.rows(),
                report.commits(),
                status.total(ClusterStatus.Counters::pageConflicts),
                status.total(ClusterStatus.Counters::rowConflicts),
                status.total(ClusterStatus.Counters::rebases),
                report.lost(),
                report.phantom(),
                gaps.writerKill().map(Gaps::millis).orElse("none"),
                gaps.zoneLoss().map(Gaps::millis).orElse("none"),
                report.verified());
    }
}
