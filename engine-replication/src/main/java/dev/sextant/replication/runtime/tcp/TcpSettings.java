package dev.sextant.replication.runtime.tcp;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * How a process connects to its peers. Immutable, but for its source of randomness.
 *
 * @param name this process's name, by which its peers know it; no other process has it
 * @param listenHost the address to listen on; {@code 0.0.0.0} for all
 * @param listenPort the port to listen on; 0 for one that is free
 * @param security TLS, or plain text on purpose
 * @param times how long things may take
 * @param flow how much may be under way to a peer
 * @param admission how much those may take who have not shown yet who they are
 * @param threads the number of event loops
 * @param random where the jitter of pauses comes from; used by one thread at a time
 */
public record TcpSettings(
        String name,
        String listenHost,
        int listenPort,
        Security security,
        TcpTimes times,
        FlowLimits flow,
        AdmissionLimits admission,
        int threads,
        RandomGenerator random) {
    /** The number of event loops unless told otherwise. */
    public static final int THREADS_DEFAULT = 2;

    private static final int PORT_MOST = 65_535;
    private static final int THREADS_MOST = 64;

    /** Checks what its parts do not check themselves. */
    public TcpSettings {
        ProcessName.require("tcp.name", name);
        Require.that(!listenHost.isBlank(), "tcp.listenHost", "is empty; use 0.0.0.0 for all addresses");
        Require.within("tcp.listenPort", listenPort, 0, PORT_MOST);
        Require.within("tcp.threads", threads, 1, THREADS_MOST);
    }

    /** With every limit at its default. */
    public static TcpSettings of(String name, String listenHost, int listenPort, Security security) {
        return new TcpSettings(
                name,
                listenHost,
                listenPort,
                security,
                TcpTimes.DEFAULT,
                FlowLimits.DEFAULT,
                AdmissionLimits.DEFAULT,
                THREADS_DEFAULT,
                new SecureRandom());
    }

    /** With others. */
    public TcpSettings with(TcpTimes value) {
        return new TcpSettings(name, listenHost, listenPort, security, value, flow, admission, threads, random);
    }

    /** With others. */
    public TcpSettings with(FlowLimits value) {
        return new TcpSettings(name, listenHost, listenPort, security, times, value, admission, threads, random);
    }

    /** With others. */
    public TcpSettings with(AdmissionLimits value) {
        return new TcpSettings(name, listenHost, listenPort, security, times, flow, value, threads, random);
    }

    /** With another one. */
    public TcpSettings with(RandomGenerator value) {
        return new TcpSettings(name, listenHost, listenPort, security, times, flow, admission, threads, value);
    }

    /** With another number of event loops. */
    public TcpSettings withThreads(int value) {
        return new TcpSettings(name, listenHost, listenPort, security, times, flow, admission, value, random);
    }
}
