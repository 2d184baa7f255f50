package dev.sextant.replication.runtime.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Makes frames of bytes. What a frame says of its length is compared with the limit before anything is done about it, and memory
 * is only taken for bytes that have come. After a bad frame, or when told so, it reads no more.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int TLS_RECORD_LEAST = 0x14;
    private static final int TLS_RECORD_MOST = 0x17;
    private static final int TLS_MAJOR_VERSION = 3;

    private int contentBytesMost;
    private boolean deaf;

    FrameDecoder(int contentBytesMost) {
        this.contentBytesMost = contentBytesMost;
    }

    /** From the next frame on. */
    void allow(int mostContentBytes) {
        contentBytesMost = mostContentBytes;
    }

    /** Drops whatever comes from now on. */
    void hearNoMore() {
        deaf = true;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (deaf) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < Frame.HEADER_BYTES) {
            return;
        }
        int start = in.readerIndex();
        long length = in.getUnsignedInt(start);
        byte code = in.getByte(start + Integer.BYTES);
        FrameKind kind = FrameKind.of(code);
        if (length > contentBytesMost) {
            throw bad(FrameProblem.TOO_LONG, tooLong(length));
        } else if (kind == null) {
            throw bad(FrameProblem.UNKNOWN_KIND, "kind " + (code & 0xff));
        } else if (in.readableBytes() - Frame.HEADER_BYTES >= length) {
            out.add(read(in, kind, (int) length));
        }
    }

    private Frame read(ByteBuf in, FrameKind kind, int length) {
        in.skipBytes(Integer.BYTES + 1);
        int checksum = in.readInt();
        byte[] content = new byte[length];
        in.readBytes(content);
        if (Frame.checksum(kind.code(), content) != checksum) {
            throw bad(FrameProblem.WRONG_CHECKSUM, kind + " of " + length + " bytes");
        }
        return new Frame(kind, content);
    }

    private BadFrameException bad(FrameProblem problem, String detail) {
        deaf = true;
        return new BadFrameException(problem, detail);
    }

    private String tooLong(long length) {
        int first = (int) (length >>> 24);
        boolean tls =
                first >= TLS_RECORD_LEAST && first <= TLS_RECORD_MOST && ((length >>> 16) & 0xff) == TLS_MAJOR_VERSION;
        String text = length + " bytes, at most " + contentBytesMost;
        return tls
                ? text + "; it looks like TLS, so one side is set to TLS and this one to plain text: set both alike"
                : text;
    }
}
