package dev.gatun.readiness;

import dev.gatun.parts.FileCalls;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.FileFacts;
import dev.gatun.spi.Sockets;
import java.util.function.Supplier;

/**
 * What an operating system must do so that its readiness becomes completions; made by a backend, used by one
 * {@link ReadinessBackend}.
 *
 * @param poller says which handles are ready, and waits
 * @param calls tries operations
 * @param lender sends without copying; {@link Lender#NONE} where there is no such thing
 * @param fileCalls makes what a worker calls; called on the worker's own thread
 * @param sockets what is done to sockets at once; it goes on working when the backend is closed
 * @param fileFacts reads what a STATUS wrote
 * @param directoryChanges tells what changes in directories, or {@link DirectoryChanges#NONE}; as long as the sockets
 */
public record Platform(
        Poller poller,
        HandleCalls calls,
        Lender lender,
        Supplier<FileCalls> fileCalls,
        Sockets sockets,
        FileFacts fileFacts,
        DirectoryChanges directoryChanges) {
    public Platform {
        directoryChanges = new TrackedChanges(directoryChanges);
    }
}
