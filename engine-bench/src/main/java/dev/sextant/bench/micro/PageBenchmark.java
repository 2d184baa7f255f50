package dev.sextant.bench.micro;

import dev.sextant.api.VersionId;
import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import dev.sextant.storage.page.Redo;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One row of a leaf of 60 rows is replaced: the edit, its redo, and what a segment or a peer makes of that. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageBenchmark {
    private static final int ROWS = 60;
    private static final int ROW = 30;

    private final SamplePages sample = new SamplePages();
    private final Page base = sample.leaf(ROWS);
    private final NewRow row = NewRow.of(SamplePages.key(ROW), sample.value());
    private final Page working = PageChanges.put(base, row);
    private final byte[] delta = Redo.diff(base, working);
    private final VersionId version = SamplePages.version(2);

    /** The row on the page. */
    @Benchmark
    public Page putRow() {
        return PageChanges.put(base, row);
    }

    /** The redo of the change. */
    @Benchmark
    public byte[] encodeRedo() {
        return Redo.diff(base, working);
    }

    /** The new page from the redo. */
    @Benchmark
    public Page applyRedo() {
        return Redo.apply(base, delta, version);
    }
}
