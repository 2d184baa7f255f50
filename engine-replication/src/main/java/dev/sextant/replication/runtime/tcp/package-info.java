/**
 * One connection between each two processes of a cluster: TCP with mutual TLS, opaque frames, back-pressure, reconnecting. What
 * is in the frames, and who may connect, others decide through {@link dev.sextant.replication.runtime.tcp.Receiver} and
 * {@link dev.sextant.replication.runtime.tcp.Handshakes}. Knows nothing of databases.
 */
@NullMarked
package dev.sextant.replication.runtime.tcp;

import org.jspecify.annotations.NullMarked;
