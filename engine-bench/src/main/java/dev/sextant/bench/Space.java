package dev.sextant.bench;

import dev.sextant.bench.space.SpaceCommand;

/** What a volume takes while its rows are updated again and again: {@code ./dev space}. */
public final class Space {
    private Space() {}

    /** Runs it; the exit code is 0 only if the files stayed within their bound. */
    public static void main(String[] arguments) {
        System.exit(SpaceCommand.run(System.out, System.err, arguments));
    }
}
