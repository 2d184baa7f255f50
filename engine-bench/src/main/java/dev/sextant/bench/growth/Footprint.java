package dev.sextant.bench.growth;

/**
 * What a store takes.
 *
 * @param heapBytes what a collection of the heap finds less once it is closed
 * @param fileBytes what its files add up to, before it is closed
 */
record Footprint(long heapBytes, long fileBytes) {}
