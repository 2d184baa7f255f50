package dev.sextant.replication.runtime;

/** A thread of the engine. It must not wait for the engine, which could wait for it. */
final class EngineThread extends Thread {
    EngineThread(Runnable work, String name) {
        super(work, "sextant-" + name);
        setDaemon(true);
    }
}
