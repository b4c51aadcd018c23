package dev.gatun.readiness;

import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.IoError;
import java.util.Set;

/** The system's word of directories, with what the backend must know of it: which numbers begin. */
record TrackedChanges(DirectoryChanges changes) implements DirectoryChanges {
    @Override
    public long open() {
        long queue = changes.open();
        HandleTable.BIRTHS.count(queue);
        return queue;
    }

    @Override
    public int add(long queue, String path) {
        return changes.add(queue, path);
    }

    @Override
    public int remove(long queue, int directory) {
        return changes.remove(queue, directory);
    }

    @Override
    public int take(long queue, Listener listener) {
        return changes.take(queue, listener);
    }

    @Override
    public long pauseNanos(long queue) {
        return changes.pauseNanos(queue);
    }

    @Override
    public void end(long queue) {
        changes.end(queue);
    }

    @Override
    public Set<Ability> abilities() {
        return changes.abilities();
    }

    @Override
    public String remedy(Step step, IoError error) {
        return changes.remedy(step, error);
    }
}
