package dev.sextant.bench.growth;

/**
 * How a store was doing after some time under load.
 *
 * @param seconds since the beginning, in which clients were at work
 * @param perSecond commits a second since the sample before
 * @param p50Millis latency since then
 * @param p999Millis latency since then
 * @param heapBytes of the whole process, in use after a collection
 * @param fileBytes what its files add up to
 * @param writtenBytes keys and values that the six segments have written since the beginning
 */
record Sample(
        double seconds,
        double perSecond,
        double p50Millis,
        double p999Millis,
        long heapBytes,
        long fileBytes,
        long writtenBytes) {}
