package dev.sextant.api;

/** A row of a table as a scan returns it. */
public record Row<K, V>(K key, V value) {}
