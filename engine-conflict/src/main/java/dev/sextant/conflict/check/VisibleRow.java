package dev.sextant.conflict.check;

/** A row as a transaction sees it. */
public record VisibleRow(byte[] key, byte[] value) {}
