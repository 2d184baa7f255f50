package dev.sextant.replication.runtime;

import dev.sextant.api.TransactionId;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Randomness for any thread, and transaction ids: a random part that no other process draws, and a count. */
final class SystemRandom implements RandomGenerator {
    private final long idHigh;
    private final AtomicLong idLow;

    SystemRandom() {
        SecureRandom secure = new SecureRandom();
        idHigh = secure.nextLong();
        idLow = new AtomicLong(secure.nextLong());
    }

    @Override
    public long nextLong() {
        return ThreadLocalRandom.current().nextLong();
    }

    TransactionId nextTransactionId() {
        return new TransactionId(idHigh, idLow.incrementAndGet());
    }
}
