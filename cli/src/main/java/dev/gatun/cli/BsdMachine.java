package dev.gatun.cli;

import dev.gatun.bindings.kqueue.BsdLibrary;
import dev.gatun.cli.Report.Cost;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import dev.gatun.cli.Report.Limit;
import dev.gatun.spi.IoBackendProvider;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** macOS or FreeBSD: sysctl, limits of the process, getifaddrs. One use, one thread at a time. */
final class BsdMachine implements Machine {
    private final BsdSystem system;
    private final List<IoBackendProvider> backends;

    BsdMachine(BsdSystem system, List<IoBackendProvider> backends) {
        this.system = system;
        this.backends = List.copyOf(backends);
    }

    /** The one that this process runs on. */
    static BsdMachine ours(boolean isMacos) {
        return new BsdMachine(new BsdSystem(isMacos, BsdLibrary.ofSystem()), InstalledBackends.ofThisSystem());
    }

    @Override
    public Host host() {
        Host ofTheJvm = HostReader.ofTheJvm();
        String release = system.text("kern.osrelease");
        String machine = system.text("hw.machine");
        return new Host(
                system.name(),
                release.isEmpty() ? ofTheJvm.kernel() : release,
                machine.isEmpty() ? ofTheJvm.arch() : machine,
                ofTheJvm.jdk(),
                ofTheJvm.cpus(),
                (int) Math.max(1, system.number("vm.ndomains")),
                system.number("security.jail.jailed") == 1,
                hypervisor());
    }

    /** FreeBSD has names for them, and "none"; macOS says only that there is one. */
    private @Nullable String hypervisor() {
        if (system.isMacos()) {
            return system.number("kern.hv_vmm_present") == 1 ? "unknown" : null;
        }
        String guest = system.text("kern.vm_guest");
        return switch (guest) {
            case "", "none" -> null;
            case "generic" -> "unknown";
            default -> guest;
        };
    }

    @Override
    public List<IoBackendProvider> backends() {
        return backends;
    }

    @Override
    public List<Feature> files(Path folder) {
        return new BackendFileTrials(backends, folder).all();
    }

    @Override
    public List<Limit> limits() {
        return new BsdLimits(system).all();
    }

    @Override
    public List<Feature> latency() {
        return new BsdLatency(system).all();
    }

    @Override
    public List<Device> devices(@Nullable String only) {
        return new BsdDeviceChecks(system).all(only);
    }

    @Override
    public List<Cost> costs() {
        return new BsdCosts(system).all();
    }

    @Override
    public List<Finding> hidden() {
        return List.of(); // a name that the kernel does not answer is unknown where it is told
    }
}
