package dev.sextant.api.config;

/**
 * Where a process is reached: {@code 10.0.0.1:7400}, {@code db-a.example:7400}, {@code [fd00::1]:7400}.
 *
 * @param host a name or an address; names are looked up each time a connection is made
 * @param port 1 to 65,535; 0 to listen on any port that is free
 */
public record HostAddress(String host, int port) {
    private static final int PORT_MOST = 65_535;

    public HostAddress {
        Settings.require(!host.isBlank(), "address", "has no host");
        Settings.within("port", port, 0, PORT_MOST);
    }

    /**
     * Reads one.
     *
     * @param setting what it is for, to name it if it is no address
     * @throws dev.sextant.api.ConfigurationException if it is none
     */
    public static HostAddress parse(String setting, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).strip();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else {
            Settings.require(host.indexOf(':') < 0, setting, "must have an IPv6 address in brackets, not " + text);
        }
        Settings.require(!host.isEmpty(), setting, "must be HOST:PORT, not " + text);
        return new HostAddress(host, Texts.integer(setting, text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
