package dev.sextant.replication.runtime.tcp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Makes the TLS part of connections, both of those that were accepted and of those that were dialed: TLS 1.3, both sides with
 * certificates of the cluster's authority. What names must be in them {@link Handshakes} say. Thread safe.
 */
final class TlsContexts {
    private static final String PROTOCOL = "TLSv1.3";
    private static final long GOODBYE_MILLIS_MOST = 1_000;

    private final SslContext accepting;
    private final SslContext dialing;
    private final Executor tasks;

    private TlsContexts(SslContext accepting, SslContext dialing, Executor tasks) {
        this.accepting = accepting;
        this.dialing = dialing;
        this.tasks = tasks;
    }

    /**
     * Reads the files.
     *
     * @param tasks where the expensive parts of handshakes run
     */
    static TlsContexts load(TlsMaterial material, Executor tasks) {
        TlsIdentity identity = TlsIdentity.load(material);
        OwnKey own = new OwnKey(identity);
        try {
            SslContext accepting = common(SslContextBuilder.forServer(own), identity)
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            SslContext dialing = common(SslContextBuilder.forClient().keyManager(own), identity)
                    // Whether the certificate is that of who was dialed is decided by all of its names, not by the
                    // host.
                    .endpointIdentificationAlgorithm(null)
                    .build();
            return new TlsContexts(accepting, dialing, tasks);
        } catch (SSLException e) {
            throw new IllegalStateException("checked certificates and keys are not accepted by this JVM", e);
        }
    }

    private static SslContextBuilder common(SslContextBuilder builder, TlsIdentity identity) {
        return builder.sslProvider(SslProvider.JDK)
                .trustManager(identity.authorities())
                .protocols(PROTOCOL);
    }

    SslHandler handler(ByteBufAllocator allocator, boolean dialed) {
        SslHandler handler = (dialed ? dialing : accepting).newHandler(allocator, tasks);
        // The whole handshake, TLS and hellos, has one limit, which the connection keeps.
        handler.setHandshakeTimeout(0, TimeUnit.MILLISECONDS);
        handler.setCloseNotifyFlushTimeoutMillis(GOODBYE_MILLIS_MOST);
        return handler;
    }

    /** What the other side of a channel has shown; {@link PeerCertificate#NONE} on plain text. */
    static PeerCertificate shownOver(Channel channel) throws CertificateException, SSLPeerUnverifiedException {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return PeerCertificate.NONE;
        }
        X509Certificate shown = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
        // A session that is resumed was checked when it began, which may be long ago.
        shown.checkValidity();
        return PeerCertificate.of(shown);
    }
}
