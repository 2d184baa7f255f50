package dev.sextant.bench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.wire.Hello;
import dev.sextant.replication.wire.PeerFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that docs/messages.md lists every message and every field of a hello, and no others. */
class MessagesPageTest {
    private static final String PAGE = Pages.read("docs/messages.md");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    private static final int NAME = 1;
    private static final int TO = 3;
    private static final int ANSWER = 5;

    private static Set<String> permitted(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of the table of messages, by name. */
    private static Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new TreeMap<>();
        for (List<String> row : Pages.tableRows(PAGE, "## All messages")) {
            Matcher name = CODE.matcher(row.get(NAME));
            if (name.matches()) {
                assertNull(rows.put(name.group(1), row), () -> name.group(1) + " has two rows");
            }
        }
        return rows;
    }

    private static Set<String> namesTo(String receiver) {
        return rows().entrySet().stream()
                .filter(row -> Set.of(row.getValue().get(TO).split(", ", -1)).contains(receiver))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void listsEveryMessageToSegments() {
        assertEquals(permitted(SegmentMessage.class), namesTo("segment"));
    }

    @Test
    void listsEveryMessageToWritersAndRepairs() {
        Set<String> listed = namesTo("writer");
        listed.addAll(namesTo("repair"));
        assertEquals(permitted(WriterMessage.class), listed);
    }

    @Test
    void everyMessageHasASenderAReceiverAMeaningAndAnAnswerThatExists() {
        Map<String, List<String>> rows = rows();
        Set<String> nodes = Stream.of(NodeAddress.Role.values())
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        rows.forEach((name, row) -> {
            assertEquals(7, row.size(), () -> "a row of five columns: " + row);
            assertTrue(row.subList(1, 6).stream().noneMatch(String::isEmpty), () -> "nothing is left out: " + row);
            assertTrue(nodes.containsAll(List.of(row.get(TO).split(", ", -1))), () -> "no such receiver: " + row);
            CODE.matcher(row.get(ANSWER)).results().map(found -> found.group(1)).forEach(answer -> {
                assertTrue(rows.containsKey(answer), () -> "there is no message " + answer);
            });
        });
    }

    @Test
    void listsEveryFrameBetweenProcesses() {
        Set<String> listed = Pages.tableRows(PAGE, "## Frames").stream()
                .map(row -> CODE.matcher(row.get(NAME)))
                .filter(Matcher::matches)
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(permitted(PeerFrame.class), listed);
    }

    @Test
    void listsEveryFieldOfAHello() {
        Set<String> listed = Pages.tableRows(PAGE, "## Hellos").stream()
                .skip(2)
                .flatMap(row -> Stream.of(row.get(1).split(", ", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> fields = Arrays.stream(Hello.class.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(fields, listed);
    }
}
