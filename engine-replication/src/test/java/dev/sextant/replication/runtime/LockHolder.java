package dev.sextant.replication.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process of its own that holds the lock of a file until its standard input ends. */
final class LockHolder {
    private LockHolder() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            System.out.println("holding " + lock.isValid());
            System.out.println("ended by " + System.in.read());
        }
    }
}
