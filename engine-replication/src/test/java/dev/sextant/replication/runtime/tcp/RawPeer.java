package dev.sextant.replication.runtime.tcp;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Speaks to a port by hand, well or badly. Blocking; for one thread. */
final class RawPeer implements Closeable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawPeer over(Socket socket) throws IOException {
        return new RawPeer(socket);
    }

    static RawPeer at(InetSocketAddress address) throws IOException {
        return over(new Socket(address.getAddress(), address.getPort()));
    }

    /** Connected and introduced, so that frames can follow; must have the larger name, so that it follows. */
    static RawPeer introduced(InetSocketAddress address, String name) throws IOException {
        RawPeer peer = at(address);
        peer.introduce(name, 1, 0);
        return peer;
    }

    void introduce(String name, long incarnation, long seen) throws IOException {
        send(hello(name, incarnation));
        Frame hello = read();
        if (hello == null || hello.kind() != FrameKind.HELLO) {
            throw new AssertionError("wanted HELLO, got " + hello);
        }
        send(new Frame(FrameKind.ACCEPTED, new Acceptance(seen).encoded()));
        Frame accepted = read();
        if (accepted == null || accepted.kind() != FrameKind.ACCEPTED) {
            throw new AssertionError("wanted ACCEPTED, got " + accepted);
        }
    }

    static Frame hello(String name, long incarnation) {
        return new Frame(
                FrameKind.HELLO, new Greeting(Greeting.VERSION, incarnation, name, Names.bytes(name)).encoded());
    }

    static Frame payload(String text) {
        return new Frame(FrameKind.PAYLOAD, Names.bytes(text));
    }

    static byte[] encoded(Frame frame) {
        return ByteBuffer.allocate(Frame.HEADER_BYTES + frame.content().length)
                .putInt(frame.content().length)
                .put(frame.kind().code())
                .putInt(Frame.checksum(frame.kind().code(), frame.content()))
                .put(frame.content())
                .array();
    }

    void send(Frame frame) throws IOException {
        send(encoded(frame));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next frame; null at the end of the connection, whichever way it ended. */
    @Nullable
    Frame read() throws IOException {
        try {
            int length = in.readInt();
            FrameKind kind = FrameKind.of(in.readByte());
            int checksum = in.readInt();
            byte[] content = new byte[length];
            in.readFully(content);
            if (kind == null || Frame.checksum(kind.code(), content) != checksum) {
                throw new AssertionError("a bad frame came from the transport");
            }
            return new Frame(kind, content);
        } catch (EOFException | SocketException end) {
            return null;
        }
    }

    /** All that comes until the connection ends. */
    List<Frame> readToEnd() throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = read(); frame != null; frame = read()) {
            frames.add(frame);
        }
        return frames;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
