package dev.sextant.replication.runtime.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last things that happened, in order. Numbers rise from one to the next, and from one process to the one that is started in its
 * place as long as the clock does not go back.
 *
 * <p>Thread safety: any thread.
 */
public final class Timeline {
    /** So many numbers a millisecond: no process has as many events. */
    private static final int NUMBERS_A_MILLI = 1_000;

    /** Guarded by this, as is what follows; the newest is the last. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private long lastNumber;
    private @Nullable Timeline next;

    /** How much an entry matters. */
    public enum Severity {
        /** Worth knowing. */
        INFO,
        /** May come to need a person. */
        WARNING,
        /** Needs a person. */
        ERROR
    }

    /**
     * Something that happened.
     *
     * @param number rises
     * @param epochMillis when it was heard of
     * @param text whole sentences, cut where they are too long
     */
    public record Entry(long number, long epochMillis, Severity severity, String text) {}

    /** Nothing has happened yet. */
    public Timeline(long epochMillis) {
        lastNumber = epochMillis * NUMBERS_A_MILLI;
    }

    /** Has another one have everything that is added from now on. */
    public synchronized void forwardTo(Timeline other) {
        next = other;
    }

    /** Something has happened. */
    public synchronized void add(long epochMillis, Severity severity, String text) {
        String kept = text.length() > ConsoleLimits.EVENT_CHARS ? text.substring(0, ConsoleLimits.EVENT_CHARS) : text;
        lastNumber++;
        entries.addLast(new Entry(lastNumber, epochMillis, severity, kept));
        if (entries.size() > ConsoleLimits.EVENTS) {
            entries.removeFirst();
        }
        if (next != null) {
            next.add(epochMillis, severity, kept);
        }
    }

    /** What is kept and has a higher number, oldest first; the newest of it if that is more than so many. */
    public synchronized List<Entry> after(long number, int most) {
        List<Entry> found = new ArrayList<>();
        Iterator<Entry> newest = entries.descendingIterator();
        while (newest.hasNext() && found.size() < most) {
            Entry entry = newest.next();
            if (entry.number() <= number) {
                break;
            }
            found.add(entry);
        }
        Collections.reverse(found);
        return found;
    }

    /** All that is kept and has a higher number, oldest first. */
    public List<Entry> after(long number) {
        return after(number, ConsoleLimits.EVENTS);
    }
}
