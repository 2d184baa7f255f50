package dev.sextant.replication.wire;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Records of any kind with any contents, by their components: nulls where they are allowed, empty lists, the least and the greatest
 * numbers. Only what a record's own rules demand is written down here; what has none is filled as it is found, so a new
 * message needs nothing. A type it cannot fill is an error.
 */
final class RandomRecords {
    /** Numbers that may be anything. All others of 64 bits count something. */
    private static final Set<String> ANY_LONG = Set.of("requestId", "nonce", "epochMillis", "high", "low");

    /** Numbers that are -1 where there is none. */
    private static final Set<String> LONG_OR_NONE = Set.of("next", "standingSeq");

    /** Lists with one element for each writer slot. */
    private static final Set<String> ONE_A_SLOT = Set.of("slots", "highestSeqs", "seqs", "bounds");

    private static final int MOST_PAGE_BYTES = WireLimits.MAX_PAGE_BYTES;
    private static final int MOST_ELEMENTS = 4;

    private final SplittableRandom random;
    private final boolean small;
    private final Map<Class<?>, Supplier<?>> special = new HashMap<>();

    private RandomRecords(long seed, boolean small) {
        this.random = new SplittableRandom(seed);
        this.small = small;
        special.put(WriterId.class, () -> new WriterId(random.nextInt(WriterId.MAX_COUNT)));
        special.put(ReplicaId.class, () -> new ReplicaId(random.nextInt(ReplicaId.MAX_COUNT)));
        special.put(SegmentId.class, () -> new SegmentId(random.nextInt(SegmentId.COUNT)));
        special.put(PageId.class, () -> new PageId(anyLong()));
        special.put(Lsn.class, () -> new Lsn(count()));
        special.put(VersionId.class, () -> chance(4) ? VersionId.NONE : new VersionId(new Lsn(count()), count()));
        special.put(ProposalId.class, () -> new ProposalId(draw(WriterId.class), Math.max(1, count())));
        special.put(ReadPoint.class, this::readPoint);
        special.put(NodeAddress.class, this::address);
        special.put(Ballot.class, () -> new Ballot(count(), random.nextInt(WriterId.MAX_COUNT), count()));
        special.put(Register.class, this::register);
        special.put(PageWrite.class, () -> new PageWrite(draw(PageId.class), draw(VersionId.class), bytes()));
        special.put(Proposal.class, this::proposal);
        special.put(
                CheckedTransaction.class, () -> RandomCommits.request(random).checked());
        special.put(FateChunk.class, this::fateChunk);
        special.put(Hello.class, this::hello);
    }

    /** Of everything there may be. */
    static RandomRecords seeded(long seed) {
        return new RandomRecords(seed, false);
    }

    /** With short lists and few bytes, as examples are. */
    static RandomRecords small(long seed) {
        return new RandomRecords(seed, true);
    }

    /** All records that implement a sealed interface, in the order in which they are declared. */
    static List<Class<?>> permitted(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(each -> each.isSealed() ? permitted(each).stream() : Stream.of(each))
                .toList();
    }

    /** A record of this type, or of one that implements it. */
    <T> T draw(Class<T> type) {
        return type.cast(draw(type, ""));
    }

    private Object draw(Type type, String name) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(list.getActualTypeArguments()[0], name);
        }
        if (!(type instanceof Class<?> wanted)) {
            throw new AssertionError("do not know how to fill " + name + " of " + type);
        }
        Supplier<?> known = special.get(wanted);
        if (known != null) {
            return known.get();
        } else if (wanted.isSealed()) {
            List<Class<?>> permitted = permitted(wanted);
            return draw(permitted.get(random.nextInt(permitted.size())));
        } else if (wanted.isEnum()) {
            Object[] constants = wanted.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        } else if (wanted.isRecord()) {
            return record(wanted);
        }
        return primitive(wanted, name);
    }

    private Object primitive(Class<?> type, String name) {
        if (type == long.class || type == Long.class) {
            return ANY_LONG.contains(name) ? anyLong() : LONG_OR_NONE.contains(name) && chance(3) ? -1L : count();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == byte[].class) {
            return bytes();
        }
        throw new AssertionError("do not know how to fill " + name + " of " + type);
    }

    private Object record(Class<?> type) {
        return RecordShape.of(type)
                .make(part -> part.nullable() && chance(3) ? null : draw(part.genericType(), part.name()));
    }

    private List<Object> list(Type elements, String name) {
        int size = ONE_A_SLOT.contains(name) ? WriterId.MAX_COUNT : random.nextInt(small ? 3 : MOST_ELEMENTS + 1);
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(draw(elements, name));
        }
        return List.copyOf(list);
    }

    // ---- numbers and bytes -----------------------------------------------------------------------------------------

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private long anyLong() {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> -1;
            case 2 -> random.nextLong();
            default -> count();
        };
    }

    /** Of any length in bits, zero and the greatest among them. */
    private long count() {
        return switch (random.nextInt(small ? 40 : 10)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            default -> random.nextLong() >>> (1 + random.nextInt(Long.SIZE - 1));
        };
    }

    private byte[] bytes() {
        int size = small || !chance(100) ? random.nextInt(20) : random.nextInt(2_000);
        byte[] bytes = new byte[chance(1_000) && !small ? MOST_PAGE_BYTES : size];
        random.nextBytes(bytes);
        return bytes;
    }

    // ---- what has rules of its own ---------------------------------------------------------------------------------

    private ReadPoint readPoint() {
        if (chance(6)) {
            return ReadPoint.ZERO;
        }
        long[] upTo = new long[WriterId.MAX_COUNT];
        long[][] missing = new long[WriterId.MAX_COUNT][];
        for (int slot = 0; slot < upTo.length; slot++) {
            upTo[slot] = count();
            int most = small ? 2 : chance(8) ? ReadPoint.MAX_MISSING : 3;
            missing[slot] = chance(2) || upTo[slot] < 2
                    ? new long[0]
                    : random.longs(random.nextInt(most) + 1L, Math.max(1, upTo[slot] - 1_000), upTo[slot])
                            .sorted()
                            .distinct()
                            .toArray();
        }
        return ReadPoint.of(upTo, missing);
    }

    private NodeAddress address() {
        return switch (draw(NodeAddress.Role.class)) {
            case SEGMENT -> NodeAddress.of(draw(SegmentId.class));
            case WRITER -> NodeAddress.of(draw(WriterId.class));
            case REPLICA -> NodeAddress.of(draw(ReplicaId.class));
            case REPAIR -> NodeAddress.REPAIR;
        };
    }

    private Proposal proposal() {
        ProposalId id = draw(ProposalId.class);
        return new Proposal(
                id,
                count(),
                Lsn.of(count() >>> 2, id.writer()),
                draw(Lsn.class),
                some(PageWrite.class, 1),
                some(PageRead.class, 0),
                draw(ReadPoint.class),
                some(TransactionId.class, 0),
                some(ProposalId.class, 0),
                some(Delegator.class, 0));
    }

    private <T> List<T> some(Class<T> type, int least) {
        return Stream.generate(() -> draw(type))
                .limit(least + random.nextInt(small ? 2 : MOST_ELEMENTS))
                .toList();
    }

    private Register register() {
        Ballot one = draw(Ballot.class);
        Ballot other = draw(Ballot.class);
        boolean rising = one.compareTo(other) < 0;
        Ballot lower = rising ? one : other;
        Ballot higher = rising ? other : one;
        boolean accepted = random.nextBoolean();
        Fate value = accepted ? draw(Fate.class) : null;
        boolean content = value == Fate.COMMITTED || chance(3);
        return new Register(higher, accepted ? lower : null, value, content ? draw(Proposal.class) : null);
    }

    private Hello hello() {
        int oldest = 1 + random.nextInt(chance(3) ? Integer.MAX_VALUE : 3);
        Set<NodeAddress> hosts = new LinkedHashSet<>(some(NodeAddress.class, 0));
        List<SegmentGeneration> generations = hosts.stream()
                .filter(NodeAddress::isSegment)
                .map(each -> new SegmentGeneration(each.segment(), count()))
                .toList();
        return new Hello(
                chance(3) ? Integer.MAX_VALUE : oldest,
                oldest,
                text(),
                chance(3) ? null : new UUID(anyLong(), anyLong()),
                text(),
                draw(AvailabilityZone.class),
                List.copyOf(hosts),
                count(),
                anyLong(),
                chance(3) ? List.of() : generations,
                text());
    }

    private String text() {
        int chars = chance(4) ? 0 : chance(10) ? WireLimits.MAX_TEXT_CHARS : random.nextInt(20);
        return random.ints(chars, 0, Character.MIN_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private FateChunk fateChunk() {
        long[] words = new long[chance(3) && !small ? WireLimits.MAX_FATE_WORDS : random.nextInt(3)];
        for (int i = 0; i < words.length; i++) {
            long committed = random.nextLong() & 0x5555_5555_5555_5555L;
            long aborted = random.nextLong() & ~(committed << 1) & 0xAAAA_AAAA_AAAA_AAAAL;
            words[i] = committed | aborted;
        }
        long chunk = Math.min(count(), WireLimits.MAX_CHUNK);
        if (chunk == 0 && words.length > 0) {
            words[0] &= ~3L;
        }
        return new FateChunk(chunk, words);
    }
}
