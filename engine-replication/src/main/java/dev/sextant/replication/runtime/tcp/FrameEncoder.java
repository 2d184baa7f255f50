package dev.sextant.replication.runtime.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Makes bytes of frames: one buffer of just the right size for each. */
@ChannelHandler.Sharable
final class FrameEncoder extends MessageToByteEncoder<Frame> {
    FrameEncoder() {
        super(Frame.class);
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext ctx, Frame frame, boolean preferDirect) {
        return ctx.alloc().ioBuffer(Frame.HEADER_BYTES + frame.content().length);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Frame frame, ByteBuf out) {
        byte code = frame.kind().code();
        out.writeInt(frame.content().length);
        out.writeByte(code);
        out.writeInt(Frame.checksum(code, frame.content()));
        out.writeBytes(frame.content());
    }
}
