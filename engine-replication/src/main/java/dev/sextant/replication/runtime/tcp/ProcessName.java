package dev.sextant.replication.runtime.tcp;

/** What may name a process: printable ASCII without spaces, so that names from the network can be logged as they are. */
final class ProcessName {
    static final int LENGTH_MOST = 128;

    private ProcessName() {}

    static boolean isValid(String name) {
        return !name.isEmpty()
                && name.length() <= LENGTH_MOST
                && name.chars().allMatch(each -> each > ' ' && each < 0x7f);
    }

    static void require(String setting, String name) {
        Require.that(
                isValid(name), setting, "must be 1 to " + LENGTH_MOST + " printable ASCII characters without spaces");
    }
}
