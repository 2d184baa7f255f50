package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each limit holds, and each place that is left can be taken again. */
class DoorkeeperTest {
    private final Doorkeeper doorkeeper = new Doorkeeper(new AdmissionLimits(100, 3, 6, 4, 10));

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Doorkeeper.Ticket enter(int last) {
        return assertInstanceOf(Doorkeeper.Ticket.class, doorkeeper.enter(address(last)));
    }

    private void full(int last, String limit, int count) {
        assertEquals(new Doorkeeper.Full(limit, count), doorkeeper.enter(address(last)));
    }

    @Test
    void handshakesAreLimited() {
        List<Doorkeeper.Ticket> tickets = List.of(enter(1), enter(2), enter(3));
        full(4, "tcp.handshakes", 3);
        tickets.get(1).shaken();
        tickets.get(1).shaken();
        Doorkeeper.Ticket fourth = enter(4);
        full(5, "tcp.handshakes", 3);
        fourth.leave();
        enter(5);
        full(6, "tcp.handshakes", 3);
    }

    @Test
    void connectionsOfOneAddressAreLimited() {
        List<Doorkeeper.Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Doorkeeper.Ticket ticket = enter(1);
            ticket.shaken();
            tickets.add(ticket);
        }
        full(1, "tcp.connectionsPerAddress", 4);
        enter(2);
        tickets.get(0).leave();
        tickets.get(0).leave();
        enter(1);
        full(1, "tcp.connectionsPerAddress", 4);
    }

    @Test
    void connectionsAreLimited() {
        for (int i = 0; i < 6; i++) {
            enter(i).shaken();
        }
        full(7, "tcp.connections", 6);
        assertEquals(0, doorkeeper.inHandshake());
        assertEquals(6, doorkeeper.inAll());
    }
}
