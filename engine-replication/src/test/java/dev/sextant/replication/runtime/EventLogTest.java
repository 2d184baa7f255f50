package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.storage.segment.SegmentEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Each event is in the log once, at the level that docs/observability.md says. */
class EventLogTest {
    private static final SegmentId SEGMENT = new SegmentId(1);
    private static final WriterId WRITER = new WriterId(1);
    private static final ProposalId PROPOSAL = ProposalId.of(2, 7);
    private static final Duration SOME_TIME = Duration.ofSeconds(5);
    private static final ReadPoint POINT = ReadPoint.ZERO;

    private static final List<ClusterEvent> SAMPLES = List.of(
            new ClusterEvent.WriterOpenedInDoubt(WRITER, List.of(PROPOSAL)),
            new ClusterEvent.VolumeRewound(WRITER, POINT),
            new ClusterEvent.SegmentLeftService(SEGMENT, "Its disk is full.", false),
            new ClusterEvent.SegmentStillAway(SEGMENT, "Its disk is full.", 3, SOME_TIME, SOME_TIME),
            new ClusterEvent.SegmentReturned(SEGMENT, 3, SOME_TIME),
            new ClusterEvent.SegmentRecovered(SEGMENT, 1, true, POINT),
            new ClusterEvent.RebuildBegan(SEGMENT, 2),
            new ClusterEvent.RebuildAdvanced(SEGMENT, 2, "a step"),
            new ClusterEvent.RebuildCompleted(SEGMENT, 2, POINT),
            new ClusterEvent.PageCorrupt(SEGMENT, new PageId(7), "its chain has a gap"),
            new ClusterEvent.CatchUpAdvanced(SEGMENT, 700, 3, 4, Optional.of(SOME_TIME)),
            new ClusterEvent.CaughtUp(SEGMENT, SOME_TIME),
            new ClusterEvent.DiskDamaged(SEGMENT, "a delta is lost"),
            new ClusterEvent.DiskReplaced(SEGMENT, "a delta is lost"),
            new ClusterEvent.RecordCorrupt(SEGMENT, "a delta", "its checksum"),
            new ClusterEvent.CopyBegan(SEGMENT, new SegmentId(2), POINT),
            new ClusterEvent.CopyCompleted(SEGMENT, new SegmentId(2), 5, POINT),
            new ClusterEvent.LogKept(SEGMENT, List.of(new SegmentId(2)), SOME_TIME, 1 << 20),
            new ClusterEvent.ReaderHoldsHistory(SEGMENT, "writer-1", SOME_TIME, SOME_TIME),
            new ClusterEvent.ReaderCutOff(SEGMENT, "replica-3", SOME_TIME));

    private final Logger logger = (Logger) LoggerFactory.getLogger(EventLog.NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ClusterEvents events = new ClusterEvents(event -> {}, 64, Recorder.NONE);

    @BeforeEach
    void listens() {
        logged.start();
        logger.setAdditive(false);
        logger.setLevel(ch.qos.logback.classic.Level.TRACE);
        logger.addAppender(logged);
    }

    @AfterEach
    void listensNoMore() {
        events.close();
        logger.detachAppender(logged);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    /** The only line since the last call. */
    private ILoggingEvent line() {
        assertEquals(1, logged.list.size(), logged.list::toString);
        return logged.list.remove(0);
    }

    private void assertLine(Level level, String message) {
        ILoggingEvent line = line();
        assertEquals(level.toString(), line.getLevel().toString(), message);
        assertEquals(message, line.getFormattedMessage());
    }

    private static Set<String> leaves(Class<?> sealed) {
        Set<String> leaves = new TreeSet<>();
        for (Class<?> each : sealed.getPermittedSubclasses()) {
            if (each.isSealed()) {
                leaves.addAll(leaves(each));
            } else {
                leaves.add(each.getSimpleName());
            }
        }
        return leaves;
    }

    @Test
    void thereIsASampleOfEveryKind() {
        Set<String> sampled = new TreeSet<>();
        SAMPLES.forEach(event -> sampled.add(event.getClass().getSimpleName()));
        assertEquals(leaves(ClusterEvent.class), sampled);
    }

    @Test
    void whatTheListenerHearsIsLoggedOnceInTheSameWords() {
        for (ClusterEvent event : SAMPLES) {
            events.told(event);
            assertLine(EventLog.level(event), event.message());
        }
    }

    @Test
    void whatHappensAtASegmentIsLoggedOnce() {
        events.segment(SEGMENT, new SegmentEvent.Recovered(0, true, 5, 0, POINT));
        assertLine(Level.INFO, new ClusterEvent.SegmentRecovered(SEGMENT, 1, true, POINT).message());
        events.segment(SEGMENT, new SegmentEvent.LoadFailed("a delta", "its checksum"));
        assertLine(Level.WARN, new ClusterEvent.RecordCorrupt(SEGMENT, "a delta", "its checksum").message());
        events.segment(SEGMENT, new SegmentEvent.OutOfService("unreadable", true));
        assertEquals("DEBUG", line().getLevel().toString(), "its host tells in other words");
    }

    @Test
    void aSegmentThatLeavesIsAnErrorIfAPersonMustSeeToIt() {
        IllegalStateException bug = new IllegalStateException("a bug");
        events.left(SEGMENT, Trouble.bug(bug), false);
        ILoggingEvent line = line();
        assertEquals("ERROR", line.getLevel().toString());
        assertSame(bug, ((ThrowableProxy) line.getThrowableProxy()).getThrowable());
        events.left(SEGMENT, Trouble.bug(bug), true);
        assertEquals("WARN", line().getLevel().toString());
    }

    @Test
    void whatHappensAtAWriterIsLoggedOnce() {
        Map<WriterEvent, Level> levels = Map.of(
                new WriterEvent.SlotOpened(3), Level.INFO,
                new WriterEvent.OpenedInDoubt(List.of(PROPOSAL)), Level.WARN,
                new WriterEvent.Fenced(4), Level.WARN,
                new WriterEvent.LeftBehind(POINT), Level.WARN,
                new WriterEvent.Rewound(PROPOSAL, POINT), Level.INFO,
                new WriterEvent.Settled(PROPOSAL, Fate.ABORTED, 5), Level.DEBUG,
                new WriterEvent.InDoubt(PROPOSAL), Level.DEBUG,
                new WriterEvent.PageLost(PROPOSAL, new PageId(7)), Level.TRACE);
        Set<String> sampled = new TreeSet<>();
        levels.keySet().forEach(event -> sampled.add(event.getClass().getSimpleName()));
        sampled.add(WriterEvent.ReplicaOpened.class.getSimpleName()); // of replicas alone
        assertEquals(leaves(WriterEvent.class), sampled);
        levels.forEach((event, level) -> {
            events.writer(WRITER, event);
            ILoggingEvent line = line();
            assertEquals(level.toString(), line.getLevel().toString(), event::toString);
            assertTrue(line.getFormattedMessage().startsWith("writer-1"), line::getFormattedMessage);
        });
    }

    @Test
    void whatHappensAtAReplicaIsLoggedOnce() {
        Map<WriterEvent, Level> levels = Map.of(
                new WriterEvent.ReplicaOpened(POINT), Level.INFO,
                new WriterEvent.OpenedInDoubt(List.of(PROPOSAL)), Level.WARN,
                new WriterEvent.LeftBehind(POINT), Level.WARN,
                new WriterEvent.Rewound(PROPOSAL, POINT), Level.DEBUG);
        levels.forEach((event, level) -> {
            events.replica(new ReplicaId(3), event);
            ILoggingEvent line = line();
            assertEquals(level.toString(), line.getLevel().toString(), event::toString);
            assertTrue(line.getFormattedMessage().startsWith("replica-3"), line::getFormattedMessage);
        });
    }

    @Test
    void thePageSaysTheLevels() throws IOException {
        Map<String, String> held = new TreeMap<>();
        SAMPLES.forEach(event ->
                held.put(event.getClass().getSimpleName(), EventLog.level(event).toString()));
        Map<String, String> shown = new TreeMap<>();
        Matcher rows = Pattern.compile("(?m)^\\| `(\\w+)` \\| (ERROR|WARN|INFO|DEBUG|TRACE) \\|$")
                .matcher(Files.readString(root().resolve("docs/observability.md")));
        while (rows.find()) {
            shown.put(rows.group(1), rows.group(2));
        }
        held.remove("SegmentLeftService"); // it has two, and so two rows of words
        assertEquals(held, shown);
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("docs")) && Files.isDirectory(folder.resolve("engine-api"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run this inside the project");
    }
}
