package dev.gatun.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to try things on, deleted when it is closed. Its name says which process made it, so that what a process that
 * was killed has left is known by the next one, and deleted. One thread.
 */
record TrialFile(Path path) implements AutoCloseable {
    private static final String NAME = ".gatun-probe-";

    static TrialFile in(Path folder) throws IOException {
        return new TrialFile(
                Files.createTempFile(folder, NAME + ProcessHandle.current().pid() + "-", ""));
    }

    /** Deletes what processes left that have ended; answers the folder. */
    static Path sweep(Path folder) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, NAME + "[0-9]*-*")) {
            for (Path file : left) {
                String process = file.getFileName().toString().substring(NAME.length());
                if (!isAlive(process.substring(0, process.indexOf('-')))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException _) {
            // a folder that can't be read or changed has its say in the report
        }
        return folder;
    }

    private static boolean isAlive(String process) {
        try {
            return ProcessHandle.of(Long.parseLong(process)).isPresent();
        } catch (NumberFormatException _) {
            return true; // none of ours
        }
    }

    @Override
    public void close() {
        try {
            Files.delete(path);
        } catch (IOException e) {
            System.err.println("gatun: " + path + " could not be deleted: " + e);
        }
    }
}
