package dev.sextant.storage.page;

import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;

/**
 * From one version of a page to the next. Writers and segments all come here, so the same chain of deltas gives the identical
 * image everywhere.
 *
 * <p>Invariants: applying depends on nothing but its arguments; rows the delta does not name keep their bytes and their LSN;
 * for a working page made from {@code base} by {@link PageChanges}, {@code apply(base, diff(base, working), v)} equals
 * {@code working.resolved(v)} byte for byte.
 */
public final class Redo {
    private Redo() {}

    /**
     * The page that a delta makes of its base.
     *
     * @param base the version the delta was made on; {@link Page#EMPTY} if there was none
     * @param version the version made: rows the delta puts get its LSN
     * @throws DeltaCorruptException if the bytes are no delta or not one for this base
     */
    public static Page apply(Page base, byte[] delta, VersionId version) {
        requireVersion(version);
        DeltaReader operations = new DeltaReader(delta);
        if (!operations.next()) {
            return base;
        }
        return switch (operations.operation()) {
            case DeltaLayout.INIT -> init(base, operations).resolved(version);
            case DeltaLayout.FREE -> free(base);
            case DeltaLayout.REWIND ->
                throw new DeltaCorruptException("a rewind is not made of its base, but of an earlier version");
            default -> new RowMerge(base, operations, version).page();
        };
    }

    /** Throws if the bytes are no delta of any base; whether they are one of a certain base only applying them tells. */
    public static void requireReadable(byte[] delta) {
        DeltaReader operations = new DeltaReader(delta);
        while (operations.next()) {
            // Each is checked as it is read, but for what a rewind goes back to.
            if (operations.operation() == DeltaLayout.REWIND) {
                Rewind.target(delta);
            }
        }
    }

    private static Page init(Page base, DeltaReader operation) {
        int length = DeltaLayout.INIT_FROM + operation.restBytes();
        boolean sized = length >= PageLayout.HEADER_BYTES && length <= PageFormat.MAX_PAGE_SIZE_BYTES;
        DeltaReader.require(sized, "a whole page of so many bytes", length);
        byte[] bytes = new byte[length];
        System.arraycopy(operation.delta(), operation.restAt(), bytes, DeltaLayout.INIT_FROM, operation.restBytes());
        String problem = PageStructure.problem(bytes, PageStructure.Stage.WORKING);
        DeltaReader.require(problem == null, problem);
        Page page = new Page(bytes);
        boolean rows = page.kind().hasRows() && base.kind().hasRows();
        boolean fits = rows || (page.kind() == PageKind.OVERFLOW && base.equals(Page.EMPTY));
        DeltaReader.require(fits, "a whole page over one of another kind", base.kind());
        return page;
    }

    private static Page free(Page base) {
        DeltaReader.require(base.kind() == PageKind.OVERFLOW, "only overflow pages are given up", base.kind());
        return Page.FREE;
    }

    /**
     * The shortest delta that makes the working page of its base: the changed rows, or the whole page where that is shorter.
     *
     * @param base any page with rows, or {@link Page#EMPTY} for a page that is new
     * @param working made from base: every row is one of the base, unchanged, or carries SELF
     */
    public static byte[] diff(Page base, Page working) {
        boolean sameShape = base.kind() == working.kind() && base.level() == working.level();
        if (!sameShape || base.count() == 0) {
            return base.equals(working) ? DeltaBuilder.touch() : DeltaBuilder.init(working);
        }
        int wholeBytes = working.sizeBytes() + DeltaBuilder.INIT_OVERHEAD_BYTES;
        byte[] rows = new PageDiff(base, working).deltaUpTo(wholeBytes);
        return rows == null ? DeltaBuilder.init(working) : rows;
    }

    static void requireVersion(VersionId version) {
        Check.argument(!version.isNone() && !RowLsn.isSelf(version.lsn()), "a delta makes a version that has an id");
    }
}
