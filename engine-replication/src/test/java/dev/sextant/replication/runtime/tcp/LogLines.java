package dev.sextant.replication.runtime.tcp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sextant.replication.runtime.Waiting;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Catches what a logger says until it is closed, and keeps it from the console. */
final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final Level levelBefore;
    private final boolean additiveBefore;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private LogLines(Logger logger) {
        this.logger = logger;
        this.levelBefore = logger.getLevel();
        this.additiveBefore = logger.isAdditive();
    }

    static LogLines of(String name) {
        LogLines lines = new LogLines((Logger) LoggerFactory.getLogger(name));
        // Others write while the test reads.
        lines.appender.list = new CopyOnWriteArrayList<>();
        lines.appender.start();
        lines.logger.setLevel(Level.DEBUG);
        lines.logger.setAdditive(false);
        lines.logger.addAppender(lines.appender);
        return lines;
    }

    static LogLines ofTransport() {
        return of("dev.sextant.tcp");
    }

    /** All from a level up, formatted. */
    List<String> from(Level least) {
        return appender.list.stream()
                .filter(each -> each.getLevel().isGreaterOrEqual(least))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Warnings and errors. */
    List<String> warnings() {
        return from(Level.WARN);
    }

    List<String> warnings(String part) {
        return warnings().stream().filter(each -> each.contains(part)).toList();
    }

    /** Waits for a warning with all of these in it, and returns it. */
    String awaitWarning(String... parts) {
        Waiting.until(
                () -> "a warning has all of " + List.of(parts) + " among " + warnings(),
                () -> warnings().stream().anyMatch(each -> hasAll(each, parts)));
        return warnings().stream()
                .filter(each -> hasAll(each, parts))
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasAll(String line, String... parts) {
        return List.of(parts).stream().allMatch(line::contains);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(levelBefore);
        logger.setAdditive(additiveBefore);
    }
}
