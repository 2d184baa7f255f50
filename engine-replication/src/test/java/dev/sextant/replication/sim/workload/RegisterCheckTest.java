package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.replication.sim.workload.RegisterCheck.Read;
import dev.sextant.replication.sim.workload.RegisterCheck.Write;
import dev.sextant.replication.sim.workload.Workload.Step;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The check of registers, for two clients and one register, with histories made by hand. */
class RegisterCheckTest {
    private final RegisterCheck check = new RegisterCheck(2);

    @Test
    void acceptsAGrowingRegister() {
        write(0, 1, Step.COMMITTED);
        read(0, 1, 0, false);
        write(1, 2, Step.COMMITTED);
        read(1, 1, 2, false);
        read(0, 1, 0, false);
        read(0, 1, 2, true);
        accepted(1, 2);
    }

    @Test
    void acceptsEitherEndOfAnUnknownWrite() {
        write(0, 1, Step.UNKNOWN);
        read(0, 0, 0, false);
        read(1, 1, 0, false);
        accepted(1, 0);
    }

    @Test
    void acceptsAGlobalReadThatBeganBeforeTheAcknowledgement() {
        int before = check.size();
        write(0, 1, Step.COMMITTED);
        check.add(new Read(1, 7, List.of(0L, 0L), true, before));
        accepted(1, 0);
    }

    @Test
    void refusesAGlobalReadOfThePast() {
        write(0, 1, Step.COMMITTED);
        read(1, 0, 0, true);
        refused("there had been acknowledged", 1, 0);
    }

    @Test
    void refusesThatAClientDoesNotSeeItsOwnWrite() {
        write(0, 1, Step.COMMITTED);
        read(0, 0, 0, false);
        refused("its client had seen", 1, 0);
    }

    @Test
    void refusesThatAClientGoesBack() {
        write(0, 1, Step.COMMITTED);
        read(1, 1, 0, false);
        read(1, 0, 0, false);
        refused("its client had seen", 1, 0);
    }

    @Test
    void refusesALostUpdate() {
        write(0, 1, Step.UNKNOWN);
        write(1, 2, Step.UNKNOWN);
        read(0, 1, 0, false);
        read(1, 0, 2, false);
        refused("one of which lost a write", 1, 2);
    }

    @Test
    void refusesALostWriteInTheEnd() {
        write(0, 1, Step.COMMITTED);
        refused("ended as [0, 0]", 0, 0);
    }

    @Test
    void refusesAnAbortedWrite() {
        write(0, 1, Step.ABORTED);
        read(1, 1, 0, false);
        refused("was aborted", 1, 0);
    }

    @Test
    void refusesAWriteOfNobody() {
        refused("nobody made", 0, 9);
    }

    private void write(int client, long value, Step step) {
        check.add(new Write(client, 7, value, step));
    }

    private void read(int client, long first, long second, boolean global) {
        check.add(new Read(client, 7, List.of(first, second), global, check.size()));
    }

    private List<String> anomalies(long first, long second) {
        SortedMap<Long, List<Long>> last = new TreeMap<>();
        last.put(7L, List.of(first, second));
        return check.anomalies(last);
    }

    private void accepted(long first, long second) {
        assertEquals(List.of(), anomalies(first, second));
    }

    private void refused(String expected, long first, long second) {
        Refused.with(expected, anomalies(first, second));
    }
}
