package dev.sextant.bench;

import dev.sextant.bench.processes.MemberProcess;

/** One process of a cluster under load, as {@code ./dev processes} starts several of. */
public final class Member {
    private Member() {}

    /** Runs until its standard input ends or says so. */
    public static void main(String[] arguments) throws Exception {
        System.exit(MemberProcess.run(System.in, System.out, arguments));
    }
}
