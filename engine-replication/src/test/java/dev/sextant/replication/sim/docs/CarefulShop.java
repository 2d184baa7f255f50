package dev.sextant.replication.sim.docs;

import dev.sextant.api.Database;
import dev.sextant.api.DuplicateKeyException;
import java.util.random.RandomGenerator;

/** A shop without the bug. */
class CarefulShop extends Shop {
    CarefulShop(Database database, RandomGenerator ids) {
        super(database, ids);
    }

    // tag::careful[]
    @Override
    void order(String what) {
        long id = ids.nextLong(); // one for the order, not one for each attempt
        boolean placed = false;
        while (!placed) {
            placed = placeOnce(id, what);
        }
    }

    private boolean placeOnce(long id, String what) {
        try {
            return place(id, what);
        } catch (DuplicateKeyException placedBefore) {
            return true; // by the attempt that had no answer
        }
    }
    // end::careful[]
}
