package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.CPrograms;
import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.benchmarks.rivals.Rival;
import dev.gatun.benchmarks.rivals.RivalProcess;
import dev.gatun.benchmarks.rivals.Rivals;
import dev.gatun.spi.IoBackendProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What there is to measure with: compiled programs, a way to start a JVM as users would, the backends that can be used
 * here, and whom the user wants to see. For the run.
 */
public final class Lab {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m");

    private static final Set<String> BACKENDS = Set.of("io_uring", "epoll", "kqueue", "iocp");

    private final CPrograms programs;
    private final Path scratch;
    private final Settings settings;
    private final Set<String> against;
    private final Rivals rivals;

    /** {@code against}: beginnings of the names of subjects that ours is to be compared with; none: all. */
    public Lab(CPrograms programs, Path scratch, Settings settings, Set<String> against, Rivals rivals) {
        this.programs = programs;
        this.scratch = scratch;
        this.settings = settings;
        this.against = Set.copyOf(against);
        this.rivals = rivals;
    }

    public Settings settings() {
        return settings;
    }

    /** A folder for files to read and write. */
    public Path scratch() {
        return scratch;
    }

    public Path program(String name) {
        return programs.compiled(name);
    }

    public Optional<String> problem() {
        return programs.problem();
    }

    /** Not what can't run here, either: see {@link #notes}. */
    public boolean wants(String subject) {
        if (subject.equals("c-liburing") && !ringProblem().isEmpty()) {
            return false;
        }
        return subject.startsWith("gatun-")
                || against.isEmpty()
                || against.stream().anyMatch(subject::startsWith);
    }

    /** Gatun's backends that can be used here, by name. */
    public List<String> backends() {
        return ServiceLoader.load(IoBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> BACKENDS.contains(provider.name()))
                .filter(provider -> provider.probe().usable())
                .map(IoBackendProvider::name)
                .sorted()
                .toList();
    }

    /** What a reader must know of what was left out, or is done in another way than usual. */
    public List<String> notes() {
        String problem = ringProblem();
        return problem.isEmpty()
                ? List.of()
                : List.of("io_uring can't be used here (" + problem + "): c-liburing is left out, and the load of many"
                        + " connections goes over epoll");
    }

    /** Why the programs over liburing can't run; empty: they can. */
    private static String ringProblem() {
        return ServiceLoader.load(IoBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("io_uring"))
                .map(IoBackendProvider::probe)
                .map(probe -> probe.usable() ? "" : probe.reason())
                .findFirst()
                .orElse("its backend is not installed");
    }

    /** The same with one option more for the JVM. */
    static List<String> withJvmOption(List<String> command, String option) {
        List<String> all = new ArrayList<>(command);
        all.add(1, option);
        return List.copyOf(all);
    }

    public List<String> c(String name, List<String> arguments) {
        return joined(List.of(program(name).toString()), arguments);
    }

    /** A JVM of this kind, with this class path. */
    public List<String> java(Class<?> main, List<String> arguments) {
        return java(List.of(), System.getProperty("java.class.path"), main, arguments);
    }

    /**
     * Adds all rivals of this row that the user wants to see; {@code open} makes a contender of a name and a command.
     */
    void addRivals(
            SortedMap<String, Contender.Entry> entries,
            Row row,
            List<String> arguments,
            BiFunction<String, List<String>, Contender> open) {
        for (Rival rival : rivals.all()) {
            String name = rival.name();
            if (wants(name) && rival.competesIn(row.id())) {
                List<String> all = joined(List.of("rival=" + name, "row=" + row.id()), arguments);
                List<String> command = java(rival.jvmOptions(), rivals.classPath(), RivalProcess.class, all);
                entries.put(name, () -> open.apply(name, command));
            }
        }
    }

    private static List<String> java(List<String> options, String classPath, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
        command.add(main.getName());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
