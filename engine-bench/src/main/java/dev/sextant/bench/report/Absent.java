package dev.sextant.bench.report;

/**
 * Who was to take part and did not.
 *
 * @param name as in tables
 * @param why in a sentence
 */
public record Absent(String name, String why) {}
