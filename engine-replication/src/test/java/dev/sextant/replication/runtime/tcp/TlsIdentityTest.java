package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConfigurationException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are as they should be are loaded; of others it is said which, what is wrong with them, and what to do. */
class TlsIdentityTest {
    private static TestPki cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeAuthority() {
        cluster = TestPki.named("cluster authority");
    }

    private static void refused(TlsMaterial material, String setting, String... parts) {
        ConfigurationException refusal = assertThrows(ConfigurationException.class, () -> TlsIdentity.load(material));
        assertEquals(setting, refusal.setting());
        for (String part : parts) {
            assertTrue(refusal.getMessage().contains(part), () -> "<" + part + "> in " + refusal.getMessage());
        }
    }

    private TlsMaterial good() {
        return cluster.files(folder, "node");
    }

    @Test
    void goodFilesAreLoaded() {
        TlsIdentity identity = TlsIdentity.load(good());
        assertEquals(
                "CN=node", identity.chain().get(0).getSubjectX500Principal().getName());
        assertEquals(1, identity.authorities().size());
        assertEquals("EC", identity.key().getAlgorithm());
    }

    @Test
    void otherKindsOfKeysAreLoaded() {
        X509Bundle rsa = cluster.issue("rsa", CertificateBuilder::rsa2048);
        assertEquals(
                "RSA", TlsIdentity.load(cluster.files(folder, "rsa", rsa)).key().getAlgorithm());
        X509Bundle edwards =
                cluster.issue("edwards", certificate -> certificate.algorithm(CertificateBuilder.Algorithm.ed25519));
        assertEquals(
                "EdDSA",
                TlsIdentity.load(cluster.files(folder, "edwards", edwards))
                        .key()
                        .getAlgorithm());
    }

    @Test
    void aChainWithAnotherAuthorityBetweenIsLoaded() throws Exception {
        X509Bundle between = new CertificateBuilder()
                .ecp256()
                .subject("CN=between")
                .setIsCertificateAuthority(true)
                .buildIssuedBy(cluster.authority());
        X509Bundle leaf = new CertificateBuilder().ecp256().subject("CN=leaf").buildIssuedBy(between);
        assertEquals(
                2, TlsIdentity.load(cluster.files(folder, "leaf", leaf)).chain().size());
    }

    @Test
    void severalAuthoritiesAreLoaded() {
        TlsMaterial material = good();
        TestPki next = TestPki.named("next authority");
        TestPki.write(
                material.authority(),
                cluster.authority().getCertificatePEM() + next.authority().getCertificatePEM());
        assertEquals(2, TlsIdentity.load(material).authorities().size());
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        TlsMaterial material = good();
        Files.delete(material.authority());
        refused(material, "tls.authority", material.authority().toString(), "does not exist");
        material = good();
        Files.delete(material.certificate());
        refused(material, "tls.certificate", material.certificate().toString(), "does not exist");
        material = good();
        Files.delete(material.key());
        refused(material, "tls.key", material.key().toString(), "does not exist");
    }

    @Test
    void aFolderInPlaceOfAFileIsNamed() throws IOException {
        TlsMaterial material = good();
        Files.delete(material.key());
        Files.createDirectory(material.key());
        refused(material, "tls.key", material.key().toString(), "cannot be read");
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        TlsMaterial material = good();
        Files.setPosixFilePermissions(material.key(), PosixFilePermissions.fromString("---------"));
        // Whoever is root may read everything.
        if (!Files.isReadable(material.key())) {
            refused(material, "tls.key", "may not be read");
        }
    }

    @Test
    void aFileThatIsSomethingElseIsNamed() throws IOException {
        TlsMaterial material = good();
        TestPki.write(material.certificate(), "hello");
        refused(material, "tls.certificate", "no certificate in it");
        material = good();
        TestPki.write(material.key(), Files.readString(material.certificate()));
        refused(material, "tls.key", "no private key in it");
        material = good();
        TestPki.write(material.authority(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refused(material, "tls.authority", "cannot be read");
        material = good();
        Files.write(material.key(), new byte[(1 << 20) + 1]);
        refused(material, "tls.key", "longer than");
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() {
        TlsMaterial material = good();
        TestPki.write(material.key(), cluster.issue("other").getPrivateKeyPEM());
        refused(material, "tls.key", "not the one of the certificate", "put the key there");
        TestPki.write(
                material.key(),
                cluster.issue("rsa", CertificateBuilder::rsa2048).getPrivateKeyPEM());
        refused(material, "tls.key", "cannot be read as the EC key");
    }

    @Test
    void keysInOtherFormsAreRefusedWithTheCommandThatConvertsThem() throws Exception {
        TlsMaterial material = good();
        byte[] some = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        for (String kind : new String[] {"RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
            TestPki.write(material.key(), pem(kind, some));
            refused(material, "tls.key", "openssl pkcs8 -topk8 -nocrypt");
        }
        TestPki.write(material.key(), pem("ENCRYPTED PRIVATE KEY", some));
        refused(material, "tls.key", "encrypted", "openssl pkcs8 -in");
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    @Test
    void aCertificateThatHasExpiredOrIsNotValidYetIsRefused() {
        refused(
                cluster.files(folder, "old", cluster.issueExpired("old")),
                "tls.certificate",
                "has expired at",
                "issue a new one");
        X509Bundle early = cluster.issue(
                "early",
                certificate -> certificate
                        .notBefore(Instant.now().plus(Duration.ofDays(2)))
                        .notAfter(Instant.now().plus(Duration.ofDays(3))));
        refused(cluster.files(folder, "early", early), "tls.certificate", "valid from", "clock");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        TlsMaterial material = good();
        TlsMaterial foreign = TestPki.named("stranger").files(folder, "foreign");
        TestPki.write(material.authority(), cluster.authority().getCertificatePEM());
        refused(
                new TlsMaterial(material.authority(), foreign.certificate(), foreign.key()),
                "tls.certificate",
                "no authority in " + material.authority(),
                "CN=foreign");
    }

    @Test
    void aCertificateThatIsNoAuthoritysIsRefusedAsOne() {
        TlsMaterial material = good();
        TestPki.write(material.authority(), cluster.issue("node").getCertificatePEM());
        refused(material, "tls.authority", "no authority's");
    }

    @Test
    void aCertificateForServersOnlyIsRefused() {
        X509Bundle server = cluster.issue("server", CertificateBuilder::addExtendedKeyUsageServerAuth);
        refused(cluster.files(folder, "server", server), "tls.certificate", "serverAuth and clientAuth");
        X509Bundle both = cluster.issue(
                "both",
                certificate -> certificate.addExtendedKeyUsageServerAuth().addExtendedKeyUsageClientAuth());
        assertEquals(
                1, TlsIdentity.load(cluster.files(folder, "both", both)).chain().size());
    }
}
