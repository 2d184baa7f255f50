package dev.sextant.replication.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A commit, from when it was handed to its writer until its result was there. Ends on the writer's thread. */
@Name("dev.sextant.Commit")
@Label("Commit")
@Category("Sextant")
@Description("A transaction's commit, from its writer's queue to its result")
@Threshold("10 ms")
@StackTrace(false)
final class CommitEvent extends Event {
    @Label("Transaction")
    @Nullable
    String transaction;

    @Label("Writer")
    int writer;

    @Label("Result")
    @Description("COMMITTED, CONFLICTED, INDETERMINATE, or FAILED if an exception was thrown")
    @Nullable
    String result;

    @Label("Attempts")
    @Description("How many proposals it took; 0 if not known, or not committed")
    int attempts;

    @Label("Rows")
    @Description("How many rows the transaction writes")
    int rows;

    @Label("Pages")
    @Description("How many pages the proposal changes in which it committed, maybe with others; 0 if not known")
    int pages;
}
