package dev.sextant.bench.contender;

import java.nio.file.Path;

/** Opens one kind of contender. Found by {@link java.util.ServiceLoader}, so that peers may be on the class path or not. */
public interface ContenderFactory {
    /** The name to ask for it by; what it opens goes by the same name in tables. */
    String name();

    /**
     * Opens it for a measurement.
     *
     * @param directory an empty directory of its own, on the disk that is measured
     */
    Contender open(Path directory) throws Exception;
}
