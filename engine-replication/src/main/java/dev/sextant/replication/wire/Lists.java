package dev.sextant.replication.wire;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Lists of parts, to the wire and from it. */
final class Lists {
    private Lists() {}

    /** The same list of other objects, made one after the other as they are asked for. */
    static <A, B> Iterable<B> map(List<A> list, Function<? super A, ? extends B> each) {
        return () -> new Iterator<>() {
            private final Iterator<A> from = list.iterator();

            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public B next() {
                return each.apply(from.next());
            }
        };
    }

    /** Records of what was sent, unless that is more than a limit. */
    static <W, R> List<R> read(List<W> wire, int limit, String what, Function<? super W, ? extends R> each) {
        if (wire.isEmpty()) {
            return List.of();
        }
        Ranges.count(wire.size(), limit, what);
        List<R> records = new ArrayList<>(wire.size());
        for (W part : wire) {
            records.add(each.apply(part));
        }
        return List.copyOf(records);
    }
}
