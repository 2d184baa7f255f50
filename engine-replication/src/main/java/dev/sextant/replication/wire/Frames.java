package dev.sextant.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One kind of frame, between generated objects and bytes, and the one place where whatever is wrong with a frame becomes a
 * {@link WireException}.
 */
final class Frames<W extends Message, R> {
    private final String name;
    private final int maxBytes;
    private final Parser<W> parser;
    private final PartScan.Shape shape;
    private final Function<R, W> toWire;
    private final Function<W, R> fromWire;

    /**
     * A kind of frame.
     *
     * @param name what people call it
     */
    Frames(
            String name,
            int maxBytes,
            Descriptor type,
            Parser<W> parser,
            Function<R, W> toWire,
            Function<W, R> fromWire) {
        this.name = name;
        this.maxBytes = maxBytes;
        this.shape = PartScan.Shape.of(type);
        // what a newer version has added is dropped, so that it takes no memory
        this.parser = DiscardUnknownFieldsParser.wrap(parser);
        this.toWire = toWire;
        this.fromWire = fromWire;
    }

    byte[] encode(R content) {
        W wire = toWire.apply(content);
        int sizeBytes = wire.getSerializedSize();
        if (sizeBytes < 0 || sizeBytes > maxBytes) {
            throw new WireException(name + " of " + Integer.toUnsignedString(sizeBytes) + " bytes is not sent: at most "
                    + maxBytes + " are allowed");
        }
        return wire.toByteArray();
    }

    R decode(byte[] frame) {
        if (frame.length > maxBytes) {
            throw new WireException(refusal(frame, "at most " + maxBytes + " are allowed"));
        }
        try {
            return fromWire.apply(parse(frame));
        } catch (InvalidProtocolBufferException malformed) {
            throw new WireException(
                    refusal(frame, "it is not a Protobuf message: " + malformed.getMessage()), malformed);
        } catch (IOException impossible) {
            throw new AssertionError("bytes in memory can be read", impossible);
        } catch (IllegalArgumentException | IllegalStateException outOfRange) {
            // what constructors of records refuse: they cannot know that it came from outside
            throw new WireException(refusal(frame, outOfRange.getMessage()), outOfRange);
        }
    }

    private String refusal(byte[] frame, @Nullable String why) {
        return name + " of " + frame.length + " bytes is refused, and nothing of it is taken: " + why;
    }

    /** Bytes are copied once, when records are made of them: until then they stay where they are. */
    private W parse(byte[] frame) throws IOException {
        PartScan.check(frame, shape);
        CodedInputStream input = CodedInputStream.newInstance(frame);
        input.enableAliasing(true);
        W wire = parser.parseFrom(input);
        input.checkLastTagWas(0);
        return wire;
    }
}
