package dev.sextant.conflict.version;

import dev.sextant.api.WriterId;

/** The incarnation of a writer that has handed a transaction over, so that another one commits it. */
public record Delegator(WriterId writer, long incarnation) {}
