package dev.gatun;

import java.lang.System.Logger.Level;
import java.util.List;

/** What is logged when a pool is closed with buffers out. */
final class LeakReport {
    private static final int LINES_MAX = 20;

    private LeakReport() {}

    static void log(System.Logger log, List<BufferLeak> leaks, int blocksLeaked, long poolBytes) {
        if (leaks.isEmpty() && blocksLeaked == 0) {
            return;
        }
        String memory = blocksLeaked == 0
                ? "its memory was released"
                : "the kernel may still touch " + blocksLeaked + " blocks, so all of its " + poolBytes
                        + " bytes stay allocated for ever";
        log.log(Level.WARNING, "a buffer pool was closed with " + leaks.size() + " buffers out; " + memory);
        for (BufferLeak leak : leaks.subList(0, Math.min(LINES_MAX, leaks.size()))) {
            String line = "block " + leak.block() + " of " + leak.bytes() + " bytes was still "
                    + switch (leak.holder()) {
                        case APPLICATION -> "the application's";
                        case OPERATION -> "held by an operation in flight";
                        case BACKEND -> "the backend's";
                    };
            if (leak.takenAt() == null) {
                log.log(Level.WARNING, line);
            } else {
                log.log(Level.WARNING, line, leak.takenAt());
            }
        }
        if (leaks.size() > LINES_MAX) {
            log.log(Level.WARNING, "and " + (leaks.size() - LINES_MAX) + " more");
        }
    }
}
