package dev.sextant.bench.growth;

/** The heap of this process. */
final class Heap {
    private Heap() {}

    /** Bytes in use after everything that is of no use was collected. */
    static long inUseBytes() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
