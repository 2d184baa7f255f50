package dev.sextant.replication.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A writer has given a proposal its fate whose owner did not answer. */
@Name("dev.sextant.Settle")
@Label("Settle")
@Category("Sextant")
@Description("A proposal whose owner did not answer was given its fate")
@StackTrace(false)
final class SettleEvent extends Event {
    @Label("Writer")
    @Description("The writer that settled it")
    int writer;

    @Label("Proposal")
    @Nullable
    String proposal;

    @Label("Fate")
    @Description("COMMITTED or ABORTED")
    @Nullable
    String fate;

    @Label("Took")
    @Description("Since the writer took it up")
    @Timespan(Timespan.NANOSECONDS)
    long took;
}
