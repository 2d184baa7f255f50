package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The two sides agree on one connection, whatever order things happen in, and take nothing of an older one after a newer one:
 * every order of two dials, and random histories with losses and restarts.
 */
class SessionsTest {
    private static final int HISTORIES = 30_000;
    private static final int STEPS_MOST = 60;

    // ---- by hand ---------------------------------------------------------------------------------------------------

    private final Sessions<String> chooser = new Sessions<>(true);
    private final Sessions<String> follower = new Sessions<>(false);

    @Test
    void ofTwoThatWereDialedAtOnceTheFirstToBeAcceptedRemains() {
        Sessions.Accepted first = follower.accept(false, 1);
        Sessions.Accepted second = follower.accept(true, 1);
        assertEquals(1, chooser.choose("first", true, 2, first.seen()));
        assertEquals(0, chooser.choose("second", false, 2, second.seen()));
        assertTrue(follower.follow("first", 1, first, new Acceptance(1)));
        assertNull(follower.accept(true, 1));
    }

    @Test
    void aSideThatHasLostTheConnectionGetsAnother() {
        Sessions.Accepted first = follower.accept(true, 1);
        assertEquals(1, chooser.choose("first", false, 2, first.seen()));
        assertTrue(follower.follow("first", 1, first, new Acceptance(1)));
        assertTrue(follower.ended("first"));
        Sessions.Accepted second = follower.accept(true, 1);
        assertEquals(new Acceptance(1), second.seen());
        assertEquals(2, chooser.choose("second", false, 2, second.seen()));
        assertFalse(chooser.ended("first"), "it is not the one in use any more");
    }

    @Test
    void anotherIncarnationTakesThePlaceOfTheOneBefore() {
        Sessions.Accepted first = follower.accept(true, 1);
        assertEquals(1, chooser.choose("first", false, 2, first.seen()));
        Sessions<String> restarted = new Sessions<>(false);
        Sessions.Accepted second = restarted.accept(true, 1);
        assertEquals(2, chooser.choose("second", false, 3, second.seen()));
    }

    @Test
    void whatAnEarlierIncarnationChoseIsOld() {
        Sessions.Accepted first = follower.accept(false, 1);
        Sessions.Accepted second = follower.accept(false, 7);
        assertTrue(follower.follow("second", 7, second, new Acceptance(1)));
        assertFalse(follower.follow("first", 1, first, new Acceptance(5)));
    }

    @Test
    void whatWasSeenOfAnEarlierIncarnationIsNotSaidToTheNext() {
        Sessions.Accepted first = follower.accept(false, 1);
        assertTrue(follower.follow("first", 1, first, new Acceptance(5)));
        assertEquals(new Acceptance(5), follower.accept(false, 1).seen());
        assertEquals(new Acceptance(0), follower.accept(false, 2).seen());
    }

    // ---- every order, and random histories -------------------------------------------------------------------------

    /** Goes through all sequences of choices, as an odometer does. */
    private static final class Odometer {
        private final List<int[]> wheels = new ArrayList<>();
        private int at;

        /** Picks one of so many possibilities. */
        int of(int count) {
            if (at == wheels.size()) {
                wheels.add(new int[] {0, count});
            }
            return wheels.get(at++)[0];
        }

        boolean next() {
            at = 0;
            while (!wheels.isEmpty()) {
                int[] last = wheels.get(wheels.size() - 1);
                if (++last[0] < last[1]) {
                    return true;
                }
                wheels.remove(wheels.size() - 1);
            }
            return false;
        }
    }

    private enum Word {
        HELLO,
        ACCEPTED,
        PAYLOAD,
        END
    }

    /** A message, with the incarnation that sent it. */
    private record Message(Word word, int incarnation, long number) {}

    /** One connection: what is under way to each side, and whether a side has ended it. */
    private static final class Wire {
        private final int dialer;
        private final List<List<Message>> to = List.of(new ArrayList<>(), new ArrayList<>());
        private final boolean[] ended = new boolean[2];
        private final int[] incarnations = new int[2];
        private final Sessions.Accepted[] accepted = new Sessions.Accepted[2];
        private final int[] met = new int[2];

        Wire(int dialer, int[] incarnations) {
            this.dialer = dialer;
            this.incarnations[0] = incarnations[0];
            this.incarnations[1] = incarnations[1];
        }
    }

    /** Two processes, 0 which chooses and 1 which follows, and what is between them. */
    private static final class World {
        private final List<Sessions<Wire>> sessions =
                new ArrayList<>(List.of(new Sessions<>(true), new Sessions<>(false)));
        private final List<Wire> wires = new ArrayList<>();
        private final Wire[] inUse = new Wire[2];
        private final int[] incarnations = {1, 1};
        private final int[] dials = new int[2];
        private final int[] losses = new int[2];
        /** The incarnation and session that something was last taken of. */
        private final long[] lastTaken = new long[2];

        void dial(int side) {
            Wire wire = new Wire(side, incarnations);
            dials[side]++;
            wires.add(wire);
            say(wire, side, Word.HELLO, 0);
        }

        private void say(Wire wire, int side, Word word, long number) {
            wire.to.get(1 - side).add(new Message(word, incarnations[side], number));
        }

        void end(Wire wire, int side) {
            if (!wire.ended[side]) {
                wire.ended[side] = true;
                wire.to.get(side).clear();
                say(wire, side, Word.END, 0);
                if (sessions.get(side).ended(wire)) {
                    inUse[side] = null;
                    losses[side]++;
                }
            }
        }

        void restart(int side) {
            for (Wire wire : wires) {
                if (!wire.ended[side]) {
                    end(wire, side);
                }
            }
            incarnations[side]++;
            sessions.set(side, new Sessions<>(side == 0));
            lastTaken[side] = 0;
        }

        void deliver(Wire wire, int side) {
            Message message = wire.to.get(side).remove(0);
            switch (message.word()) {
                case HELLO -> hello(wire, side, message);
                case ACCEPTED -> accepted(wire, side, message);
                case PAYLOAD -> take(wire, side, message);
                case END -> end(wire, side);
            }
        }

        private void hello(Wire wire, int side, Message message) {
            wire.met[side] = message.incarnation();
            if (wire.dialer != side) {
                say(wire, side, Word.HELLO, 0);
            }
            if (side == 1) {
                wire.accepted[1] = sessions.get(1).accept(wire.dialer == 1, message.incarnation());
                if (wire.accepted[1] == null) {
                    end(wire, 1);
                } else {
                    say(wire, 1, Word.ACCEPTED, wire.accepted[1].seen().session());
                }
            }
        }

        private void accepted(Wire wire, int side, Message message) {
            Acceptance acceptance = new Acceptance(message.number());
            long session = message.number();
            if (side == 0) {
                session = sessions.get(0).choose(wire, wire.dialer == 0, wire.met[0], acceptance);
                if (session == 0) {
                    end(wire, 0);
                    return;
                }
                say(wire, 0, Word.ACCEPTED, session);
            } else if (!sessions.get(1).follow(wire, wire.met[1], wire.accepted[1], acceptance)) {
                end(wire, 1);
                return;
            }
            open(wire, side, session);
        }

        private void open(Wire wire, int side, long session) {
            Wire before = inUse[side];
            inUse[side] = wire;
            if (before != null) {
                losses[side]++;
                end(before, side);
            }
            say(wire, side, Word.PAYLOAD, session);
            say(wire, side, Word.PAYLOAD, session);
        }

        private void take(Wire wire, int side, Message message) {
            if (inUse[side] == wire) {
                long order = message.incarnation() * 1_000L + message.number();
                assertTrue(order >= lastTaken[side], "something old was taken");
                lastTaken[side] = order;
            }
        }

        /** All that can be done now; a side whose end is closed takes nothing. */
        List<Runnable> deliveries() {
            List<Runnable> all = new ArrayList<>();
            for (Wire wire : wires) {
                for (int side = 0; side < 2; side++) {
                    int to = side;
                    // A connection to a process that was restarted meanwhile meets nobody.
                    if (!wire.to.get(side).isEmpty() && !wire.ended[side] && alive(wire, side)) {
                        all.add(() -> deliver(wire, to));
                    }
                }
            }
            return all;
        }

        private boolean alive(Wire wire, int side) {
            return wire.incarnations[side] == incarnations[side];
        }

        List<Runnable> dialing(int most) {
            List<Runnable> all = new ArrayList<>();
            for (int side = 0; side < 2; side++) {
                int dialer = side;
                if (inUse[side] == null && dials[side] < most) {
                    all.add(() -> dial(dialer));
                }
            }
            return all;
        }

        List<Runnable> faults() {
            List<Runnable> all = new ArrayList<>();
            for (int side = 0; side < 2; side++) {
                int at = side;
                all.add(() -> restart(at));
                for (Wire wire : wires) {
                    if (!wire.ended[at]) {
                        all.add(() -> end(wire, at));
                    }
                }
            }
            return all;
        }

        void assertAgreed() {
            assertNotNull(inUse[0], "no connection");
            assertEquals(inUse[0], inUse[1], "the sides use different connections");
            assertFalse(inUse[0].ended[0] || inUse[0].ended[1], "the connection has ended");
        }
    }

    @Test
    void whenBothDialAtOnceOneConnectionIsOpenedAndNoneIsLost() {
        Odometer odometer = new Odometer();
        long orders = 0;
        do {
            World world = new World();
            while (true) {
                List<Runnable> possible = world.deliveries();
                possible.addAll(world.dialing(1));
                if (possible.isEmpty()) {
                    break;
                }
                possible.get(odometer.of(possible.size())).run();
            }
            world.assertAgreed();
            assertEquals(0, world.losses[0] + world.losses[1], "a connection was opened only to be closed");
            orders++;
        } while (odometer.next());
        assertTrue(orders > 10_000, "only " + orders + " orders");
    }

    @Test
    void afterLossesAndRestartsTheSidesAgreeAndTakeNothingOld() {
        long lost = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            World world = new World();
            SplittableRandom random = new SplittableRandom(seed);
            try {
                run(world, random);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
            lost += world.losses[0] + world.losses[1];
        }
        assertNotEquals(0, lost);
    }

    private static void run(World world, SplittableRandom random) {
        int steps = random.nextInt(STEPS_MOST);
        for (int i = 0; i < steps; i++) {
            List<Runnable> possible = random.nextInt(12) == 0 ? world.faults() : world.deliveries();
            if (possible.isEmpty() || random.nextInt(4) == 0) {
                possible = world.dialing(Integer.MAX_VALUE);
            }
            if (!possible.isEmpty()) {
                possible.get(random.nextInt(possible.size())).run();
            }
        }
        // From here on nothing breaks, and what is under way arrives before anybody dials again, as pauses see to it.
        for (int i = 0; ; i++) {
            List<Runnable> possible = world.deliveries();
            if (possible.isEmpty()) {
                possible = world.dialing(Integer.MAX_VALUE);
            }
            if (possible.isEmpty()) {
                break;
            }
            assertTrue(i < 10_000, "it does not end");
            possible.get(random.nextInt(possible.size())).run();
        }
        world.assertAgreed();
    }
}
