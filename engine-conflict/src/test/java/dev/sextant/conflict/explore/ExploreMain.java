package dev.sextant.conflict.explore;

import java.util.List;

/** Explores every scenario to the end and prints what it found. Exits with 1 at a violation. */
public final class ExploreMain {
    private ExploreMain() {}

    public static void main(String[] args) {
        long states = 0;
        int violations = 0;
        for (Scenario scenario : List.of(
                Scenario.oneProposalTwoSettlers(2),
                Scenario.rivals(1),
                Scenario.replacement(1, 1),
                Scenario.readerAndWriter(1))) {
            Explorer.Result result = new Explorer(scenario, Machinery.PRODUCTION).run(Integer.MAX_VALUE);
            System.out.println(result.story());
            states += result.states();
            violations += result.violation() == null ? 0 : 1;
        }
        System.out.printf("RESULT states=%d violations=%d%n", states, violations);
        System.exit(violations == 0 ? 0 : 1);
    }
}
