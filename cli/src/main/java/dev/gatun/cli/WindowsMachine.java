package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.windows.NativeWindows;
import dev.gatun.bindings.windows.OsVersionInfo;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.cli.Report.Cost;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Finding;
import dev.gatun.cli.Report.Host;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.Severity;
import dev.gatun.spi.IoBackendProvider;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Windows, or Wine, which says that it is one. One use, one thread at a time. */
final class WindowsMachine implements Machine {
    private static final String NT = "ntdll.dll";

    private final WindowsSystem system;
    private final List<IoBackendProvider> backends;
    private volatile int deviceError; // of a section's thread, for that of another

    WindowsMachine(WindowsSystem system, List<IoBackendProvider> backends) {
        this.system = system;
        this.backends = List.copyOf(backends);
    }

    /** The one that this process runs on. */
    static WindowsMachine ours() {
        return new WindowsMachine(NativeWindows.SYSTEM, InstalledBackends.ofThisSystem());
    }

    /** Whether it is a container's, or a guest's, Windows tells no process. */
    @Override
    public Host host() {
        Host ofTheJvm = HostReader.ofTheJvm();
        try (WindowsSession session = new WindowsSession(system)) {
            return new Host(
                    "Windows",
                    version(session),
                    ofTheJvm.arch(),
                    ofTheJvm.jdk(),
                    ofTheJvm.cpus(),
                    numaNodes(session),
                    false,
                    null);
        }
    }

    /** Of the kernel itself: to an ordinary question it answers with what the program is marked to know. */
    private static String version(WindowsSession session) {
        MemorySegment version = session.memory(OsVersionInfo.sizeof());
        version.set(JAVA_INT, OsVersionInfo.DW_OSVERSION_INFO_SIZE, (int) OsVersionInfo.sizeof());
        session.call(NT, "RtlGetVersion", version.address());
        String told = version.get(JAVA_INT, OsVersionInfo.DW_MAJOR_VERSION) + "."
                + version.get(JAVA_INT, OsVersionInfo.DW_MINOR_VERSION) + "."
                + version.get(JAVA_INT, OsVersionInfo.DW_BUILD_NUMBER);
        return session.has(NT, "wine_get_version")
                ? told + ", as Wine " + session.text(session.call(NT, "wine_get_version"), 32) + " has it"
                : told;
    }

    private static int numaNodes(WindowsSession session) {
        MemorySegment highest = session.memory(Integer.BYTES);
        long told = session.kernel("GetNumaHighestNodeNumber", highest.address());
        return (int) told == 0 ? 1 : highest.get(JAVA_INT, 0) + 1;
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
        try (WindowsSession session = new WindowsSession(system)) {
            return new WindowsLimits(session).all();
        }
    }

    @Override
    public List<Feature> latency() {
        try (WindowsSession session = new WindowsSession(system)) {
            return new WindowsLatency(session).all();
        }
    }

    @Override
    public List<Device> devices(@Nullable String only) {
        try (WindowsSession session = new WindowsSession(system)) {
            WindowsDeviceChecks checks = new WindowsDeviceChecks(session);
            List<Device> devices = checks.all(only);
            deviceError = checks.error();
            return devices;
        }
    }

    @Override
    public List<Cost> costs() {
        return new WindowsCosts(system).all();
    }

    @Override
    public List<Finding> hidden() {
        return deviceError == 0
                ? List.of()
                : List.of(new Finding(
                        Severity.WARN,
                        "network devices are hidden",
                        "GetAdaptersAddresses answered error " + deviceError,
                        "the service that tells of them must run: Start-Service nsi"));
    }
}
