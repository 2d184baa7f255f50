package dev.sextant.bench.processes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is done to a cluster, one thing after the other, and whose clients should not notice. */
enum Hardship {
    /** A process dies and is started again. */
    KILL {
        @Override
        List<Integer> victims(Fleet fleet, int turn) {
            return List.of(fleet.writers().get(turn % fleet.writers().size()));
        }

        @Override
        void begin(Fleet fleet, List<Integer> victims) throws InterruptedException {
            for (int victim : victims) {
                fleet.member(victim).kill();
            }
        }

        @Override
        void end(Fleet fleet, List<Integer> victims, int clients) throws IOException {
            restart(fleet, victims, clients);
        }
    },
    /** A process stands still for longer than its slot is kept for it, and goes on. */
    PAUSE {
        @Override
        List<Integer> victims(Fleet fleet, int turn) {
            return KILL.victims(fleet, turn);
        }

        @Override
        void begin(Fleet fleet, List<Integer> victims) throws IOException, InterruptedException {
            for (int victim : victims) {
                fleet.member(victim).signal("STOP");
            }
        }

        @Override
        void end(Fleet fleet, List<Integer> victims, int clients) throws IOException, InterruptedException {
            for (int victim : victims) {
                fleet.member(victim).signal("CONT");
            }
        }
    },
    /** A zone is cut off from the others, and reached again. */
    PARTITION {
        @Override
        List<Integer> victims(Fleet fleet, int turn) {
            return fleet.zone(turn % Fleet.ZONES);
        }

        @Override
        void begin(Fleet fleet, List<Integer> victims) throws IOException {
            fleet.cutOff(victims);
        }

        @Override
        void end(Fleet fleet, List<Integer> victims, int clients) throws IOException {
            fleet.mend(victims);
        }
    },
    /** All processes of a zone die and are started again. */
    ZONE_LOSS {
        @Override
        List<Integer> victims(Fleet fleet, int turn) {
            return fleet.zone(turn % Fleet.ZONES);
        }

        @Override
        void begin(Fleet fleet, List<Integer> victims) throws IOException, InterruptedException {
            KILL.begin(fleet, victims);
        }

        @Override
        void end(Fleet fleet, List<Integer> victims, int clients) throws IOException {
            restart(fleet, victims, clients);
        }
    },
    /** A process is ended in order and started again, as for an upgrade. */
    ROLLING_RESTART {
        @Override
        List<Integer> victims(Fleet fleet, int turn) {
            return List.of(turn % fleet.size());
        }

        @Override
        void begin(Fleet fleet, List<Integer> victims) throws IOException, InterruptedException {
            for (int victim : victims) {
                if (fleet.writers().contains(victim)) {
                    fleet.member(victim).ask("rest", "rested");
                }
                fleet.member(victim).end();
            }
        }

        @Override
        void end(Fleet fleet, List<Integer> victims, int clients) throws IOException {
            restart(fleet, victims, clients);
        }
    };

    private static void restart(Fleet fleet, List<Integer> victims, int clients) throws IOException {
        fleet.start(victims);
        for (int victim : victims) {
            if (fleet.writers().contains(victim)) {
                fleet.load(victim, clients);
            }
        }
    }

    /** To whom it is done this time. */
    abstract List<Integer> victims(Fleet fleet, int turn);

    abstract void begin(Fleet fleet, List<Integer> victims) throws IOException, InterruptedException;

    abstract void end(Fleet fleet, List<Integer> victims, int clients) throws IOException, InterruptedException;

    /** How many times make a round. */
    int turns(Fleet fleet) {
        return this == ROLLING_RESTART ? fleet.size() : Fleet.ZONES;
    }

    /** Those whose clients should not notice. */
    static List<Integer> others(Fleet fleet, List<Integer> victims) {
        List<Integer> others = new ArrayList<>(fleet.writers());
        others.removeAll(victims);
        return others;
    }
}
