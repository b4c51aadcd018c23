package dev.gatun.testkit;

import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.IoError;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changes in directories of the simulated machine, as inotify tells it. The driver's thread only. */
final class SimulatedChanges implements DirectoryChanges {
    private final SimulatedKernel kernel;

    SimulatedChanges(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public long open() {
        kernel.enter();
        SimulatedChangeQueue queue = new SimulatedChangeQueue(kernel);
        long handle = kernel.handles().open(queue, "opened to watch directories");
        if (handle >= 0) {
            kernel.files().tell(queue);
        }
        return handle;
    }

    @Override
    public int add(long queue, String path) {
        SimulatedChangeQueue found = find(queue);
        return found == null ? IoError.BAD_HANDLE.result() : kernel.files().watch(found, path);
    }

    @Override
    public int remove(long queue, int directory) {
        SimulatedChangeQueue found = find(queue);
        return found == null ? IoError.BAD_HANDLE.result() : found.unwatch(directory);
    }

    @Override
    public int take(long queue, Listener listener) {
        SimulatedChangeQueue found = find(queue);
        return found == null ? IoError.BAD_HANDLE.result() : found.take(listener);
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Override
    public String remedy(Step step, IoError error) {
        return step == Step.OVERFLOW
                ? "changes were lost: look through the directories again; Limit.CHANGES is "
                        + kernel.limits().value(Limit.CHANGES)
                : "";
    }

    private @Nullable SimulatedChangeQueue find(long queue) {
        kernel.enter();
        return kernel.handles().get(queue) instanceof SimulatedChangeQueue found ? found : null;
    }
}
