package dev.sextant.replication.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A proposal lost a page, or a transaction a row or what it had read. */
@Name("dev.sextant.Conflict")
@Label("Conflict")
@Category("Sextant")
@Description("A proposal lost a page and is tried again, or a transaction lost a row and has ended")
@StackTrace(false)
final class ConflictEvent extends Event {
    @Label("Kind")
    @Description("PAGE, ROW_WRITTEN, ROW_READ or RANGE_READ")
    @Nullable
    String kind;

    @Label("Writer")
    int writer;

    @Label("Table")
    @Description("The table of the row; none if a page was lost")
    @Nullable
    String table;

    @Label("Page")
    @Description(
            "The page that was lost; none if a row was, or if the proposal has several and it is not known which one")
    @Nullable
    String page;

    @Label("Transaction")
    @Description("The transaction that has ended; none if a page was lost")
    @Nullable
    String transaction;

    @Label("Proposal")
    @Description("The proposal that lost the page; none if a row was lost")
    @Nullable
    String proposal;
}
