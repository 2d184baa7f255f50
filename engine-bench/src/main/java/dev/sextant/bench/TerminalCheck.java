package dev.sextant.bench;

import java.io.Console;

/** Whether a person looks on. */
public final class TerminalCheck {
    private TerminalCheck() {}

    /** Where a console needs no terminal, it is asked whether it has one. */
    @SuppressWarnings("SystemConsoleNull")
    public static boolean isThere() {
        Console console = System.console();
        String kind = System.getenv("TERM");
        return console != null && kind != null && !kind.equals("dumb") && isInteractive(console);
    }

    /** From Java 22 on there may be a console without a terminal, which then says so. */
    private static boolean isInteractive(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
