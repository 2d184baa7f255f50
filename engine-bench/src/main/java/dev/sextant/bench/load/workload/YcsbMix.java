package dev.sextant.bench.load.workload;

/** The core mixes of YCSB, in percent of the operations. What is not named is a read. */
enum YcsbMix {
    /** Half reads, half updates. */
    A(50, 0, 0, 0, false),
    /** Mostly reads. */
    B(5, 0, 0, 0, false),
    /** Reads alone. */
    C(0, 0, 0, 0, false),
    /** Reads of what was inserted last. */
    D(0, 5, 0, 0, true),
    /** Short scans. */
    E(0, 5, 95, 0, false),
    /** Half reads, half updates of what was read in the same transaction. */
    F(0, 0, 0, 50, false);

    final int updates;
    final int inserts;
    final int scans;
    final int readsAndWrites;
    final boolean latest;

    YcsbMix(int updates, int inserts, int scans, int readsAndWrites, boolean latest) {
        this.updates = updates;
        this.inserts = inserts;
        this.scans = scans;
        this.readsAndWrites = readsAndWrites;
        this.latest = latest;
    }

    @Override
    public String toString() {
        return (100 - updates - inserts - scans - readsAndWrites) + " % reads, " + updates + " % updates, " + inserts
                + " % inserts, " + scans + " % scans, " + readsAndWrites + " % reads with a write of the same row";
    }
}
