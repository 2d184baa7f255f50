package dev.sextant.bench.growth;

import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.load.workload.WorkloadSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can grow while everything else stays. */
enum GrowthAxis {
    ROWS("rows"),
    WRITERS("writers"),
    CLIENTS("clients"),
    VALUES("bytes of a value");

    /** Where values grow, rows become fewer, so that what is loaded still fits into a writer's memory. */
    private static final int VALUES_MOST_BYTES = 32 << 20;

    private final String unit;

    GrowthAxis(String unit) {
        this.unit = unit;
    }

    /** What is written at the axis. */
    String unit() {
        return unit;
    }

    /** The name to ask for it by. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a transaction changes one page there and a proposal's are about one and the same, so that the number of proposals tells
     * how many pages were changed: not with several writers, whose proposals may lose, nor with values larger than a page.
     */
    boolean tellsPages() {
        return this == ROWS || this == CLIENTS;
    }

    /** Whether every point has a store of its own. */
    boolean hasStores() {
        return this != CLIENTS;
    }

    List<Point> points(Pace pace) {
        WorkloadSettings usual = WorkloadSettings.DEFAULT
                .withRows(pace.rows().get(0))
                .withValueBytes(pace.values().get(0));
        List<Point> points = new ArrayList<>();
        for (int x : xs(pace)) {
            points.add(
                    switch (this) {
                        case ROWS -> point(Contenders.ONE_WRITER + ", " + x + " rows", x, 1, usual.withRows(x));
                        case WRITERS -> point(contender(x), x, x, usual);
                        case CLIENTS ->
                            new Point(Contenders.ONE_WRITER, x, new Point.Data(Contenders.ONE_WRITER, usual), x);
                        case VALUES -> point(Contenders.ONE_WRITER + ", " + x + " bytes", x, 1, ofSize(usual, x));
                    });
        }
        return points;
    }

    private List<Integer> xs(Pace pace) {
        return switch (this) {
            case ROWS -> pace.rows();
            case WRITERS -> pace.writers();
            case CLIENTS -> pace.clients();
            case VALUES -> pace.values();
        };
    }

    private static Point point(String name, int x, int writers, WorkloadSettings settings) {
        return new Point(name, x, new Point.Data(contender(writers), settings), Pace.CLIENTS);
    }

    private static String contender(int writers) {
        return writers == 1 ? Contenders.ONE_WRITER : Contenders.ONE_WRITER + "-" + writers;
    }

    private static WorkloadSettings ofSize(WorkloadSettings usual, int valueBytes) {
        return usual.withValueBytes(valueBytes).withRows(Math.min(usual.rows(), VALUES_MOST_BYTES / valueBytes));
    }
}
