package dev.sextant.bench.contender;

import dev.sextant.api.ReadPoint;

/** What clients that are closed have seen: a new one sees it, too, so what one has loaded is there for all. Thread safety: any thread. */
final class Seen {
    private ReadPoint point = ReadPoint.ZERO;

    synchronized ReadPoint point() {
        return point;
    }

    synchronized void add(ReadPoint more) {
        point = point.join(more);
    }
}
