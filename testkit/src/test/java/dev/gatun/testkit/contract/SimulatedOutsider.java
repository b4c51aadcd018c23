package dev.gatun.testkit.contract;

import dev.gatun.testkit.SimulatedFileSystem;
import java.nio.charset.StandardCharsets;

/** Whoever else uses the simulated machine's files. The driver's thread. */
record SimulatedOutsider(SimulatedFileSystem files) implements Outsider {
    @Override
    public void makeDirectory(String path) {
        files.createDirectory(path);
    }

    @Override
    public void create(String path) {
        files.write(path, new byte[0]);
    }

    @Override
    public void append(String path, String text) {
        files.append(path, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void move(String from, String to) {
        files.move(from, to);
    }

    @Override
    public void delete(String path) {
        files.delete(path);
    }

    @Override
    public boolean createUndecodable(String folder) {
        return false; // its names are text
    }

    @Override
    public void deleteUndecodable(String folder) {
        throw new IllegalStateException("there is none in " + folder);
    }

    @Override
    public boolean forbid(String folder) {
        files.setMode(folder, 0);
        return true;
    }
}
