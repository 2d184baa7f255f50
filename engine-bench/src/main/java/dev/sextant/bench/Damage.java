package dev.sextant.bench;

import dev.sextant.bench.damage.DamageCommand;

/** Files of closed segments are damaged, and the volume opened again: {@code ./dev damage}. */
public final class Damage {
    private Damage() {}

    /** Runs it; the exit code is 0 only if nothing was lost and no wrong answer was given. */
    public static void main(String[] arguments) {
        System.exit(DamageCommand.run(System.out, System.err, arguments));
    }
}
