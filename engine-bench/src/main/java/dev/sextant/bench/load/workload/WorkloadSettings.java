package dev.sextant.bench.load.workload;

/**
 * How large the data of a workload is, and what is shared.
 *
 * @param rows how many rows are loaded
 * @param valueBytes how large the value of each is
 * @param groups how many groups of clients have rows of their own: as many as the contender has writers
 * @param sharedPercent how many of 100 transactions are about rows that all groups share
 * @param sharedPages how many pages' worth of rows that is
 */
public record WorkloadSettings(int rows, int valueBytes, int groups, int sharedPercent, int sharedPages) {
    /** 10,000 rows of 100 bytes, one group, 1,000 shared pages. */
    public static final WorkloadSettings DEFAULT = new WorkloadSettings(10_000, 100, 1, 0, 1_000);

    public WorkloadSettings {
        require(rows >= 1 && rows <= 100_000_000, "rows", rows);
        require(valueBytes >= Long.BYTES && valueBytes <= 1 << 20, "bytes of a value", valueBytes);
        require(groups >= 1, "groups", groups);
        require(sharedPercent >= 0 && sharedPercent <= 100, "percent that is shared", sharedPercent);
        require(sharedPages >= 1 && sharedPages <= 100_000, "shared pages", sharedPages);
    }

    private static void require(boolean condition, String what, int value) {
        if (!condition) {
            throw new IllegalArgumentException("no workload has " + value + " as its number of " + what);
        }
    }

    /** As these with another number of rows. */
    public WorkloadSettings withRows(int count) {
        return new WorkloadSettings(count, valueBytes, groups, sharedPercent, sharedPages);
    }

    /** As these with values of another size. */
    public WorkloadSettings withValueBytes(int count) {
        return new WorkloadSettings(rows, count, groups, sharedPercent, sharedPages);
    }

    /** As these for a contender with so many writers. */
    public WorkloadSettings withGroups(int count) {
        return new WorkloadSettings(rows, valueBytes, count, sharedPercent, sharedPages);
    }

    /** As these with other pages shared. */
    public WorkloadSettings withShared(int percent, int pages) {
        return new WorkloadSettings(rows, valueBytes, groups, percent, pages);
    }
}
