package dev.sextant.replication.runtime.tcp;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/** Why TLS failed: the kind, and a clause for people. What the JDK says is recognised by its types where there are types. */
record TlsFailure(RefusalKind kind, String text) {
    private static final int DEPTH_MOST = 20;
    private static final String ALERT = "Received fatal alert: ";

    static TlsFailure of(Throwable cause) {
        if (find(cause, NotSslRecordException.class) != null) {
            return new TlsFailure(
                    RefusalKind.NOT_TLS,
                    "it does not speak TLS; if it is a process of this cluster, set both to TLS or both to plain text");
        } else if (find(cause, CertificateExpiredException.class) != null) {
            return new TlsFailure(
                    RefusalKind.EXPIRED_CERTIFICATE, "its certificate has expired; give it a new one and rotate");
        } else if (find(cause, CertificateNotYetValidException.class) != null) {
            return new TlsFailure(
                    RefusalKind.EXPIRED_CERTIFICATE,
                    "its certificate is not valid yet; check the clocks of both machines");
        } else if (find(cause, CertPathBuilderException.class) != null
                || find(cause, CertPathValidatorException.class) != null) {
            return new TlsFailure(
                    RefusalKind.FOREIGN_CERTIFICATE,
                    "its certificate was not issued by this cluster's authority; let that authority issue it one");
        }
        return byMessage(cause);
    }

    private static TlsFailure byMessage(Throwable cause) {
        String message = deepestMessage(cause);
        if (message.contains("Empty client certificate chain") || message.contains("Empty server certificate chain")) {
            return new TlsFailure(
                    RefusalKind.NO_CERTIFICATE,
                    "it showed no certificate, or has none of this cluster's authority; let that authority issue it one");
        } else if (message.contains(ALERT)) {
            String alert = message.substring(message.indexOf(ALERT) + ALERT.length());
            return new TlsFailure(
                    RefusalKind.REFUSED_BY_PEER,
                    "it refused this process's certificate or TLS itself (" + alert + "); its own log says why");
        } else if (find(cause, CertificateException.class) != null) {
            return new TlsFailure(RefusalKind.FOREIGN_CERTIFICATE, "its certificate is not acceptable: " + message);
        }
        return new TlsFailure(RefusalKind.TLS_FAILED, message);
    }

    private static String deepestMessage(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        Throwable at = cause.getCause();
        for (int depth = 0; at != null && depth < DEPTH_MOST; depth++) {
            message = at.getMessage() == null ? message : at.getMessage();
            at = at.getCause();
        }
        return Printable.of(message, Refusal.REASON_BYTES_MOST);
    }

    private static <T extends Throwable> @Nullable T find(Throwable cause, Class<T> type) {
        Throwable at = cause;
        for (int depth = 0; at != null && depth < DEPTH_MOST; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
