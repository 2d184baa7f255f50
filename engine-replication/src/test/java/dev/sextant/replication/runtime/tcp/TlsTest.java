package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConfigurationException;
import dev.sextant.replication.runtime.Waiting;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Only who has a certificate of the cluster's authority gets in, on either side; everybody else is refused and named once. */
@ExtendWith(NoLeaks.class)
class TlsTest {
    private static TestPki cluster;
    private static TestPki foreign;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private LogLines log;

    @BeforeAll
    static void makeAuthorities() {
        cluster = TestPki.named("cluster authority");
        foreign = TestPki.named("another authority");
    }

    @BeforeEach
    void listenToLog() {
        log = LogLines.ofTransport();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        log.close();
    }

    private <T extends AutoCloseable> T closing(T value) {
        open.add(value);
        return value;
    }

    private Node start(String name, Peer... peers) {
        return closing(Node.start(Node.settings(name, cluster.files(folder, name)), peers));
    }

    private static SSLContext context(X509Bundle own) throws Exception {
        KeyManager[] keys = own == null ? new KeyManager[0] : new KeyManager[] {alwaysShowing(own)};
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static OwnKey alwaysShowing(X509Bundle own) {
        return new OwnKey(new TlsIdentity(
                List.of(), own.getCertificatePathList(), own.getKeyPair().getPrivate()));
    }

    /** A stranger who does not mind whom it talks to. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Tries to be served with this certificate, or none; returns what came back. */
    private static List<Frame> knock(Node node, X509Bundle own) throws Exception {
        return knock(node, context(own));
    }

    private static List<Frame> knock(Node node, SSLContext context) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(node.address().getAddress(), node.address().getPort());
        try (RawPeer stranger = RawPeer.over(socket)) {
            stranger.send(RawPeer.hello("z", 1));
            stranger.send(RawPeer.payload("early"));
            return stranger.readToEnd();
        } catch (IOException refused) {
            return List.of();
        }
    }

    // ---- who gets in -----------------------------------------------------------------------------------------------

    @Test
    void framesGoBothWaysAndTheCheckerSeesTheNames() {
        List<PeerCertificate> seen = new CopyOnWriteArrayList<>();
        Names noting = Names.judging("a", (name, certificate) -> {
            seen.add(certificate);
            return new Verdict.Accepted(name);
        });
        Node a = closing(Node.start(Node.settings("a", cluster.files(folder, "a")), noting, new Recorder()));
        Node b = start("b", a.peer());
        a.awaitConnected(b);
        for (int i = 0; i < 500; i++) {
            byte[] frame = Names.bytes(i + "x".repeat(i * 100));
            Waiting.until(
                    "there is room",
                    () -> a.links().send("b", frame) && b.links().send("a", frame));
        }
        Waiting.until(
                "all came",
                () -> a.links().counters().framesIn() == 500
                        && b.links().counters().framesIn() == 500);
        assertEquals(a.recorder().frames("b"), b.recorder().frames("a"));
        assertEquals(
                new PeerCertificate("CN=b", List.of("b.example"), List.of("sextant:role:b"), List.of("127.0.0.1")),
                seen.get(0));
        assertEquals(List.of(), log.warnings());
    }

    @Test
    void everyKindOfKeyIsUnderstood() {
        Node a = start("a");
        X509Bundle rsa = cluster.issue("rsa", CertificateBuilder::rsa2048);
        X509Bundle edwards =
                cluster.issue("edwards", certificate -> certificate.algorithm(CertificateBuilder.Algorithm.ed25519));
        Node b = closing(Node.start(Node.settings("rsa", cluster.files(folder, "rsa", rsa)), a.peer()));
        Node c = closing(
                Node.start(Node.settings("edwards", cluster.files(folder, "edwards", edwards)), a.peer(), b.peer()));
        a.awaitConnected(b);
        a.awaitConnected(c);
        b.awaitConnected(c);
    }

    @Test
    void aCertificateDoesNotMakeAnotherRole() {
        Names strict = Names.judging(
                "a",
                (name, certificate) -> certificate.uris().contains("sextant:role:" + name)
                        ? new Verdict.Accepted(name)
                        : new Verdict.Refused("the certificate is for " + certificate.uris() + ", not for " + name));
        Node a = closing(Node.start(Node.settings("a", cluster.files(folder, "a")), strict, new Recorder()));
        Node b = closing(Node.start(Node.settings("b", cluster.files(folder, "c")), a.peer()));
        Waiting.until(
                "it was refused again and again", () -> b.links().counters().refused(RefusalKind.REFUSED_BY_PEER) >= 3);
        assertEquals(1, log.warnings("a refused b at").size());
        assertEquals(1, log.warnings("b was refused by a at").size());
        assertEquals(
                2,
                log.warnings("the certificate is for [sextant:role:c], not for b")
                        .size());
        assertEquals(List.of(), a.recorder().told());
    }

    // ---- who does not ----------------------------------------------------------------------------------------------

    private static void assertNotServed(Node node, X509Bundle own, RefusalKind kind) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(), knock(node, own));
        }
        Waiting.until("it was counted", () -> node.links().counters().refused(kind) == 3);
        assertEquals(List.of(), node.recorder().told());
        assertEquals(0, node.links().counters().connectionsOpened());
    }

    @Test
    void whoShowsNoCertificateIsRefused() throws Exception {
        assertNotServed(start("a"), null, RefusalKind.NO_CERTIFICATE);
        assertEquals(1, log.warnings().size(), () -> "once: " + log.warnings());
        log.awaitWarning("a and 127.0.0.1:", "could not agree on TLS", "it showed no certificate");
    }

    @Test
    void whoShowsACertificateOfAnotherAuthorityIsRefused() throws Exception {
        assertNotServed(start("a"), foreign.issue("z"), RefusalKind.FOREIGN_CERTIFICATE);
        assertEquals(1, log.warnings().size(), () -> "once: " + log.warnings());
        log.awaitWarning("a and 127.0.0.1:", "not issued by this cluster's authority");
    }

    /** As the JDK does by itself: it has a certificate, and sees that it would not be accepted. */
    @Test
    void whoHasOnlyACertificateOfAnotherAuthorityMayShowNone() throws Exception {
        Node a = start("a");
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                foreign.issue("z").toKeyManagerFactory().getKeyManagers(), new TrustManager[] {new TrustsAll()}, null);
        assertEquals(List.of(), knock(a, context));
        log.awaitWarning("a and 127.0.0.1:", "it showed no certificate, or has none of this cluster's authority");
    }

    @Test
    void whoShowsAnExpiredCertificateIsRefused() throws Exception {
        assertNotServed(start("a"), cluster.issueExpired("z"), RefusalKind.EXPIRED_CERTIFICATE);
        assertEquals(1, log.warnings().size(), () -> "once: " + log.warnings());
        log.awaitWarning("a and 127.0.0.1:", "its certificate has expired");
    }

    @Test
    void whoSpeaksAnOlderTlsIsRefused() throws Exception {
        Node a = start("a");
        SSLSocket socket = (SSLSocket) context(cluster.issue("z"))
                .getSocketFactory()
                .createSocket(a.address().getAddress(), a.address().getPort());
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        assertThrows(IOException.class, socket::startHandshake);
        socket.close();
        Waiting.until("it was counted", () -> a.links().counters().refused(RefusalKind.TLS_FAILED) == 1);
    }

    @Test
    void twoClustersWithDifferentAuthoritiesRefuseEachOther() {
        Node a = start("a");
        Node b = closing(Node.start(Node.settings("b", foreign.files(makeFolder("foreign"), "b")), a.peer()));
        Waiting.until(
                "it was tried again and again",
                () -> b.links().counters().refused(RefusalKind.FOREIGN_CERTIFICATE) >= 3);
        log.awaitWarning("b and a at 127.0.0.1:", "not issued by this cluster's authority");
        log.awaitWarning("a and 127.0.0.1:", "it refused this process's certificate or TLS itself");
        assertEquals(2, log.warnings().size(), () -> "once each: " + log.warnings());
        assertEquals(List.of(), a.recorder().told());
        assertEquals(List.of(), b.recorder().told());
    }

    private Path makeFolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The dialing side learns that it was refused after its own part of the handshake is done. */
    @Test
    void aDialerWhoseCertificateIsRefusedSaysSo() throws Exception {
        Node b = start("b");
        // It trusts the cluster's authority, too, so only the other side refuses.
        TlsMaterial material = foreign.files(makeFolder("foreign"), "b");
        TestPki.write(
                material.authority(),
                foreign.authority().getCertificatePEM() + cluster.authority().getCertificatePEM());
        Node rogue = closing(Node.start(Node.settings("rogue", material), b.peer()));
        Waiting.until(
                "it was refused again and again",
                () -> b.links().counters().refused(RefusalKind.FOREIGN_CERTIFICATE) >= 3);
        assertEquals(1, log.warnings("b and 127.0.0.1:").size());
        Waiting.until("the dialer says so", () -> !log.warnings("rogue").isEmpty());
        assertEquals(List.of(), rogue.recorder().told());
        assertEquals(List.of(), b.recorder().told());
    }

    private static SSLServerSocket listening(X509Bundle own) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                context(own).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return server;
    }

    @Test
    void whoIsDialedAndShowsABadCertificateIsRefused() throws Exception {
        dialedAndRefused(foreign.issue("a"), RefusalKind.FOREIGN_CERTIFICATE, "not issued by this cluster's authority");
        dialedAndRefused(cluster.issueExpired("a"), RefusalKind.EXPIRED_CERTIFICATE, "its certificate has expired");
    }

    private void dialedAndRefused(X509Bundle shown, RefusalKind kind, String text) throws Exception {
        RawServer server = closing(new RawServer(listening(shown)));
        try (Node b = Node.start(Node.settings("b", cluster.files(folder, "b")), server.peer("a"))) {
            for (int i = 0; i < 3; i++) {
                RawPeer dialer = server.accept();
                assertThrows(IOException.class, () -> {
                    if (dialer.read() == null) {
                        throw new IOException("ended");
                    }
                });
                dialer.close();
            }
            Waiting.until("it was counted", () -> b.links().counters().refused(kind) >= 3);
            assertEquals(1, log.warnings(text).size());
            assertEquals(List.of(), b.recorder().told());
        }
    }

    // ---- TLS on one side only --------------------------------------------------------------------------------------

    @Test
    void aPlainTextDialerGetsNothingAtATlsPort() {
        Node a = start("a");
        Node b = closing(Node.start("b", a.peer()));
        Waiting.until("it was tried again and again", () -> a.links().counters().refused(RefusalKind.NOT_TLS) >= 3);
        assertEquals(1, log.warnings("it does not speak TLS").size());
        Waiting.until("the dialer says so", () -> !log.warnings("b ").isEmpty());
        assertEquals(List.of(), a.recorder().told());
        assertEquals(List.of(), b.recorder().told());
    }

    @Test
    void aTlsDialerGetsNothingAtAPlainTextPort() {
        Node a = closing(Node.start("a"));
        Node b = start("b", a.peer());
        Waiting.until("it was tried again and again", () -> b.links().counters().dials() >= 4);
        log.awaitWarning("a closed the connection with 127.0.0.1:", "looks like TLS");
        assertEquals(1, log.warnings("looks like TLS").size());
        assertEquals(List.of(), a.recorder().told());
        assertEquals(List.of(), b.recorder().told());
    }

    @Test
    void whoBeginsTlsAndDawdlesIsCutOff() throws Exception {
        TcpTimes hasty = Node.PATIENT.withHandshake(Duration.ofMillis(300));
        Node a = closing(
                Node.start(Node.settings("a", cluster.files(folder, "a")).with(hasty)));
        try (RawPeer slow = RawPeer.at(a.address())) {
            slow.send(new byte[] {0x16, 3, 1, 1, 0, 1});
            assertEquals(List.of(), slow.readToEnd());
        }
        Waiting.until("it was counted", () -> a.links().counters().refused(RefusalKind.TIMED_OUT) == 1);
    }

    // ---- rotation --------------------------------------------------------------------------------------------------

    @Test
    void certificatesAreReplacedWithoutARestart() throws Exception {
        TlsMaterial materialOfA = cluster.files(makeFolder("a"), "a");
        Node a = closing(Node.start(Node.settings("a", materialOfA)));
        Proxy proxy = closing(new Proxy(a.address()));
        TlsMaterial materialOfB = cluster.files(makeFolder("b"), "b");
        Node b = closing(Node.start(Node.settings("b", materialOfB), Node.peer("a", proxy.address())));
        a.awaitConnected(b);

        // First all trust both authorities, then each gets a certificate of the new one, then the old one is let go.
        String both =
                cluster.authority().getCertificatePEM() + foreign.authority().getCertificatePEM();
        TestPki.write(materialOfA.authority(), both);
        TestPki.write(materialOfB.authority(), both);
        a.links().rotate(materialOfA);
        b.links().rotate(materialOfB);
        reconnect(a, b, proxy, 2);
        foreign.files(folder.resolve("a"), "a");
        TestPki.write(materialOfA.authority(), both);
        a.links().rotate(materialOfA);
        reconnect(a, b, proxy, 3);
        foreign.files(folder.resolve("b"), "b");
        b.links().rotate(materialOfB);
        foreign.files(folder.resolve("a"), "a");
        a.links().rotate(materialOfA);
        assertEquals(2, a.recorder().count("-b"), "open connections go on");
        reconnect(a, b, proxy, 4);
        assertEquals(List.of(), log.warnings());

        assertEquals(List.of(), knock(a, cluster.issue("z")));
        Waiting.until(
                "who has one of the old authority is refused",
                () -> a.links().counters().refused(RefusalKind.FOREIGN_CERTIFICATE) == 1);
    }

    private static void reconnect(Node a, Node b, Proxy proxy, int times) throws IOException {
        assertTrue(a.links().send("b", Names.bytes("before " + times)));
        b.recorder().await("a:before " + times);
        proxy.cut();
        Waiting.until(
                "they are connected again",
                () -> a.recorder().count("+b") == times && b.recorder().count("+a") == times);
    }

    @Test
    void materialThatIsNotUsableIsRefusedAndTheOneBeforeStays() throws Exception {
        TlsMaterial material = cluster.files(folder, "a");
        Node a = closing(Node.start(Node.settings("a", material)));
        TestPki.write(material.key(), cluster.issue("other").getPrivateKeyPEM());
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> a.links().rotate(material));
        assertEquals("tls.key", refusal.setting());
        a.awaitConnected(start("b", a.peer()));
    }

    @Test
    void materialThatIsNotUsableIsRefusedAtTheStart() throws Exception {
        TlsMaterial material = cluster.files(folder, "a");
        Files.delete(material.certificate());
        assertThrows(ConfigurationException.class, () -> Node.start(Node.settings("a", material)));
    }
}
