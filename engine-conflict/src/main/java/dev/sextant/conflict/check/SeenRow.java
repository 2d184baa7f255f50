package dev.sextant.conflict.check;

import dev.sextant.api.Lsn;

/** A row that a scan came across, in the version it had. */
public record SeenRow(byte[] key, Lsn lsn) {}
