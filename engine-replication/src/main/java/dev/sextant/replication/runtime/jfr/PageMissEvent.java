package dev.sextant.replication.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A transaction has waited for a page that its writer or replica did not have in memory. Ends on that one's thread. */
@Name("dev.sextant.PageMiss")
@Label("Page Miss")
@Category("Sextant")
@Description("A transaction waited for a page that its writer or replica did not have in memory")
@Threshold("10 ms")
@StackTrace(false)
final class PageMissEvent extends Event {
    @Label("Writer")
    @Description("The slot of the writer that needed it; -1 if a read replica did")
    int writer;

    @Label("Replica")
    @Description("The read replica that needed it; -1 if a writer did")
    int replica;

    @Label("Page")
    @Nullable
    String page;

    @Label("Segment")
    @Description("The segment that served it; -1 if it came into memory meanwhile, or did not come")
    int segment;
}
