package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;

/** Checks the folder of an earlier run, however that ended. */
final class Verification {
    private final DemoSettings settings;
    private final DemoFolder folder;
    private final PrintStream out;

    Verification(DemoSettings settings, DemoFolder folder, PrintStream out) {
        this.settings = settings;
        this.folder = folder;
        this.out = out;
    }

    /** Returns whether every check held. */
    boolean run() throws IOException {
        Acknowledgements told = new Acknowledgements();
        if (!Files.exists(folder.acknowledgements())) {
            throw new DemoException(
                    "There is no " + folder.acknowledgements() + ", so there is nothing to check against."
                            + " Nothing was changed. Give the --dir of an earlier run.");
        }
        AcknowledgementFile.read(folder.acknowledgements(), told);
        checkJava(told);
        Checks.Report report;
        try (Cluster cluster = Cluster.open(settings.cluster(folder.volume()))) {
            report = Checks.run(cluster, folder.acknowledgements(), out, "Checking " + folder.path());
        }
        out.println(ResultLine.of(report));
        return report.verified();
    }

    /** Refuses a folder whose names another release of Java made. */
    static void checkJava(Acknowledgements told) {
        String java = told.java();
        if (java != null && !java.equals(runningJava())) {
            throw new DemoException(
                    "This folder was filled under Java " + java + ", whose character names are not those of" + " Java "
                            + runningJava() + ". Nothing was changed. Use Java " + java + " or another --dir.");
        }
    }

    /** The release whose character names are loaded. */
    static String runningJava() {
        return Integer.toString(Runtime.version().feature());
    }
}
