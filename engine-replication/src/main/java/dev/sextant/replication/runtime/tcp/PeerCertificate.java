package dev.sextant.replication.runtime.tcp;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The names in the certificate that the other side has shown: its subject alternative names. Immutable.
 *
 * @param subject its subject, for people
 * @param dnsNames names of hosts
 * @param uris names of other kinds, such as roles
 * @param ipAddresses addresses, as text
 */
public record PeerCertificate(String subject, List<String> dnsNames, List<String> uris, List<String> ipAddresses) {
    /** There is none, since the connection is plain text. */
    public static final PeerCertificate NONE = new PeerCertificate("", List.of(), List.of(), List.of());

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;

    /** Copies the lists. */
    public PeerCertificate {
        dnsNames = List.copyOf(dnsNames);
        uris = List.copyOf(uris);
        ipAddresses = List.copyOf(ipAddresses);
    }

    static PeerCertificate of(X509Certificate certificate) throws CertificateParsingException {
        List<String> dnsNames = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        List<String> ipAddresses = new ArrayList<>();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            int kind = (Integer) name.get(0);
            if (kind == DNS_NAME) {
                dnsNames.add((String) name.get(1));
            } else if (kind == URI) {
                uris.add((String) name.get(1));
            } else if (kind == IP_ADDRESS) {
                ipAddresses.add((String) name.get(1));
            }
        }
        return new PeerCertificate(certificate.getSubjectX500Principal().getName(), dnsNames, uris, ipAddresses);
    }
}
