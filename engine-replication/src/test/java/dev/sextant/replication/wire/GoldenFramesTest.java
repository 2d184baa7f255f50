package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.conflict.message.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds that frames that were written once are read for ever: an example of each message is kept as bytes, with what is in it. If
 * this fails, a change of the format has gone unnoticed, and nodes of the version before would not understand this one.
 *
 * <p>A new message needs an example. Where the format is changed on purpose, which takes a new protocol version, its examples have
 * to be replaced. Both are done by the line below, which leaves alone what still holds:
 *
 * <pre>
 * mvn test -pl engine-replication -am -Dtest=GoldenFramesTest -Dsurefire.failIfNoSpecifiedTests=false -Dsextant.wire.golden=renew
 * </pre>
 */
class GoldenFramesTest {
    private static final String RESOURCE = "golden-frames.txt";
    private static final Path SOURCE = Path.of("src/test/resources/dev/sextant/replication/wire", RESOURCE);
    private static final String HELLO = Hello.class.getSimpleName();
    private static final String HEADER = """
            # One frame of each message, and what is in it. See GoldenFramesTest before you change anything here.
            """;

    /** A frame and what it means. */
    record Example(String name, byte[] frame, String holds) {
        boolean isHello() {
            return name.equals(HELLO);
        }

        Object decoded() {
            return isHello() ? HelloCodec.decode(frame) : EnvelopeCodec.decode(frame);
        }

        byte[] encodedAgain() {
            Object decoded = decoded();
            return decoded instanceof Hello hello ? HelloCodec.encode(hello) : EnvelopeCodec.encode((Envelope) decoded);
        }

        boolean stillHolds() {
            try {
                return Contents.of(decoded()).equals(holds)
                        && HexFormat.of().formatHex(encodedAgain()).equals(hex());
            } catch (WireException changed) {
                return false;
            }
        }

        String hex() {
            return HexFormat.of().formatHex(frame);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> examples() {
        return parse(resource());
    }

    private static String resource() {
        try (InputStream in = GoldenFramesTest.class.getResourceAsStream(RESOURCE)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Example> parse(String text) {
        List<String> lines = text.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i + 2 < lines.size(); i += 3) {
            byte[] frame = HexFormat.of().parseHex(lines.get(i + 1).strip());
            examples.add(new Example(lines.get(i), frame, lines.get(i + 2).strip()));
        }
        return examples;
    }

    private static Set<String> names() {
        return Stream.concat(Messages.kinds().stream().map(Class::getSimpleName), Stream.of(HELLO))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMessageHasAnExample() {
        assertEquals(names(), examples().stream().map(Example::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void frameIsReadAndWrittenAsEver(Example example) {
        assertEquals(example.holds(), Contents.of(example.decoded()));
        assertEquals(example.hex(), HexFormat.of().formatHex(example.encodedAgain()));
    }

    @Test
    @EnabledIfSystemProperty(named = "sextant.wire.golden", matches = "renew")
    void renew() throws IOException {
        Map<String, Example> kept = new TreeMap<>();
        examples().stream().filter(Example::stillHolds).forEach(each -> kept.put(each.name(), each));
        StringBuilder text = new StringBuilder(HEADER);
        for (Class<?> kind : Messages.kinds()) {
            append(text, kept.computeIfAbsent(kind.getSimpleName(), name -> drawn(name, kind)));
        }
        append(text, kept.computeIfAbsent(HELLO, name -> drawn(name, Hello.class)));
        Files.createDirectories(SOURCE.getParent());
        Files.writeString(SOURCE, text);
    }

    private static Example drawn(String name, Class<?> kind) {
        Object record = RandomRecords.small(name.hashCode()).draw(kind);
        if (record instanceof Hello hello) {
            return new Example(name, HelloCodec.encode(hello), Contents.of(hello));
        }
        Envelope envelope = Messages.envelope((Message) record);
        return new Example(name, EnvelopeCodec.encode(envelope), Contents.of(envelope));
    }

    private static void append(StringBuilder text, Example example) {
        text.append(example.name()).append('\n');
        text.append("  ").append(example.hex()).append('\n');
        text.append("  ").append(example.holds()).append('\n');
    }
}
