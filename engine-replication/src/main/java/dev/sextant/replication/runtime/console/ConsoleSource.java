package dev.sextant.replication.runtime.console;

/** Where the console has what it shows from. */
@FunctionalInterface
public interface ConsoleSource {
    /** How things are now. Asked for twice a second, always by the same thread; must not wait. */
    ConsoleView view();
}
