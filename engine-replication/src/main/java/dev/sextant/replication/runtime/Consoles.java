package dev.sextant.replication.runtime;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.HostAddress;
import dev.sextant.replication.runtime.console.Console;
import dev.sextant.replication.runtime.console.ConsoleSource;
import dev.sextant.replication.runtime.console.Timeline;
import org.jspecify.annotations.Nullable;

/** Serves the console where the configuration asks for one. Where it does not, nothing of the web server is loaded. */
final class Consoles {
    private Consoles() {}

    /** Null if none is asked for. */
    static @Nullable Console serve(ClusterConfig config, ConsoleSource source, Timeline timeline) {
        HostAddress address = config.console().orElse(null);
        return address == null ? null : Console.serve(address, config.isConsoleOpen(), source, timeline);
    }

    static void close(@Nullable Console console) {
        if (console != null) {
            console.close();
        }
    }
}
