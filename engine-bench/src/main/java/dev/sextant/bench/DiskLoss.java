package dev.sextant.bench;

import dev.sextant.bench.demo.DiskLossCommand;

/** Disks lost under load: {@code ./dev disk-loss}. */
public final class DiskLoss {
    private DiskLoss() {}

    /** Runs it; the exit code is 0 only if nothing was lost and every segment is whole again. */
    public static void main(String[] arguments) {
        System.exit(DiskLossCommand.run(System.out, System.err, arguments));
    }
}
