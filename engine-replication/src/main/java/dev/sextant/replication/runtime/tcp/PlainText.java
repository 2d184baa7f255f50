package dev.sextant.replication.runtime.tcp;

/**
 * No protection at all: whoever reaches the port can read and forge everything. For one machine, and for networks that are
 * protected otherwise.
 */
public enum PlainText implements Security {
    /** What says that plain text is meant. */
    INSTANCE
}
