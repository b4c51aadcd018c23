package dev.gatun.cli;

import dev.gatun.cli.Report.Cost;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import dev.gatun.cli.Report.Limit;
import dev.gatun.spi.IoBackendProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the probe asks of a machine, a method for each section; there is one for each kind of system. A section may fail
 * or hang, and who asks guards it. For one thread at a time.
 */
interface Machine {
    /** The one that this process runs on; empty where Gatun has no bindings for it. */
    static Optional<Machine> ours() {
        String os = System.getProperty("os.name");
        if (os.equals("Linux") && HostReader.architecture().equals("x86_64")) {
            return Optional.of(new LinuxMachine(SystemTree.OURS));
        }
        if (os.startsWith("Windows")) {
            return Optional.of(WindowsMachine.ours());
        }
        return os.startsWith("Mac OS") || os.equals("FreeBSD")
                ? Optional.of(BsdMachine.ours(os.startsWith("Mac OS")))
                : Optional.empty();
    }

    Host host();

    /** What this system's runtimes choose from, the best first. */
    List<IoBackendProvider> backends();

    /** What was tried of a backend that its provider does not report itself. */
    default List<Feature> trialsOf(String backend) {
        return List.of();
    }

    List<Feature> files(Path folder);

    List<Limit> limits();

    List<Feature> latency();

    /** {@code only}: this one; null: all. */
    List<Device> devices(@Nullable String only);

    List<Cost> costs();

    /** What is kept from being seen, so that nothing can be told of it. */
    List<Finding> hidden();
}
