package dev.sextant.replication.writer;

/**
 * What a writer is to its slot.
 *
 * <pre>
 *   CLAIMING ──4 claims──▶ OPENING ──4 opens──▶ OPEN ──▶ CLOSED
 *      ▲ │                    │                   │
 *      └─┴──── outbid ◀───────┘                   └──a higher claim──▶ FENCED
 * </pre>
 */
public enum WriterState {
    /** It asks three segments for the slot's highest incarnation and claims the next. */
    CLAIMING,
    /** Its claim holds at four segments; it opens the slot above everything the old incarnation may have proposed. */
    OPENING,
    /** It takes commits. */
    OPEN,
    /** Another incarnation claimed the slot: it can commit nothing any more. */
    FENCED,
    /** It was told to stop. */
    CLOSED
}
