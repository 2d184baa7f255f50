package dev.sextant.storage.rocks;

import dev.sextant.storage.store.DurableFiles;
import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreIncompleteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a segment: what is in it, and how it comes and goes.
 *
 * <pre>
 *            begin                    complete
 *   vacant ────────▶ half created ◀────────────▶ complete
 *      ▲                  │           abandon
 *      └──────────────────┘ clear
 * </pre>
 *
 * <p>A directory is <b>complete</b> if it has the marker file, which is the last thing that creation writes and the first
 * that destruction takes away. It is <b>half created</b> if instead it has the draft of a marker, which is the first thing
 * that creation writes. Nothing is ever acknowledged from a half created directory, so its contents may be replaced. Each
 * step is durable before the next begins.
 */
final class SegmentDirectory {
    static final String LOCK = "SEXTANT-SEGMENT.lock";
    private static final String MARKER = "SEXTANT-SEGMENT";
    private static final String DRAFT = "SEXTANT-SEGMENT.new";
    private static final String WITNESS = "SEXTANT-SEGMENT.acknowledged";
    private static final String DATABASE = "database";
    private static final String FROZEN = "frozen";
    private static final Set<String> OURS = new TreeSet<>(Set.of(LOCK, MARKER, DRAFT, WITNESS, DATABASE, FROZEN));

    /** What a directory is to us. */
    private enum State {
        ABSENT,
        VACANT,
        HALF_CREATED,
        COMPLETE,
        FOREIGN
    }

    private final Path path;

    SegmentDirectory(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    String place() {
        return path.toString();
    }

    Path database() {
        return path.resolve(DATABASE);
    }

    Path witness() {
        return path.resolve(WITNESS);
    }

    // ---- looking, without touching --------------------------------------------------------------------------------

    /** Throws unless a segment can be created here. */
    void requireCreatable() {
        State state = state();
        if (state == State.COMPLETE) {
            throw ForeignDirectoryException.occupied(place());
        }
        if (state == State.FOREIGN) {
            throw ForeignDirectoryException.notSextant(place(), "it has other files in it, or is a file");
        }
    }

    /** Throws unless the segment of that identity can be opened here. */
    void requireComplete(StoreIdentity wanted) {
        switch (state()) {
            case COMPLETE -> wanted.verifyFound(SegmentMarker.decode(place(), readMarker()), place());
            case HALF_CREATED -> throw new StoreIncompleteException(place());
            case FOREIGN -> throw ForeignDirectoryException.notSextant(place(), "it has no marker file");
            default -> throw ForeignDirectoryException.absent(place());
        }
    }

    /** Whether there is something to destroy; throws if it is not ours. */
    boolean requireOurs() {
        State state = state();
        if (state == State.FOREIGN) {
            throw ForeignDirectoryException.notSextant(place(), "it has no marker file");
        }
        return state != State.ABSENT;
    }

    private State state() {
        if (Files.notExists(path)) {
            return State.ABSENT;
        }
        if (!Files.isDirectory(path)) {
            return State.FOREIGN;
        }
        Set<String> names = names();
        if (names.contains(MARKER)) {
            return State.COMPLETE;
        }
        if (!OURS.containsAll(names)) {
            return State.FOREIGN;
        }
        if (names.contains(DRAFT)) {
            return State.HALF_CREATED;
        }
        // A lock alone: creation had not begun. A database whose marker is gone: somebody else's doing.
        boolean vacant = names.isEmpty() || names.equals(Set.of(LOCK));
        return vacant ? State.VACANT : State.FOREIGN;
    }

    private Set<String> names() {
        try {
            return DurableFiles.names(path);
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place(), "list its files", e);
        }
    }

    private byte[] readMarker() {
        try (InputStream in = Files.newInputStream(path.resolve(MARKER))) {
            return in.readNBytes(SegmentMarker.MAX_BYTES);
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place(), "read its marker", e);
        }
    }

    // ---- changing -------------------------------------------------------------------------------------------------

    /** Makes the directory itself, and those above it, if absent. */
    void make() {
        changing("create its directory", () -> DurableFiles.makeDirectory(path));
    }

    /** From vacant or half created to a clean half created. */
    void begin(StoreIdentity identity) {
        changing("begin its creation", () -> {
            clearContents();
            DurableFiles.writeNew(path.resolve(DRAFT), SegmentMarker.encode(identity));
            DurableFiles.syncDirectory(path);
        });
    }

    /** From half created to complete. */
    void complete() {
        changing("complete its creation", () -> {
            DurableFiles.syncDirectory(path);
            move(DRAFT, MARKER);
        });
    }

    /** Removes whatever is ours, and then the directory; what is left after a crash in between is half created. */
    void destroy() {
        changing("be destroyed", () -> {
            if (Files.exists(path.resolve(MARKER))) {
                move(MARKER, DRAFT);
            }
            clearContents();
            Files.deleteIfExists(path.resolve(LOCK));
            Files.delete(path);
        });
    }

    /** Makes room for a copy of the segment below its directory, half created. */
    Path beginFrozen(StoreIdentity identity) {
        SegmentDirectory frozen = new SegmentDirectory(path.resolve(FROZEN));
        thaw();
        frozen.make();
        frozen.begin(identity);
        return frozen.path();
    }

    /** Removes the copy, if there is one. */
    void thaw() {
        changing("be thawed", () -> deleteTree(path.resolve(FROZEN)));
    }

    private static void deleteTree(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(tree, new Deleter());
        }
    }

    private void move(String from, String to) throws IOException {
        Files.move(
                path.resolve(from),
                path.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.syncDirectory(path);
    }

    /** Back to vacant: the draft goes last, for it says that the rest may go. */
    private void clearContents() throws IOException {
        deleteTree(path.resolve(FROZEN));
        deleteTree(database());
        Files.deleteIfExists(witness());
        DurableFiles.syncDirectory(path);
        Files.deleteIfExists(path.resolve(DRAFT));
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }

    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    private void changing(String action, Change change) {
        try {
            change.run();
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place(), action, e);
        }
    }
}
