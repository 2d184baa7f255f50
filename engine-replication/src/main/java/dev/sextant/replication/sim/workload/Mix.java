package dev.sextant.replication.sim.workload;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.spi.Check;
import java.util.random.RandomGenerator;

/**
 * What transactions ask for, drawn for each of them.
 *
 * @param serializablePercent how many are serializable; the others take snapshot isolation
 * @param globalPercent how many of either see all that was acknowledged; the others what their session has seen
 */
public record Mix(int serializablePercent, int globalPercent) {
    /** Half of them serializable, a quarter global. */
    public static final Mix EVEN = new Mix(50, 25);

    public Mix {
        Check.argument(serializablePercent >= 0 && serializablePercent <= 100, "a share is 0..100 percent");
        Check.argument(globalPercent >= 0 && globalPercent <= 100, "a share is 0..100 percent");
    }

    /** The options of the next transaction. */
    TransactionOptions draw(RandomGenerator random) {
        boolean serializable = random.nextInt(100) < serializablePercent;
        boolean global = random.nextInt(100) < globalPercent;
        return TransactionOptions.DEFAULT
                .withIsolation(serializable ? IsolationLevel.SERIALIZABLE : IsolationLevel.SNAPSHOT)
                .withConsistency(global ? ReadConsistency.GLOBAL : ReadConsistency.SESSION);
    }

    /** Whether transactions with these options see all that was acknowledged before. */
    static boolean isGlobal(TransactionOptions options) {
        return options.consistency() == ReadConsistency.GLOBAL;
    }
}
