package dev.sextant.replication.runtime.tcp;

import java.nio.file.Path;

/**
 * Where the PEM files for TLS are. They are read by {@link TcpLinks#start} and {@link TcpLinks#rotate} and not looked at in between.
 * Immutable.
 *
 * @param authority certificates of the cluster's own authority; several while one authority follows another
 * @param certificate this process's certificate, followed by those between it and the authority, if any
 * @param key the private key of the certificate, PKCS#8, not encrypted
 */
public record TlsMaterial(Path authority, Path certificate, Path key) implements Security {}
