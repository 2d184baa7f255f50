package dev.sextant.api.spi;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.EngineMissingException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the one engine on the class path. */
public final class EngineLoader {
    private EngineLoader() {}

    /**
     * The engine that a class loader sees (null: the system's), or else the one beside this class, where an application
     * server gives threads a loader that sees neither.
     *
     * @throws EngineMissingException if there is none
     * @throws ConfigurationException if there are several
     */
    public static EngineProvider find(@Nullable ClassLoader loader) {
        List<EngineProvider> engines = load(loader);
        if (engines.isEmpty()) {
            engines = load(EngineLoader.class.getClassLoader());
        }
        if (engines.isEmpty()) {
            throw new EngineMissingException();
        }
        if (engines.size() > 1) {
            List<String> names =
                    engines.stream().map(engine -> engine.getClass().getName()).toList();
            throw new ConfigurationException(
                    "class path", "has several Sextant engines, where one is needed: " + names);
        }
        return engines.get(0);
    }

    private static List<EngineProvider> load(@Nullable ClassLoader loader) {
        List<EngineProvider> engines = new ArrayList<>();
        ServiceLoader.load(EngineProvider.class, loader).forEach(engines::add);
        return engines;
    }
}
