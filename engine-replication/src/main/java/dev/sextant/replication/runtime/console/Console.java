package dev.sextant.replication.runtime.console;

import com.sun.net.httpserver.HttpServer;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.config.HostAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console of a cluster, served until it is closed.
 *
 * <p>Thread safety: any thread.
 */
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final String MODULE = "jdk.httpserver";

    private final URI uri;
    private final HttpServer server;
    private final Workers workers;
    private final Feed feed;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Console(URI uri, HttpServer server, Workers workers, Feed feed) {
        this.uri = uri;
        this.server = server;
        this.workers = workers;
        this.feed = feed;
    }

    /**
     * Serves a console.
     *
     * @param open whether it may be served to other machines
     * @param timeline what happens; the console adds changes of states to it
     * @throws ConfigurationException if that address is not one of this machine, is taken, or reaches other machines unasked
     */
    public static Console serve(HostAddress address, boolean open, ConsoleSource source, Timeline timeline) {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            throw new ConfigurationException("console", "needs a Java with the module " + MODULE);
        }
        InetAddress host = resolved(address, open);
        Feed feed = new Feed(source, timeline, System::currentTimeMillis, System::nanoTime);
        feed.look();
        Workers workers = new Workers(System::nanoTime);
        HttpServer server = bound(new InetSocketAddress(host, address.port()));
        server.setExecutor(workers);
        server.createContext("/", new ConsoleHandler(feed, new EventStream(feed, workers), new Guard(address.host())));
        URI uri = URI.create(
                "http://" + new HostAddress(address.host(), server.getAddress().getPort()) + "/");
        Console console = new Console(uri, server, workers, feed);
        server.start();
        Workers.thread(console::look, "feed").start();
        LOG.info("the console is at {}", uri);
        if (!host.isLoopbackAddress()) {
            LOG.warn(
                    "the console at {} is open to whoever reaches that address: it has no password, shows everything"
                            + " there is to see of the cluster but its data, and changes nothing",
                    uri);
        }
        return console;
    }

    private static InetAddress resolved(HostAddress address, boolean open) {
        InetAddress host;
        try {
            host = InetAddress.getByName(address.host());
        } catch (UnknownHostException e) {
            throw new ConfigurationException("console", "is " + address + ", but that host has no address");
        }
        if (!host.isLoopbackAddress() && !open) {
            throw new ConfigurationException(
                    "console",
                    "is " + address + ", which other machines may reach, and the console has no password. Use"
                            + " 127.0.0.1 and a tunnel, or set console.open if everybody there may see the cluster");
        }
        return host;
    }

    private static HttpServer bound(InetSocketAddress address) {
        try {
            return HttpServer.create(address, ConsoleLimits.BACKLOG);
        } catch (IOException e) {
            throw new ConfigurationException("console", "cannot be at " + address + " (" + e.getMessage() + ")");
        }
    }

    /** Where it is, for a browser. */
    public URI uri() {
        return uri;
    }

    private void look() {
        try {
            while (!closed.await(ConsoleLimits.TICK_NANOS, TimeUnit.NANOSECONDS)) {
                workers.look();
                try {
                    feed.look();
                } catch (RuntimeException bug) {
                    LOG.error("the console could not look at the cluster; it shows what it saw before", bug);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all streams. To close again does nothing. */
    @Override
    public void close() {
        closed.countDown();
        feed.close();
        server.stop(0);
        workers.close();
    }
}
