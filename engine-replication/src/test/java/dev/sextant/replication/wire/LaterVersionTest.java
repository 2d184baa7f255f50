package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.sextant.replication.wire.proto.WireEnvelope;
import dev.sextant.replication.wire.proto.WireHello;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds that what a later version adds to messages that are there already does no harm to this one. */
class LaterVersionTest {
    private static final int SEEDS = 20;
    private static final UnknownFieldSet ADDED = UnknownFieldSet.newBuilder()
            .addField(200, UnknownFieldSet.Field.newBuilder().addVarint(-1).build())
            .addField(
                    201,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(new byte[] {1, 2, 3}))
                            .build())
            .build();

    /** The same message with fields added to every part of it. */
    private static Message grown(Message message) {
        Message.Builder grown = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                grown.setField(field, grown(field, value));
            }
        });
        return grown.setUnknownFields(ADDED).build();
    }

    private static Object grown(FieldDescriptor field, Object value) {
        if (field.isRepeated()) {
            return ((List<?>) value).stream().map(each -> grown((Message) each)).toList();
        }
        return grown((Message) value);
    }

    static List<Class<?>> kinds() {
        return Messages.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fieldsThatWereAddedToAMessageAreIgnored(Class<?> kind) throws InvalidProtocolBufferException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Envelope envelope = Messages.envelope(kind, seed);
            byte[] frame = EnvelopeCodec.encode(envelope);
            byte[] grown = grown(WireEnvelope.parseFrom(frame)).toByteArray();
            assertTrue(grown.length > frame.length);
            assertEquals(Contents.of(envelope), Contents.of(EnvelopeCodec.decode(grown)));
        }
    }

    @Test
    void fieldsThatWereAddedToAHelloAreIgnored() throws InvalidProtocolBufferException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Hello hello = RandomRecords.seeded(seed).draw(Hello.class);
            byte[] grown = grown(WireHello.parseFrom(HelloCodec.encode(hello))).toByteArray();
            assertEquals(hello, HelloCodec.decode(grown));
        }
    }

    private static Hello speaking(int oldest, int newest) {
        Hello any = RandomRecords.small(1).draw(Hello.class);
        return new Hello(
                newest,
                oldest,
                any.cluster(),
                any.volume(),
                any.node(),
                any.zone(),
                any.hosts(),
                any.session(),
                any.nonce(),
                any.generations(),
                any.settings());
    }

    @Test
    void twoProcessesSpeakTheNewestVersionThatBothKnow() {
        assertEquals(OptionalInt.of(3), speaking(1, 3).versionSharedWith(speaking(2, 5)));
        assertEquals(OptionalInt.of(3), speaking(2, 5).versionSharedWith(speaking(1, 3)));
        assertEquals(OptionalInt.of(4), speaking(4, 4).versionSharedWith(speaking(4, 4)));
        assertEquals(OptionalInt.empty(), speaking(1, 3).versionSharedWith(speaking(4, 5)));
        assertEquals(OptionalInt.empty(), speaking(4, 5).versionSharedWith(speaking(1, 3)));
    }
}
