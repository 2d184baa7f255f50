package dev.sextant.conflict.explore;

import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Breadth-first search of everything a scenario can do with three segments. A state is a few words: which requests were ever
 * sent, the number of each segment's, owner's and settler's state in the tables that the production classes fill, and, for each
 * segment and part, the replies under way that would still change something. (One that changes nothing now never will: a
 * part only counts up.) Lost, repeated and reordered messages need no moves of their own, since what was sent may arrive any
 * time, any number of times, or never.
 *
 * <p>Segments are alike, so of states that differ only in the order of the segments one is explored; how many they stand for
 * is counted on the way.
 */
final class Explorer {
    private static final int SEGMENTS = Scenario.THREE.segments();
    private static final int NUMBER_BITS = 21;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;
    private static final int NUMBERS_PER_WORD = 3;
    private static final int REQUESTS = 0;
    private static final int ACCEPTORS = 1;
    private static final int PARTS = 2;
    private static final int HEALED_ONE_IN = 1 << 12;

    private final Scenario scenario;
    private final boolean reduced;
    private final Wires wires = new Wires();
    private final List<Part<?>> parts = new ArrayList<>();
    private final AcceptorTable acceptors;
    private final Invariants invariants;
    private final Healing healing;
    private final int inboxes;
    private final int words;
    private final Visited visited = new Visited();
    private final Ancestry ancestry = new Ancestry();
    private final long[] columns = new long[SEGMENTS];
    private final Set<List<String>> segmentStates = new HashSet<>();
    private boolean keepsSegmentStates;
    private final long[] gossip = new long[1 << (2 * Byte.SIZE)];
    private Tuples next;
    private long transitions;
    private long unsymmetric;
    private long healed;
    private int parent;
    private @Nullable String violation;
    private @Nullable List<Integer> way;

    Explorer(Scenario scenario, Machinery machinery) {
        this(scenario, machinery, true);
    }

    Explorer(Scenario scenario, Machinery machinery, boolean reduced) {
        this.scenario = scenario;
        this.reduced = reduced;
        for (List<Proposal> attempts : scenario.owners()) {
            parts.add(new OwnerPart(parts.size(), wires, scenario, attempts));
        }
        for (Scenario.Settling settling : scenario.settlings()) {
            parts.add(new SettlerPart(parts.size(), wires, scenario, settling, machinery));
        }
        acceptors = new AcceptorTable(scenario, wires, new ByAddress(scenario), machinery);
        invariants = new Invariants(scenario);
        healing = new Healing(scenario, machinery);
        inboxes = PARTS + (parts.size() + NUMBERS_PER_WORD - 1) / NUMBERS_PER_WORD;
        words = inboxes + parts.size() * SEGMENTS;
        next = new Tuples(words);
    }

    /** Keeps the states the segments get into together, whatever owners and settlers know. */
    Set<List<String>> segmentStates() {
        keepsSegmentStates = true;
        return segmentStates;
    }

    /** What a search found. */
    record Result(
            String scenario,
            int states,
            long unsymmetricStates,
            long transitions,
            int depth,
            boolean complete,
            long healed,
            double seconds,
            @Nullable String violation,
            List<String> trace) {
        String summary() {
            return String.format(
                    "%s: %,d states (%,d without symmetry), %,d transitions, depth %d, %s, %,d healed, %.1f s, %s",
                    scenario,
                    states,
                    unsymmetricStates,
                    transitions,
                    depth,
                    complete ? "complete" : "cut off",
                    healed,
                    seconds,
                    violation == null ? "no violation" : "VIOLATION: " + violation);
        }

        /** The violation and the shortest way to it. */
        String story() {
            return summary() + System.lineSeparator() + String.join(System.lineSeparator(), trace);
        }
    }

    /** Explores until there is nothing new, until a violation, or until so many states are found. */
    Result run(int maxStates) {
        long start = System.nanoTime();
        insert(initial(), 0);
        int depth = 0;
        long[] state = new long[words];
        Tuples level = next;
        int index = 0;
        while (level.size() > 0 && violation == null && visited.size() < maxStates) {
            next = new Tuples(words);
            for (int i = 0; i < level.size() && violation == null && visited.size() < maxStates; i++) {
                level.get(i, state);
                parent = index++;
                expand(state);
            }
            level = next;
            depth += level.size() > 0 ? 1 : 0;
        }
        boolean complete = level.size() == 0 && violation == null;
        double seconds = (System.nanoTime() - start) / 1e9;
        List<String> trace = way == null ? List.of() : describe(way);
        return new Result(
                scenario.name(),
                visited.size(),
                unsymmetric,
                transitions,
                depth,
                complete,
                healed,
                seconds,
                violation,
                trace);
    }

    private long[] initial() {
        long[] state = new long[words];
        for (int segment = 0; segment < SEGMENTS; segment++) {
            setAcceptor(state, segment, acceptors.initialId());
        }
        for (Part<?> part : parts) {
            setPart(state, part.number, part.initialId());
        }
        for (Scenario.Beginning beginning : scenario.beginnings()) {
            state = afterRequest(state, beginning.segment(), wires.request(beginning.request()), 0);
        }
        return state;
    }

    // ---- a state's words -------------------------------------------------------------------------------------------

    private static int acceptor(long[] state, int segment) {
        return (int) ((state[ACCEPTORS] >>> (segment * NUMBER_BITS)) & NUMBER_MASK);
    }

    private static void setAcceptor(long[] state, int segment, int id) {
        state[ACCEPTORS] = with(state[ACCEPTORS], segment, id);
    }

    private static int part(long[] state, int part) {
        return (int)
                ((state[PARTS + part / NUMBERS_PER_WORD] >>> (part % NUMBERS_PER_WORD * NUMBER_BITS)) & NUMBER_MASK);
    }

    private void setPart(long[] state, int part, int id) {
        int word = PARTS + part / NUMBERS_PER_WORD;
        state[word] = with(state[word], part % NUMBERS_PER_WORD, id);
        state[REQUESTS] |= parts.get(part).facts(id).sent();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            prune(state, part, segment);
        }
    }

    private static long with(long word, int place, int id) {
        Check.state(id <= NUMBER_MASK, "too many states for their bits");
        int shift = place * NUMBER_BITS;
        return (word & ~(NUMBER_MASK << shift)) | ((long) id << shift);
    }

    /** Takes out of an inbox what would change nothing. */
    private void prune(long[] state, int part, int segment) {
        int word = inboxes + part * SEGMENTS + segment;
        long live = state[word];
        int id = part(state, part);
        for (long rest = live; rest != 0; rest &= rest - 1) {
            int reply = Long.numberOfTrailingZeros(rest);
            if (parts.get(part).onReply(id, segment, reply) == id) {
                live &= ~(1L << reply);
            }
        }
        state[word] = live;
    }

    // ---- moves -----------------------------------------------------------------------------------------------------

    private enum Move {
        REQUEST_ARRIVES,
        REPLY_ARRIVES,
        NEWS_ARRIVES,
        SPONTANEOUS
    }

    private static int move(Move kind, int who, int where, int what) {
        return (kind.ordinal() << 24) | (who << 16) | (where << 8) | what;
    }

    private void expand(long[] state) {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            for (long rest = state[REQUESTS]; rest != 0; rest &= rest - 1) {
                requestArrives(state, segment, Long.numberOfTrailingZeros(rest));
            }
        }
        for (Part<?> part : parts) {
            if (reduced) {
                partMovesVisibly(state, part);
            } else {
                partMovesAnyhow(state, part);
            }
        }
    }

    private void partMovesVisibly(long[] state, Part<?> part) {
        int id = part(state, part.number);
        int[] moves = part.visibleMoves(id, state, inboxes + part.number * SEGMENTS);
        if (moves == Part.BROKE) {
            found("owner or settler broke: " + part.error(), move(Move.SPONTANEOUS, part.number, 0, 0));
        }
        for (int choice = 0; choice < moves.length; choice++) {
            partMoves(state, part, moves[choice], move(Move.SPONTANEOUS, part.number, 0, choice));
        }
        for (long rest = state[REQUESTS] & wires.news(); rest != 0; rest &= rest - 1) {
            int news = Long.numberOfTrailingZeros(rest);
            if (part.onNews(id, news) == Part.BROKEN) {
                found("owner or settler broke: " + part.error(), move(Move.NEWS_ARRIVES, part.number, 0, news));
            }
        }
    }

    private void partMovesAnyhow(long[] state, Part<?> part) {
        int id = part(state, part.number);
        for (int segment = 0; segment < SEGMENTS; segment++) {
            long inbox = state[inboxes + part.number * SEGMENTS + segment];
            for (long rest = inbox; rest != 0; rest &= rest - 1) {
                int reply = Long.numberOfTrailingZeros(rest);
                partMoves(
                        state,
                        part,
                        part.onReply(id, segment, reply),
                        move(Move.REPLY_ARRIVES, part.number, segment, reply));
            }
        }
        for (long rest = state[REQUESTS] & wires.news(); rest != 0; rest &= rest - 1) {
            int news = Long.numberOfTrailingZeros(rest);
            partMoves(state, part, part.onNews(id, news), move(Move.NEWS_ARRIVES, part.number, 0, news));
        }
        int[] spontaneous = part.facts(id).spontaneous();
        for (int choice = 0; choice < spontaneous.length; choice++) {
            partMoves(state, part, spontaneous[choice], move(Move.SPONTANEOUS, part.number, 0, choice));
        }
    }

    private void requestArrives(long[] state, int segment, int request) {
        int move = move(Move.REQUEST_ARRIVES, 0, segment, request);
        long[] successor = afterRequest(state, segment, request, move);
        if (!Arrays.equals(state, successor)) {
            insert(successor, move);
        }
    }

    private long[] afterRequest(long[] state, int segment, int request, int move) {
        AcceptorTable.Step step = acceptors.step(acceptor(state, segment), request);
        if (step.error() != null) {
            found("segment broke: " + step.error(), move);
            return state;
        }
        long[] successor = state.clone();
        setAcceptor(successor, segment, step.next());
        for (int part = 0; part < parts.size(); part++) {
            if (step.replies()[part] != 0) {
                replyUnderWay(successor, part, segment, step.replies()[part], move);
            }
        }
        return successor;
    }

    private void replyUnderWay(long[] state, int part, int segment, long replies, int move) {
        long kept = reduced ? wires.countable(part, replies) : replies;
        for (long rest = replies & ~kept; rest != 0; rest &= rest - 1) {
            int reply = Long.numberOfTrailingZeros(rest);
            if (parts.get(part).onReply(part(state, part), segment, reply) == Part.BROKEN) {
                found("owner or settler broke: " + parts.get(part).error(), move);
            }
        }
        state[inboxes + part * SEGMENTS + segment] |= kept;
        prune(state, part, segment);
    }

    private void partMoves(long[] state, Part<?> part, int nextId, int move) {
        if (nextId == Part.BROKEN) {
            found("owner or settler broke: " + part.error(), move);
        } else if (nextId != part(state, part.number)) {
            long[] successor = state.clone();
            setPart(successor, part.number, nextId);
            insert(successor, move);
        }
    }

    private void insert(long[] state, int move) {
        transitions++;
        if (reduced) {
            gossip(state);
        }
        if (!visited.add(fingerprint(state))) {
            return;
        }
        unsymmetric += orbit();
        ancestry.add(parent, move);
        next.add(state);
        AcceptorTable.Facts[] segments = new AcceptorTable.Facts[SEGMENTS];
        for (int segment = 0; segment < SEGMENTS; segment++) {
            segments[segment] = acceptors.facts(acceptor(state, segment));
        }
        if (keepsSegmentStates) {
            segmentStates.add(IntStream.range(0, SEGMENTS)
                    .mapToObj(segment -> acceptors.key(acceptor(state, segment)))
                    .sorted()
                    .toList());
        }
        int committed = 0;
        int aborted = 0;
        for (Part<?> part : parts) {
            Part.Facts facts = part.facts(part(state, part.number));
            committed |= facts.committed();
            aborted |= facts.aborted();
        }
        String broken = invariants.check(segments, committed, aborted);
        if (broken == null && visited.size() % HEALED_ONE_IN == 0) {
            broken = heal(state, committed, aborted);
        }
        if (broken != null && violation == null) {
            violation = broken;
            way = ancestry.movesTo(visited.size() - 1);
        }
    }

    /** Whatever fate a segment, an owner or a settler knows, everybody may be told. */
    private void gossip(long[] state) {
        int committed = 0;
        int aborted = 0;
        for (int segment = 0; segment < SEGMENTS; segment++) {
            AcceptorTable.Facts facts = acceptors.facts(acceptor(state, segment));
            committed |= facts.committed();
            aborted |= facts.aborted();
        }
        for (Part<?> part : parts) {
            Part.Facts facts = part.facts(part(state, part.number));
            committed |= facts.committed();
            aborted |= facts.aborted();
        }
        state[REQUESTS] |= gossip(committed, aborted);
    }

    private long gossip(int committed, int aborted) {
        int known = (committed << Byte.SIZE) | aborted;
        if (gossip[known] == 0 && known != 0) {
            for (int index = 0; index < scenario.proposals().size(); index++) {
                for (Request news : News.of(scenario, index, (committed >>> index) & 1, (aborted >>> index) & 1)) {
                    gossip[known] |= 1L << wires.request(news);
                }
            }
        }
        return gossip[known];
    }

    private @Nullable String heal(long[] state, int committed, int aborted) {
        healed++;
        return healing.heal(
                List.of(
                        acceptors.copy(acceptor(state, 0)),
                        acceptors.copy(acceptor(state, 1)),
                        acceptors.copy(acceptor(state, 2))),
                committed,
                aborted);
    }

    private void found(String what, int move) {
        if (violation == null) {
            violation = what;
            way = new ArrayList<>(ancestry.movesTo(parent));
            way.add(move);
        }
    }

    // ---- symmetry --------------------------------------------------------------------------------------------------

    /** The same for states that differ in the order of the segments only. Leaves the columns in order. */
    private long fingerprint(long[] state) {
        long global = mix(state[REQUESTS]);
        Arrays.fill(columns, 0);
        for (int segment = 0; segment < SEGMENTS; segment++) {
            columns[segment] = mix(acceptor(state, segment) + 1L);
        }
        for (Part<?> part : parts) {
            Part.Facts facts = part.facts(part(state, part.number));
            global = mix(global ^ (facts.globalKey() + 1L));
            for (int segment = 0; segment < SEGMENTS; segment++) {
                long inbox = state[inboxes + part.number * SEGMENTS + segment];
                columns[segment] = mix(mix(columns[segment] ^ (facts.columnKeys()[segment] + 1L)) ^ inbox);
            }
        }
        Arrays.sort(columns);
        for (long column : columns) {
            global = mix(global + column);
        }
        return global;
    }

    /** In how many orders of the segments the state fingerprinted last is another one. */
    private int orbit() {
        int equal = (columns[0] == columns[1] ? 1 : 0) + (columns[1] == columns[2] ? 1 : 0);
        return equal == 2 ? 1 : equal == 1 ? 3 : 6;
    }

    /** A bijection that spreads every bit over all 64 (the finalizer of the MurmurHash3 family with other constants). */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    // ---- telling ---------------------------------------------------------------------------------------------------

    private List<String> describe(List<Integer> moves) {
        List<String> lines = new ArrayList<>();
        for (int move : moves) {
            int who = (move >>> 16) & 0xff;
            int where = (move >>> 8) & 0xff;
            int what = move & 0xff;
            lines.add(
                    switch (Move.values()[move >>> 24]) {
                        case REQUEST_ARRIVES -> "segment " + where + " gets " + wires.request(what);
                        case REPLY_ARRIVES -> name(who) + " gets " + wires.reply(who, what) + " from segment " + where;
                        case NEWS_ARRIVES -> name(who) + " hears " + wires.request(what);
                        case SPONTANEOUS -> name(who) + " moves by itself (" + what + ")";
                    });
        }
        return lines;
    }

    private String name(int part) {
        int owners = scenario.owners().size();
        return part < owners
                ? "owner of " + scenario.owners().get(part).get(0).id()
                : "settler w" + scenario.settlings().get(part - owners).slot() + " of "
                        + scenario.settlings().get(part - owners).target().id();
    }

    int acceptorStates() {
        return acceptors.size();
    }

    int partStates() {
        return parts.stream().mapToInt(Part::size).sum();
    }
}
