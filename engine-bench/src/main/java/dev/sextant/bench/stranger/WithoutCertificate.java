package dev.sextant.bench.stranger;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * One that speaks TLS, trusts the cluster's authority and has no certificate of its own. No node can be configured so, hence this is a
 * client of its own. As a node does it says once why it is refused, and goes on trying.
 */
final class WithoutCertificate implements StrangerProcess.Knocking {
    private static final long PAUSE_MILLIS = 600;

    private final String node;
    private final int port;
    private final PrintStream err;
    private final SSLContext tls;
    private final AtomicLong served = new AtomicLong();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::knock, "knocking");
    private volatile boolean goOn = true;

    WithoutCertificate(String node, int port, Path authority, PrintStream err) throws IOException {
        this.node = node;
        this.port = port;
        this.err = err;
        try (InputStream file = Files.newInputStream(authority)) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            tls = SSLContext.getInstance("TLSv1.3");
            tls.init(null, trust.getTrustManagers(), null);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS without a certificate: " + e.getMessage(), e);
        }
        thread.start();
    }

    private void knock() {
        while (goOn) {
            try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.startHandshake();
                // In TLS 1.3 this side is done before the other has looked at what was not shown.
                served.addAndGet(Math.max(0, socket.getInputStream().read()) + 1L);
            } catch (IOException refused) {
                if (said.add(String.valueOf(refused.getMessage()))) {
                    err.println("WARN  tcp no-certificate was refused by " + node + ": " + refused.getMessage());
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public long served() {
        return served.get();
    }

    @Override
    public void close() throws IOException {
        goOn = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
