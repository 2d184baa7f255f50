package dev.sextant.replication.runtime.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.WriterState;
import dev.sextant.replication.runtime.console.ConsoleView.Contact;
import dev.sextant.replication.runtime.console.ConsoleView.Member;
import dev.sextant.replication.runtime.console.Timeline.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final long SECOND = 1_000_000_000;

    private ClusterStatus status = Statuses.of(Statuses.writer(0, WriterState.OPEN, 10, 1));
    private List<Member> members = List.of();
    private long nowNanos;
    private final Timeline timeline = new Timeline(0);
    private final Feed feed = new Feed(
            () -> new ConsoleView("here", ClusterHealth.of(status), members),
            timeline,
            () -> 1_700_000_000_000L,
            () -> nowNanos);

    private void look(ClusterStatus next) {
        status = next;
        nowNanos += SECOND;
        feed.look();
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), () -> part + " is not in " + text);
    }

    @Test
    void theFirstMessageHasAllAndLaterOnesHaveTheNews() throws InterruptedException {
        feed.look();
        look(Statuses.of(Statuses.writer(0, WriterState.OPEN, 15, 3)));
        timeline.add(7, Severity.WARNING, "before");
        Feed.Reader reader = feed.reader();
        String first = reader.next();
        assertContains(
                first,
                "{\"first\":true,\"samples\":[{\"epochMillis\":1700000000000,\"tookNanos\":1000000000,"
                        + "\"writers\":[{\"writer\":0,\"commits\":5,\"conflicts\":2}],\"p50Nanos\":5,\"p99Nanos\":7}],"
                        + "\"events\":[{\"number\":1,\"epochMillis\":7,\"severity\":\"WARNING\",\"text\":\"before\"}],"
                        + "\"state\":{\"version\":1,\"name\":\"here\",\"epochMillis\":1700000000000,\"processes\":[],\"health\":{\"verdict\":\"HEALTHY\",");
        look(status);
        String second = reader.next();
        assertContains(second, "{\"first\":false,\"samples\":[{");
        assertContains(second, "\"commits\":0");
        assertContains(second, "\"events\":[],");
        assertTrue(second.endsWith(feed.state() + "}"), second);
    }

    @Test
    void aSampleTakesAboutASecond() throws InterruptedException {
        feed.look();
        for (int i = 0; i < 4; i++) {
            nowNanos += ConsoleLimits.TICK_NANOS;
            feed.look();
        }
        assertEquals(3, feed.reader().next().split("tookNanos", -1).length);
    }

    @Test
    void oldSamplesAreForgotten() throws InterruptedException {
        feed.look();
        for (int i = 0; i < ConsoleLimits.SAMPLES + 5; i++) {
            look(status);
        }
        assertEquals(ConsoleLimits.SAMPLES + 1, feed.reader().next().split("tookNanos", -1).length);
    }

    @Test
    void whatChangesItsStateIsAnEvent() {
        members = List.of(
                new Member("a", "127.0.0.1:1", Contact.SELF), new Member("b", "127.0.0.1:2", Contact.CONNECTED));
        feed.look();
        assertEquals(List.of(), timeline.after(0));
        members = List.of(members.get(0), new Member("b", "127.0.0.1:2", Contact.GONE));
        look(Statuses.of(Statuses.writer(0, WriterState.DOWN, 10, 1)));
        assertEquals(
                List.of(
                        "WARNING writer-0 was OPEN and is DOWN.",
                        "WARNING process b was CONNECTED and is GONE.",
                        "ERROR the cluster was HEALTHY and is UNAVAILABLE."),
                timeline.after(0).stream()
                        .map(entry -> entry.severity() + " " + entry.text())
                        .toList());
        assertContains(feed.state(), "{\"name\":\"b\",\"address\":\"127.0.0.1:2\",\"contact\":\"GONE\"}");
    }

    private ClusterStatus withReplica(ReplicaState state) {
        return new ClusterStatus(status.writers(), status.segments(), List.of(Statuses.replica(4, state)));
    }

    @Test
    void aReplicaThatChangesItsStateIsAnEventAndOneThatComesIsNot() {
        feed.look();
        look(withReplica(ReplicaState.STARTING));
        assertEquals(List.of(), timeline.after(0));
        look(withReplica(ReplicaState.OPEN));
        look(withReplica(ReplicaState.UNKNOWN));
        List<String> told = timeline.after(0).stream()
                .map(entry -> entry.severity() + " " + entry.text())
                .filter(text -> text.contains("replica"))
                .toList();
        assertEquals(
                List.of("INFO replica-4 was STARTING and is OPEN.", "WARNING replica-4 was OPEN and is UNKNOWN."),
                told);
        assertContains(feed.state(), "\"replicas\":[{\"replica\":4,\"zone\":\"B\",\"state\":\"UNKNOWN\"");
    }

    @Test
    void aWriterThatBeginsAnewCountsFromZeroAndOneThatIsNewIsNotCounted() {
        ClusterStatus before = Statuses.of(Statuses.writer(0, WriterState.OPEN, 100, 50));
        ClusterStatus after =
                Statuses.of(Statuses.writer(0, WriterState.OPEN, 4, 2), Statuses.writer(1, WriterState.DOWN, 1_000, 9));
        Sample sample = Sample.between(before, after, 1, 2, 3);
        assertEquals(
                List.of(new Sample.Work(4, 2), new Sample.Work(0, 0)),
                List.copyOf(sample.work().values()));
        assertEquals(5, sample.p50Nanos(), "that of the writer which is open");
    }

    @Test
    void whoWaitsIsLetGoAtTheEnd() throws InterruptedException {
        feed.look();
        Feed.Reader reader = feed.reader();
        assertFalse(reader.next().isEmpty());
        feed.close();
        assertNull(reader.next());
    }
}
