package dev.sextant.replication.sim.workload;
import java.util.List;
public final class Workloads {
    public static List<String> names() { return List.of("temp"); }
    public static Workload create(String n) { return new TempWorkload(); }
}
