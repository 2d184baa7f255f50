package dev.sextant.replication.runtime;

import dev.sextant.api.WriterId;
import dev.sextant.replication.client.ClientProbe;
import dev.sextant.replication.runtime.jfr.FlightRecorderProbe;
import dev.sextant.replication.writer.WriterEvent;
import java.util.function.BiConsumer;

/**
 * Who records what happens for whoever profiles.
 *
 * @param clients hears of clients' calls
 * @param writers hears of what happens at writers
 */
record Recorder(ClientProbe clients, BiConsumer<WriterId, WriterEvent> writers) {
    /** Nobody. */
    static final Recorder NONE = new Recorder(ClientProbe.NONE, (writer, event) -> {});

    private static final String FLIGHT_RECORDER_MODULE = "jdk.jfr";

    /** Flight Recorder, or nobody where this Java does not have it. */
    static Recorder ofThisJava() {
        if (ModuleLayer.boot().findModule(FLIGHT_RECORDER_MODULE).isEmpty()) {
            return NONE;
        }
        FlightRecorderProbe probe = new FlightRecorderProbe();
        return new Recorder(probe, probe::writer);
    }
}
