package dev.sextant.replication.wire;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.storage.page.PageFormat;

/**
 * How much of everything a frame may hold. They bound what a broken node can make its receivers do. All are above what a sound one
 * sends, so that it is never refused for being busy; only the bytes of an envelope depend on how high {@code api.config.Limits} are.
 */
public final class WireLimits {
    /**
     * The longest envelope. A backtrack of a million pages, the most by default, takes some 70 MB; one of four million pages is
     * too much, and so are proposals that come to as much together.
     */
    public static final int MAX_ENVELOPE_BYTES = 256 << 20;

    /** The longest hello; it is read before anything is known of the sender. */
    public static final int MAX_HELLO_BYTES = 16 << 10;

    /** How many parts (messages, ids, versions, ...) a frame may be made of, however short they are. */
    static final int MAX_PARTS_ANYWAY = 1 << 12;

    /** How long the parts of a frame that has more of them are at least, on the average. What nodes send much of is longer. */
    static final int MIN_PART_BYTES = 4;

    /** Of one envelope: what one round of a node says to another. */
    static final int MAX_MESSAGES = 1 << 20;

    /** Of one proposal, or one answer: a backtrack, at most {@code limits.backtrackPages}, writes the most. */
    static final int MAX_PAGES = 1 << 24;

    /** Proposals, ids or contents of them, in one list. */
    static final int MAX_PROPOSALS = 1 << 20;

    /** Of one proposal. */
    static final int MAX_TRANSACTIONS = 1 << 17;

    /** Of one slot: one for each time that a writer was started. */
    static final int MAX_OPENINGS = 1 << 20;

    /** That one segment tells another. */
    static final int MAX_MOMENTS = 1 << 20;

    /** Chunks of fates that one segment tells another at once. */
    static final int MAX_CHUNKS = 1 << 16;

    /** Points that a writer's transactions read at. */
    static final int MAX_POINTS = 1 << 16;

    /** The longest delta or image: either carries a page whole, and a little more. */
    static final int MAX_PAGE_BYTES = 2 * PageFormat.MAX_PAGE_SIZE_BYTES;

    /** Two bits a proposal. */
    static final int MAX_FATE_WORDS = Fates.SEQS_PER_CHUNK / (Long.SIZE / 2);

    /** The chunk that the highest seq is in. */
    static final long MAX_CHUNK = Fates.chunkOf(Long.MAX_VALUE);

    /** Seqs of a slot that a read point misses. */
    static final int MAX_MISSING = ReadPoint.MAX_MISSING;

    /** Segments, writer slots and a repair: all that can live in a process. */
    static final int MAX_HOSTS = SegmentId.COUNT + WriterId.MAX_COUNT + 1;

    /** Rows that one transaction writes, looks up or walks over. */
    static final int MAX_ROWS = 1 << 20;

    /** Of one row. */
    static final int MAX_KEY_BYTES = 1 << 16;

    /** Of one row: {@code limits.valueBytes} is far below. */
    static final int MAX_VALUE_BYTES = 64 << 20;

    /** Of one status: events that a process tells another. */
    static final int MAX_EVENTS = 64;

    /** Of one writer's status: proposals in doubt that it lists. */
    static final int MAX_DOUBTS = 64;

    /** Of an event's text, or of why a segment is away. */
    static final int MAX_SENTENCES_CHARS = 1_000;

    /** Of a name or an address. */
    static final int MAX_TEXT_CHARS = 255;

    private WireLimits() {}
}
