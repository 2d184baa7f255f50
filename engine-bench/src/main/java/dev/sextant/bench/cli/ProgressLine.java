package dev.sextant.bench.cli;

import dev.sextant.bench.TerminalCheck;
import dev.sextant.replication.offline.OfflineProgress;
import java.io.PrintStream;
import java.util.Locale;

/** Shows how far something long has come: on a terminal a bar in one line, else a line for each step. */
final class ProgressLine implements OfflineProgress, AutoCloseable {
    private static final String CLEAR_LINE = "\r\033[2K";
    private static final int BAR_CELLS = 30;
    private static final int PERCENT = 100;

    private final PrintStream to;
    private final boolean terminal;
    private String step = "";
    private long shownPercent = -1;
    private boolean onTheLine;

    /** On a terminal if it is the process's own error output and there is one. */
    ProgressLine(PrintStream to) {
        this(to, to == System.err && TerminalCheck.isThere());
    }

    ProgressLine(PrintStream to, boolean terminal) {
        this.to = to;
        this.terminal = terminal;
    }

    @Override
    public void at(String now, long done, long total) {
        boolean begins = !now.equals(step);
        long percent = total <= 0 ? 0 : Math.min(PERCENT, done * PERCENT / total);
        if (terminal) {
            if (begins || percent != shownPercent) {
                to.print(CLEAR_LINE + bar(percent, total > 0) + now);
                to.flush();
                onTheLine = true;
            }
        } else if (begins) {
            to.println(now);
        }
        step = now;
        shownPercent = percent;
    }

    private static String bar(long percent, boolean known) {
        if (!known) {
            return "";
        }
        int full = (int) (percent * BAR_CELLS / PERCENT);
        return String.format(Locale.ROOT, "[%s%s] %3d %% ", "#".repeat(full), ".".repeat(BAR_CELLS - full), percent);
    }

    /** Takes the bar away. Closing twice does nothing. */
    @Override
    public void close() {
        if (onTheLine) {
            onTheLine = false;
            to.print(CLEAR_LINE);
            to.flush();
        }
    }
}
