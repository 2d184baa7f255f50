package dev.sextant.replication.runtime.tcp;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** An authority, what it issues, and the files of it. */
final class TestPki {
    private static final Duration DAY = Duration.ofDays(1);

    private final X509Bundle authority;

    private TestPki(X509Bundle authority) {
        this.authority = authority;
    }

    static TestPki named(String name) {
        return new TestPki(made(() -> new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned()));
    }

    private interface Making<T> {
        T make() throws Exception;
    }

    private static <T> T made(Making<T> making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new AssertionError("no certificate could be made", e);
        }
    }

    /** A certificate for a process: its name as DNS name, and a role as URI. */
    X509Bundle issue(String name) {
        return issue(name, certificate -> certificate);
    }

    X509Bundle issue(String name, UnaryOperator<CertificateBuilder> change) {
        return made(() -> change.apply(new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + name)
                        .addSanDnsName(name + ".example")
                        .addSanUriName("sextant:role:" + name)
                        .addSanIpAddress("127.0.0.1"))
                .buildIssuedBy(authority));
    }

    X509Bundle issueExpired(String name) {
        return issue(
                name,
                certificate -> certificate
                        .notBefore(Instant.now().minus(DAY.multipliedBy(3)))
                        .notAfter(Instant.now().minus(DAY)));
    }

    X509Bundle authority() {
        return authority;
    }

    /** Writes what a process of this name needs into a folder. */
    TlsMaterial files(Path folder, String name) {
        return files(folder, name, issue(name));
    }

    TlsMaterial files(Path folder, String name, X509Bundle certificate) {
        return new TlsMaterial(
                write(folder.resolve("authority.pem"), authority.getCertificatePEM()),
                write(folder.resolve(name + ".pem"), certificate.getCertificatePathPEM()),
                write(folder.resolve(name + ".key"), certificate.getPrivateKeyPEM()));
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
