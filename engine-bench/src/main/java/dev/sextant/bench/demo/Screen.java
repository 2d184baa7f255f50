package dev.sextant.bench.demo;

import dev.sextant.bench.TerminalCheck;
import java.io.PrintStream;
import java.util.List;

/**
 * Where the live view is drawn: in place on a terminal, else line after line.
 *
 * <p><b>Thread safety:</b> any thread at any time.
 */
abstract class Screen {
    private static final String UP_A_LINE = "\033[1A";
    private static final String CLEAR_LINE = "\033[2K\r";

    /** How long a picture stays. */
    abstract long refreshNanos();

    /** Shows a picture in place of the last one, or its summary where that cannot be done. */
    abstract void show(List<String> picture, String summary);

    /** Prints a line that stays. */
    abstract void say(String line);

    /** The screen behind a stream: a terminal only if it is the process's own and one is there. */
    static Screen of(PrintStream out) {
        return out == System.out && TerminalCheck.isThere() ? new Terminal(out) : new Lines(out);
    }

    /** Draws over its last picture. */
    private static final class Terminal extends Screen {
        private final PrintStream out;
        private int lines;

        Terminal(PrintStream out) {
            this.out = out;
        }

        @Override
        long refreshNanos() {
            return 250_000_000;
        }

        @Override
        synchronized void show(List<String> picture, String summary) {
            StringBuilder text = new StringBuilder((UP_A_LINE + CLEAR_LINE).repeat(lines));
            picture.forEach(line -> text.append(line).append('\n'));
            lines = picture.size();
            out.print(text);
            out.flush();
        }

        @Override
        synchronized void say(String line) {
            out.print((UP_A_LINE + CLEAR_LINE).repeat(lines) + line + "\n");
            out.flush();
            lines = 0;
        }
    }

    /** One line every now and then. */
    private static final class Lines extends Screen {
        private final PrintStream out;

        Lines(PrintStream out) {
            this.out = out;
        }

        @Override
        long refreshNanos() {
            return 2_000_000_000;
        }

        @Override
        synchronized void show(List<String> picture, String summary) {
            out.println(summary);
        }

        @Override
        synchronized void say(String line) {
            out.println(line);
        }
    }
}
