package dev.sextant.api.config;

import java.nio.file.Path;

/**
 * The files by which a process proves to others of its cluster who it is, and knows them; all in PEM. The authority belongs to the
 * cluster alone: whoever has a certificate of it may connect, as what that certificate says.
 *
 * <p>A certificate names its process and what that may host, as subject alternative names of the kind URI:
 * {@code sextant:CLUSTER/node/NAME}, {@code sextant:CLUSTER/segment/0} to {@code 5}, {@code sextant:CLUSTER/writer/0} to {@code 3}.
 * A process is not let in under another name or as anything that its certificate does not name, so a writer's certificate is no
 * good for a segment. Files that are replaced are taken for new connections; see {@link dev.sextant.api.Node#rotateCertificates()}.
 *
 * @param authority the certificate of the cluster's own authority; two of them, one after the other, while it is replaced
 * @param certificate the certificate of this process
 * @param key its private key, in PKCS#8, not encrypted; keep it readable for the process alone
 */
public record TlsFiles(Path authority, Path certificate, Path key) {}
