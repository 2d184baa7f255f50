package dev.sextant.conflict.explore;

import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An owner or a settler: its states, each with a number, and what every reply and piece of news makes of it, each found by
 * running the production class once. A state's key has a global part and one column for each segment, so that states which
 * differ only in the order of the segments can be told to be the same.
 */
abstract class Part<S> {
    /** Returned where the production class threw; {@link #error()} says what. */
    static final int BROKEN = -2;

    private static final int UNKNOWN = -1;
    private static final int SEGMENTS = Scenario.THREE.segments();

    protected final Wires wires;
    protected final int number;
    private final Interned<List<String>, S> states = new Interned<>();
    private final Map<String, Integer> keys = new HashMap<>();
    private final List<Facts> facts = new ArrayList<>();
    private int[][] onReply = new int[64][];
    private int[][] onNews = new int[64][];
    private @Nullable String error;

    /** What the explorer needs to know of a state. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Facts(int globalKey, int[] columnKeys, long sent, int committed, int aborted, int[] spontaneous) {}

    Part(int number, Wires wires) {
        this.number = number;
        this.wires = wires;
    }

    // ---- what owners and settlers differ in ------------------------------------------------------------------------

    abstract S initial();

    abstract S copy(S state);

    abstract void deliver(S state, SegmentId segment, Reply reply);

    abstract void hear(S state, Request.News news);

    /** What may happen to it with no message: time-outs, choices, new tries. */
    abstract List<S> spontaneous(S state);

    /** Everything it has sent in its life, as far as this state tells. */
    abstract List<Request> sent(S state);

    /** The proposals whose fate it knows, a bit each by index in the scenario. */
    abstract int committed(S state);

    abstract int aborted(S state);

    abstract String globalKey(S state);

    abstract String columnKey(S state, SegmentId segment);

    // ---- numbered states -------------------------------------------------------------------------------------------

    int initialId() {
        return id(initial());
    }

    Facts facts(int id) {
        return facts.get(id);
    }

    S state(int id) {
        return states.get(id);
    }

    int size() {
        return states.size();
    }

    @Nullable
    String error() {
        return error;
    }

    private int id(S state) {
        List<String> key = new ArrayList<>();
        key.add(globalKey(state));
        for (int segment = 0; segment < SEGMENTS; segment++) {
            key.add(columnKey(state, new SegmentId(segment)));
        }
        int before = states.size();
        int id = states.id(key, () -> state);
        if (id == before) {
            facts.add(new Facts(0, new int[0], 0, 0, 0, new int[0]));
            facts.set(id, describe(state, key));
        }
        return id;
    }

    private Facts describe(S state, List<String> key) {
        int[] columns = new int[SEGMENTS];
        for (int segment = 0; segment < SEGMENTS; segment++) {
            columns[segment] = number(key.get(1 + segment));
        }
        long sent = 0;
        for (Request request : sent(state)) {
            sent |= 1L << wires.request(request);
        }
        int[] next = spontaneous(state).stream().mapToInt(this::id).toArray();
        return new Facts(number(key.get(0)), columns, sent, committed(state), aborted(state), next);
    }

    private int number(String key) {
        Integer known = keys.putIfAbsent(key, keys.size());
        return known == null ? keys.size() - 1 : known;
    }

    int onReply(int id, int segment, int reply) {
        if (id >= onReply.length) {
            onReply = Arrays.copyOf(onReply, 2 * id);
        }
        if (onReply[id] == null) {
            onReply[id] = new int[SEGMENTS * Long.SIZE];
            Arrays.fill(onReply[id], UNKNOWN);
        }
        int place = segment * Long.SIZE + reply;
        int next = onReply[id][place];
        if (next == UNKNOWN) {
            S state = copy(states.get(id));
            next = run(() -> deliver(state, new SegmentId(segment), wires.reply(number, reply)), state);
            onReply[id][place] = next;
        }
        return next;
    }

    int onNews(int id, int request) {
        if (id >= onNews.length) {
            onNews = Arrays.copyOf(onNews, 2 * id);
        }
        if (onNews[id] == null) {
            onNews[id] = new int[Long.SIZE];
            Arrays.fill(onNews[id], UNKNOWN);
        }
        int next = onNews[id][request];
        if (next == UNKNOWN) {
            S state = copy(states.get(id));
            Check.state(wires.request(request) instanceof Request.News, "owners and settlers hear news");
            next = run(() -> hear(state, (Request.News) wires.request(request)), state);
            onNews[id][request] = next;
        }
        return next;
    }

    /** No successors: the production class threw on the way. */
    static final int[] BROKE = {};

    private record Inbox(int state, List<Long> replies) {}

    private final Map<Inbox, int[]> visibleMoves = new HashMap<>();

    /**
     * Everything visible it may do next with some of these replies: the states, reached by any of them in any order and by its
     * own moves, in which it has sent something more or knows a fate, and has only just done so. What it counts before that
     * nobody sees, so it may as well count it at the last moment. Of two states that differ only in that one has counted more
     * already, the one that has counted less stays.
     */
    int[] visibleMoves(int id, long[] words, int inbox) {
        List<Long> replies = new ArrayList<>(SEGMENTS);
        for (int segment = 0; segment < SEGMENTS; segment++) {
            replies.add(words[inbox + segment]);
        }
        return visibleMoves.computeIfAbsent(new Inbox(id, replies), this::findVisibleMoves);
    }

    private int[] findVisibleMoves(Inbox inbox) {
        List<Integer> found = new ArrayList<>();
        List<Integer> reached = new ArrayList<>(List.of(inbox.state()));
        for (int index = 0; index < reached.size(); index++) {
            int from = reached.get(index);
            for (int next : allMoves(from, inbox.replies())) {
                if (next == BROKEN) {
                    return BROKE;
                }
                List<Integer> into = looksLike(next, inbox.state()) ? reached : found;
                if (!into.contains(next)) {
                    into.add(next);
                }
            }
        }
        return found.stream()
                .filter(one -> found.stream().noneMatch(other -> !other.equals(one) && hasCountedLess(other, one)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Integer> allMoves(int from, List<Long> replies) {
        List<Integer> moves = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            for (long rest = replies.get(segment); rest != 0; rest &= rest - 1) {
                moves.add(onReply(from, segment, Long.numberOfTrailingZeros(rest)));
            }
        }
        for (int next : facts(from).spontaneous()) {
            moves.add(next);
        }
        return moves;
    }

    private boolean looksLike(int one, int other) {
        Facts a = facts(one);
        Facts b = facts(other);
        return a.sent() == b.sent() && a.committed() == b.committed() && a.aborted() == b.aborted();
    }

    private boolean hasCountedLess(int less, int more) {
        if (facts(less).globalKey() != facts(more).globalKey()) {
            return false;
        }
        for (int segment = 0; segment < SEGMENTS; segment++) {
            String one = columnKey(state(less), new SegmentId(segment));
            String other = columnKey(state(more), new SegmentId(segment));
            for (int place = 0; place < one.length(); place++) {
                if (one.charAt(place) != other.charAt(place) && one.charAt(place) != '-') {
                    return false;
                }
            }
        }
        return true;
    }

    private int run(Runnable step, S state) {
        try {
            step.run();
            return id(state);
        } catch (IllegalStateException broken) {
            error = broken.getMessage();
            return BROKEN;
        }
    }
}
