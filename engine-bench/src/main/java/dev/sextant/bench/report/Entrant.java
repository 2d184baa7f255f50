package dev.sextant.bench.report;

/**
 * Who took part.
 *
 * @param name as in tables
 * @param version as its makers count
 * @param durability what it syncs, and which isolation it has
 */
public record Entrant(String name, String version, String durability) {}
