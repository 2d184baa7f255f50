package dev.sextant.api;

import java.util.List;

/**
 * What {@link Cluster#verify()} found.
 *
 * @param pages the pages compared
 * @param versions the page versions compared, over all pages
 * @param trees the tables whose trees were checked, the catalog included
 * @param rows the rows in them
 * @param segments the whole segments compared with one another
 * @param problems one sentence for each thing that is not as it must be; empty if all is well
 */
public record VerifyReport(long pages, long versions, int trees, long rows, int segments, List<String> problems) {
    public VerifyReport {
        problems = List.copyOf(problems);
    }

    /** Whether no problem was found. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
