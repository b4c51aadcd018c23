package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Windows for tests: a program in Wine that makes the calls it finds in memory that both share. One for the JVM,
 * started when first asked for; it ends with the JVM, whose end closes its standard input. Any thread.
 */
final class Gateway implements WindowsSystem {
    private static final long LINES_AT = 4096;
    private static final int LINES_MAX = 200;
    private static final long RESERVED_BYTES = 64 << 10;
    private static final int READY = 0x57494e45;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    // The header's fields.
    private static final long SERVE = 8;
    private static final long LOAD_LIBRARY = 16;
    private static final long FIND_FUNCTION = 24;

    /** Made when first asked for. */
    private static final class Holder {
        static final Gateway GATEWAY = new Gateway();
    }

    private final SharedRegion region = new SharedRegion(RESERVED_BYTES);
    private final Process process;
    private final List<GatewayLine> lines = new ArrayList<>();
    private final Map<String, Long> libraries = new ConcurrentHashMap<>();
    private final Map<String, Long> functions = new ConcurrentHashMap<>();
    private final ThreadLocal<GatewayLine> line = ThreadLocal.withInitial(this::lineForThisThread);
    /** For finding things, and starting threads: whoever holds the lock of this object calls on it. */
    private final GatewayLine first;

    /** Or the test is skipped, with the reason. */
    static Gateway get() {
        String missing = Wine.missing();
        Assumptions.assumeTrue(missing == null, () -> "no Windows here, and no Wine: " + missing);
        return Holder.GATEWAY;
    }

    private Gateway() {
        try {
            process = new Wine().start(List.of("Z:" + region.path(), Long.toHexString(SharedRegion.BASE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long start = System.nanoTime();
        while ((int) JAVA_INT.varHandle().getVolatile(NativeMemory.ALL, SharedRegion.BASE) != READY) {
            if (!process.isAlive() || System.nanoTime() - start > START_NANOS) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the gateway did not start: " + process.onExit().join());
            }
            Thread.onSpinWait();
        }
        first = new GatewayLine(SharedRegion.BASE + LINES_AT, Thread.currentThread());
        lines.add(first);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public WindowsCalls newCalls(Arena arena) {
        GatewayLine mine = line.get();
        MemorySegment owned = arena.allocate(1); // a confined arena refuses a foreign thread here as the JVM would
        return new WindowsCalls() {
            @Override
            public long call(
                    long function,
                    long a,
                    long b,
                    long c,
                    long d,
                    long e,
                    long f,
                    long g,
                    long h,
                    long i,
                    long j,
                    long k) {
                assert owned.scope().isAlive() && owned.isAccessibleBy(Thread.currentThread());
                return mine.call(function, a, b, c, d, e, f, g, h, i, j, k);
            }

            @Override
            public int lastError() {
                return mine.error();
            }
        };
    }

    @Override
    public long function(String library, String name) {
        return functions.computeIfAbsent(library + "!" + name, _ -> find(library, name));
    }

    private long find(String library, String name) {
        long module =
                libraries.computeIfAbsent(library, _ -> onFirst(header(LOAD_LIBRARY), text(library), 0, 0, 0, 0, 0));
        return onFirst(header(FIND_FUNCTION), module, text(name), 0, 0, 0, 0);
    }

    @Override
    public MemorySegment allocate(long bytes, long alignment, Arena arena) {
        return region.allocate(bytes, alignment, arena);
    }

    private long text(String text) {
        MemorySegment memory = region.allocate(text.length() + 1L, 1, Arena.ofAuto());
        memory.setString(0, text);
        return memory.address();
    }

    private static long header(long field) {
        return NativeMemory.ALL.get(JAVA_LONG, SharedRegion.BASE + field);
    }

    private long onFirst(long function, long a, long b, long c, long d, long e, long f) {
        synchronized (lines) {
            first.owner = Thread.currentThread();
            return first.call(function, a, b, c, d, e, f, 0, 0, 0, 0, 0);
        }
    }

    /** One whose thread has ended, or a new one with a thread of its own over there. */
    private GatewayLine lineForThisThread() {
        synchronized (lines) {
            for (GatewayLine each : lines.subList(1, lines.size())) {
                if (!each.owner.isAlive()) {
                    each.owner = Thread.currentThread();
                    return each;
                }
            }
            if (lines.size() == LINES_MAX) {
                throw new IllegalStateException(LINES_MAX + " threads call Windows at once");
            }
            long address = first.address + (long) lines.size() * GatewayLine.BYTES;
            long thread = onFirst(function("kernel32.dll", "CreateThread"), 0, 0, header(SERVE), address, 0, 0);
            if (thread == 0) {
                throw new IllegalStateException("CreateThread: " + first.error());
            }
            GatewayLine line = new GatewayLine(address, Thread.currentThread());
            lines.add(line);
            return line;
        }
    }
}
