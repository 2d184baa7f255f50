package dev.sextant.bench.micro;

import dev.sextant.storage.page.Row;
import dev.sextant.storage.tree.PageEdit;
import dev.sextant.storage.tree.Tree;
import dev.sextant.storage.tree.TreeEditor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A tree of 100,000 rows whose pages are all in a hash map. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TreeBenchmark {
    private static final int ROWS = 100_000;

    private final SamplePages sample = new SamplePages();
    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] value = sample.value();

    /** Grows the tree. */
    @Setup
    public void grow() {
        sample.grow(ROWS);
    }

    /** Finds a row. */
    @Benchmark
    public @Nullable Row lookup() {
        return Tree.get(sample::page, SamplePages.ROOT, SamplePages.key(random.nextInt(ROWS)));
    }

    /** Replaces a row, as one transaction in a group of its own does: descent, edit and redo. */
    @Benchmark
    public List<PageEdit> replace() {
        TreeEditor editor = sample.editor();
        editor.put(SamplePages.ROOT, SamplePages.key(random.nextInt(ROWS)), value);
        return editor.edits(editor.written());
    }
}
