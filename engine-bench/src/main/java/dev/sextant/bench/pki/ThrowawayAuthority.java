package dev.sextant.bench.pki;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The authority of a cluster that lives for one run: its key is in memory only. What it issues is what
 * {@code docs/deployment/certificates.sh} issues for clusters that stay.
 */
public final class ThrowawayAuthority {
    private final String cluster;
    private final X509Bundle authority;

    private ThrowawayAuthority(String cluster, X509Bundle authority) {
        this.cluster = cluster;
        this.authority = authority;
    }

    /** Makes one. */
    public static ThrowawayAuthority of(String cluster) throws IOException {
        try {
            return new ThrowawayAuthority(
                    cluster,
                    new CertificateBuilder()
                            .ecp256()
                            .subject("CN=" + cluster + " authority")
                            .setIsCertificateAuthority(true)
                            .buildSelfSigned());
        } catch (Exception e) {
            throw new IOException("no authority could be made: " + e.getMessage(), e);
        }
    }

    /**
     * The lines of a node's settings that name its certificate, which is written beside them.
     *
     * @param parts what the node may host, as {@code segment/0} or {@code writer/1}
     */
    public String issue(Path folder, String node, List<String> parts) throws IOException {
        X509Bundle issued;
        try {
            CertificateBuilder builder = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + node + " of " + cluster)
                    .addSanUriName(uri("node/" + node));
            for (String part : parts) {
                builder.addSanUriName(uri(part));
            }
            issued = builder.buildIssuedBy(authority);
        } catch (Exception e) {
            throw new IOException("no certificate could be made for " + node + ": " + e.getMessage(), e);
        }
        Files.writeString(folder.resolve(node + "-authority.pem"), authority.getCertificatePEM());
        Files.writeString(folder.resolve(node + ".pem"), issued.getCertificatePathPEM());
        Files.writeString(folder.resolve(node + ".key"), issued.getPrivateKeyPEM());
        return "tls.authority = " + node + "-authority.pem\ntls.certificate = " + node + ".pem\ntls.key = " + node
                + ".key\n";
    }

    private String uri(String what) {
        return "sextant:" + cluster + "/" + what;
    }
}
