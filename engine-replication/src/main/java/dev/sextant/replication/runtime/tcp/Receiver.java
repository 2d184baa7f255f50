package dev.sextant.replication.runtime.tcp;

/**
 * Gets what peers send. Called on event loops; for one peer in order and never twice at once, for different peers at once.
 *
 * <p>For each peer: {@code connected}, then any number of {@code received}, then {@code gone}, and so on. After {@code gone} nothing
 * arrives that was sent over the connection that is gone. A peer that connects anew before its old connection was seen to end is
 * {@code gone} first.
 *
 * <p>Must not block: while it does, nothing is read from this peer and from those that share its event loop, which is also how it
 * slows down those who send too fast. May call {@link TcpLinks#send}. What it throws is logged and closes the connection.
 */
public interface Receiver {
    /** From now on frames can be sent to the peer. */
    void connected(String peer);

    /** A frame came; the array is the receiver's own. */
    void received(String peer, byte[] frame);

    /** The connection ended. Frames that {@link TcpLinks#send} took may not have arrived. */
    void gone(String peer);
}
