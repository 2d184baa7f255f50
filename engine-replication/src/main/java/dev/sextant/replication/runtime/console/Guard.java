package dev.sextant.replication.runtime.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are answered. A page of somebody else that runs in a browser on this machine can send requests here. It can read
 * the answers only if its own host's name leads here, so the host that a request names must be one that cannot: an address, this machine's
 * own name for itself, or the host that the operator has named.
 */
final class Guard {
    /** Of a request with content. */
    static final int BAD_REQUEST = 400;

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.%]{2,64}\\]");
    private static final Pattern PORT = Pattern.compile("(:[0-9]{1,5})?$");
    private static final int HOST_CHARS = 300;
    private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

    private static final int FORBIDDEN = 403;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int URI_TOO_LONG = 414;
    private static final int MISDIRECTED = 421;

    private final String ownHost;

    /** Lets in who names one of the usual hosts, or this one. */
    Guard(String ownHost) {
        this.ownHost = ownHost.toLowerCase(Locale.ROOT);
    }

    /** Null if the request may be answered. */
    @Nullable
    Refusal check(HttpExchange exchange, boolean isPage) {
        if (exchange.getRequestURI().toString().length() > ConsoleLimits.URI_CHARS) {
            return new Refusal(URI_TOO_LONG, "The address is longer than any that is served here.");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return new Refusal(METHOD_NOT_ALLOWED, "The console only shows: GET is all there is.");
        }
        Headers headers = exchange.getRequestHeaders();
        if (headers.containsKey("Transfer-Encoding")
                || !headers.getOrDefault("Content-Length", List.of("0")).equals(List.of("0"))) {
            return new Refusal(BAD_REQUEST, "The console takes no content.");
        }
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !isTrusted(hosts.get(0))) {
            return new Refusal(
                    MISDIRECTED,
                    "The console is not served under this name, so that no other web page can read it. Use the address or the name"
                            + " that the setting console has, or localhost.");
        }
        String from = headers.getFirst("Sec-Fetch-Site");
        if (!isPage && from != null && !FROM_HERE.contains(from)) {
            return new Refusal(FORBIDDEN, "Other web pages may not ask for this.");
        }
        return null;
    }

    private boolean isTrusted(String hostAndPort) {
        if (hostAndPort.length() > HOST_CHARS) {
            return false;
        }
        // The port may be that of a tunnel.
        String host = PORT.matcher(hostAndPort.toLowerCase(Locale.ROOT)).replaceFirst("");
        return host.equals("localhost")
                || host.equals(ownHost)
                || IPV4.matcher(host).matches()
                || IPV6.matcher(host).matches();
    }
}
