package dev.gatun.cli;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.FreebsdKevent;
import dev.gatun.bindings.kqueue.Timespec;
import dev.gatun.cli.Report.Cost;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** What the smallest things cost on macOS or FreeBSD. One use, one thread, and a second one for the wake-up. */
final class BsdCosts {
    private final BsdSystem system;

    BsdCosts(BsdSystem system) {
        this.system = system;
    }

    List<Cost> all() {
        List<Cost> costs = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            BsdCalls calls = system.calls(arena);
            costs.add(CostSampler.clockReading());
            costs.add(CostSampler.measured(
                    "null-system-call",
                    () -> calls.immediate(BsdFunction.GETPPID, 0, 0, 0),
                    _ -> "getppid(2), through the C library: what any call costs before it does something"));
            kevent(calls, arena, costs);
            pageFault(calls, costs);
            wake(calls, arena, costs);
        }
        return costs;
    }

    private static void kevent(BsdCalls calls, Arena arena, List<Cost> costs) {
        long queue = calls.immediate(BsdFunction.KQUEUE, 0, 0, 0);
        if (queue >= 0) {
            long event = arena.allocate(FreebsdKevent.layout()).address(); // the longest there is
            long none = arena.allocate(Timespec.layout()).address();
            costs.add(CostSampler.measured(
                    "kevent",
                    () -> calls.immediate(BsdFunction.KEVENT, queue, 0, 0, event, 1, none),
                    _ -> "a loop over kqueue that spins looks this often, less its own work"));
            calls.immediate(BsdFunction.CLOSE, queue, 0, 0);
        }
    }

    private void pageFault(BsdCalls calls, List<Cost> costs) {
        long bytes = (long) CostSampler.PAGE * CostSampler.EACH * CostSampler.SAMPLES;
        int access = BsdFiles.PROT_READ | BsdFiles.PROT_WRITE;
        int kind = BsdFiles.MAP_PRIVATE | BsdFiles.MAP_ANON;
        long mapped = calls.waiting(BsdFunction.MMAP, 0, bytes, access, kind, -1, 0);
        if (mapped > 0) {
            costs.add(CostSampler.pageFault(mapped));
            calls.waiting(BsdFunction.MUNMAP, mapped, bytes, 0);
        }
    }

    private void wake(BsdCalls calls, Arena arena, List<Cost> costs) {
        MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 4);
        for (int pipe = 0; pipe < 2; pipe++) {
            if (calls.immediate(BsdFunction.PIPE, ends.address() + pipe * 2L * Integer.BYTES, 0, 0) < 0) {
                return;
            }
        }
        int[] handles = ends.toArray(ValueLayout.JAVA_INT);
        costs.add(CostSampler.wake(own -> new Pipes(handles, system.calls(own), own.allocate(1))));
        for (int handle : handles) {
            calls.immediate(BsdFunction.CLOSE, handle, 0, 0);
        }
    }

    /** A byte through a pipe each way, read by who sleeps. */
    private static final class Pipes implements CostSampler.Bells {
        private final int[] ends;
        private final BsdCalls calls;
        private final MemorySegment letter;

        Pipes(int[] ends, BsdCalls calls, MemorySegment letter) {
            this.ends = ends;
            this.calls = calls;
            this.letter = letter;
        }

        @Override
        public void ring(int bell) {
            calls.immediate(BsdFunction.WRITE, ends[2 * bell + 1], letter.address(), 1);
        }

        @Override
        public void await(int bell) {
            calls.waiting(BsdFunction.READ, ends[2 * bell], letter.address(), 1);
        }
    }
}
