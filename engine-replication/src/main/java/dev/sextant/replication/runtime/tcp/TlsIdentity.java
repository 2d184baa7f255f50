package dev.sextant.replication.runtime.tcp;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and key of this process, read from {@link TlsMaterial} and checked: what the other side would refuse is refused
 * here, where it can be said what is wrong. Immutable.
 */
record TlsIdentity(List<X509Certificate> authorities, List<X509Certificate> chain, PrivateKey key) {
    private static final String AUTHORITY = "tls.authority";
    private static final String CERTIFICATE = "tls.certificate";
    private static final String KEY = "tls.key";

    private static final String USE_ANY = "2.5.29.37.0";
    private static final String USE_SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String USE_CLIENT = "1.3.6.1.5.5.7.3.2";

    static TlsIdentity load(TlsMaterial material) {
        PemFile authorityFile = PemFile.read(AUTHORITY, material.authority());
        PemFile certificateFile = PemFile.read(CERTIFICATE, material.certificate());
        PemFile keyFile = PemFile.read(KEY, material.key());

        List<X509Certificate> authorities = authorityFile.certificates();
        for (X509Certificate authority : authorities) {
            requireAuthority(authorityFile, authority);
        }
        List<X509Certificate> chain = certificateFile.certificates();
        X509Certificate own = chain.get(0);
        requireValidNow(certificateFile, own);
        requireBothUses(certificateFile, own);
        requireIssuedBy(authorities, chain, certificateFile, material);
        PrivateKey key = keyFile.privateKey(own.getPublicKey().getAlgorithm());
        requireMatch(own, key, keyFile, material);
        return new TlsIdentity(authorities, chain, key);
    }

    private static void requireAuthority(PemFile file, X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) {
            throw file.problem("has a certificate of " + name(certificate)
                    + " that is no authority's; put only the certificates of the cluster's own authority there");
        }
    }

    private static void requireValidNow(PemFile file, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw file.problem("has a certificate of " + name(certificate) + " that has expired at "
                    + certificate.getNotAfter().toInstant() + "; issue a new one");
        } catch (CertificateNotYetValidException e) {
            throw file.problem("has a certificate of " + name(certificate) + " that is valid from "
                    + certificate.getNotBefore().toInstant()
                    + " only; check this machine's clock, or issue another");
        }
    }

    /** Every process both dials and is dialed. */
    private static void requireBothUses(PemFile file, X509Certificate certificate) {
        List<String> uses;
        try {
            uses = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw file.problem("has a certificate whose uses cannot be read: " + e.getMessage());
        }
        boolean both =
                uses == null || uses.contains(USE_ANY) || (uses.contains(USE_SERVER) && uses.contains(USE_CLIENT));
        if (!both) {
            throw file.problem("has a certificate of " + name(certificate)
                    + " that is not for both servers and clients; issue one with the extended key usages serverAuth and"
                    + " clientAuth, or with none");
        }
    }

    private static void requireIssuedBy(
            List<X509Certificate> authorities,
            List<X509Certificate> chain,
            PemFile certificateFile,
            TlsMaterial material) {
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        authorities.forEach(each -> anchors.add(new TrustAnchor(each, null)));
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            List<X509Certificate> below =
                    chain.stream().filter(each -> !authorities.contains(each)).toList();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
        } catch (CertPathValidatorException e) {
            throw certificateFile.problem("has a certificate of " + name(chain.get(0))
                    + " that no authority in " + material.authority() + " vouches for (" + e.getMessage()
                    + "); let the cluster's authority issue it, and put those between the two behind it");
        } catch (GeneralSecurityException e) {
            throw certificateFile.problem("cannot be checked: " + e.getMessage());
        }
    }

    private static void requireMatch(X509Certificate own, PrivateKey key, PemFile keyFile, TlsMaterial material) {
        String signing = signatureAlgorithm(key.getAlgorithm());
        if (signing == null) {
            throw keyFile.problem("has a key of the kind " + key.getAlgorithm() + "; use EC, RSA or EdDSA");
        }
        byte[] sample = {1, 2, 3};
        boolean matches;
        try {
            Signature signer = Signature.getInstance(signing);
            signer.initSign(key);
            signer.update(sample);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(signing);
            verifier.initVerify(own.getPublicKey());
            verifier.update(sample);
            matches = verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            throw keyFile.problem("has a key that cannot sign: " + e.getMessage());
        }
        if (!matches) {
            throw keyFile.problem("has a key that is not the one of the certificate in " + material.certificate()
                    + "; put the key there that the certificate was issued for");
        }
    }

    private static @Nullable String signatureAlgorithm(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> null;
        };
    }

    private static String name(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return subject.isEmpty() ? "nobody by name" : subject;
    }
}
