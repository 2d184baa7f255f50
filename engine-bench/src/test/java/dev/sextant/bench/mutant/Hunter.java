package dev.sextant.bench.mutant;

/** What finds a mutant. */
enum Hunter {
    /** The simulator: whole clusters. */
    SIMULATOR("", 1),
    /** The random explorer: it takes more bad luck than a few hundred whole clusters have. */
    EXPLORER("explorer ", 50),
    /** Repairs after random histories of a few proposals, which whole clusters hardly ever need. */
    REPAIRS("repair ", 50);

    private final String prefix;
    private final int runsOfASeed;

    Hunter(String prefix, int runsOfASeed) {
        this.prefix = prefix;
        this.runsOfASeed = runsOfASeed;
    }

    /** The class that is loaded for it. */
    String className(String simulator) {
        return switch (this) {
            case SIMULATOR -> simulator;
            case EXPLORER -> LoadedWorld.EXPLORER;
            case REPAIRS -> LoadedWorld.REPAIRS;
        };
    }

    /** How a seed of it is named. */
    String prefix() {
        return prefix;
    }

    /** So many of its runs take about as long as a simulated cluster. */
    int runsOfASeed() {
        return runsOfASeed;
    }
}
