package dev.gatun.cli;

import dev.gatun.cli.Report.Cost;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import dev.gatun.cli.Report.Limit;
import dev.gatun.spi.IoBackendProvider;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Linux: its own files, its system calls, netlink. One use, one thread at a time. */
final class LinuxMachine implements Machine {
    private final SystemTree tree;

    LinuxMachine(SystemTree tree) {
        this.tree = tree;
    }

    @Override
    public Host host() {
        return HostReader.read();
    }

    @Override
    public List<IoBackendProvider> backends() {
        return InstalledBackends.ofThisSystem();
    }

    @Override
    public List<Feature> trialsOf(String backend) {
        if (!backend.equals("epoll")) {
            return List.of();
        }
        try (Arena arena = Arena.ofConfined()) {
            return new LinuxTrials(arena).epoll();
        }
    }

    @Override
    public List<Feature> files(Path folder) {
        return new FileTrials(folder).all();
    }

    @Override
    public List<Limit> limits() {
        return new LimitChecks(tree).all();
    }

    @Override
    public List<Feature> latency() {
        return new LatencyChecks(tree).all();
    }

    @Override
    public List<Device> devices(@Nullable String only) {
        return new DeviceChecks(tree, NetworkLinks.ask()).all(only);
    }

    @Override
    public List<Cost> costs() {
        return new LinuxCosts().all();
    }

    @Override
    public List<Finding> hidden() {
        return tree.hidden();
    }
}
