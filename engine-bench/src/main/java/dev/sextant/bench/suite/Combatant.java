package dev.sextant.bench.suite;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.load.Driver;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Round;
import dev.sextant.bench.load.workload.Workload;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.bench.report.Entrant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A contender that is open, with a workload that was loaded into it. For one thread. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
public final class Combatant implements AutoCloseable {
    private final Contender contender;
    private final Workload workload;
    private final Driver driver;

    private Combatant(Contender contender, Workload workload) {
        this.contender = contender;
        this.workload = workload;
        driver = new Driver(contender, workload);
    }

    /** Opens one in a new directory and loads the workload. */
    public static Combatant open(ContenderFactory factory, Path directory, String workload, WorkloadSettings settings)
            throws Exception {
        Contender contender = factory.open(Files.createDirectories(directory));
        try {
            Workload work = Workloads.named(workload, settings.withGroups(contender.writers()));
            try (Client client = contender.connect(0)) {
                work.load(client);
            }
            return new Combatant(contender, work);
        } catch (Throwable failure) {
            contender.close();
            throw failure;
        }
    }

    /** Its name, as in tables. */
    public String name() {
        return contender.name();
    }

    /** What its workload does. */
    public String description() {
        return workload.description();
    }

    /** Who it is. */
    public Entrant entrant() {
        return new Entrant(contender.name(), contender.version(), contender.durability());
    }

    /** Drives its clients through a stretch of the workload. */
    public Round run(LoadPlan plan) throws Exception {
        return driver.run(plan);
    }

    /** What is wrong with what it holds. */
    public List<String> findings() throws Exception {
        try (Client client = contender.connect(0)) {
            return workload.findings(client);
        }
    }

    @Override
    public void close() throws Exception {
        contender.close();
    }
}
