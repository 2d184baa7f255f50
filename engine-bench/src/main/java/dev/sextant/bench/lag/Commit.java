package dev.sextant.bench.lag;

/**
 * A commit as its client saw it.
 *
 * @param beginNanos when its transaction began
 * @param endNanos when it was acknowledged
 * @param seq the writer's sequence number that was visible with it; its own, or a later one's where several became visible together
 */
record Commit(long beginNanos, long endNanos, long seq) {}
