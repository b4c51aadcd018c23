package dev.gatun.cli;

import dev.gatun.bindings.windows.WindowsCalls;
import dev.gatun.bindings.windows.WindowsConstants;
import dev.gatun.bindings.windows.WindowsSystem;
import dev.gatun.cli.Report.Cost;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** What the smallest things cost on Windows. One use, one thread, and a second one for the wake-up. */
final class WindowsCosts {
    private final WindowsSystem system;

    WindowsCosts(WindowsSystem system) {
        this.system = system;
    }

    List<Cost> all() {
        List<Cost> costs = new ArrayList<>();
        try (WindowsSession session = new WindowsSession(system)) {
            WindowsCalls calls = session.calls();
            costs.add(CostSampler.clockReading());
            long event = session.kernel("CreateEventW", 0, 0, 0, 0);
            long resetEvent = session.function("ResetEvent");
            costs.add(CostSampler.measured(
                    "null-system-call",
                    () -> calls.call(resetEvent, event, 0, 0),
                    _ -> "ResetEvent, through two libraries: what any call costs before it does something"));
            session.kernel("CloseHandle", event);
            costs.add(emptyPort(session));
            long bytes = (long) CostSampler.PAGE * CostSampler.EACH * CostSampler.SAMPLES;
            costs.add(CostSampler.pageFault(session.memory(bytes).address()));
            costs.add(wake(session));
        }
        return costs;
    }

    private static Cost emptyPort(WindowsSession session) {
        WindowsCalls calls = session.calls();
        long port = session.kernel("CreateIoCompletionPort", WindowsConstants.INVALID_HANDLE_VALUE, 0, 0, 1);
        MemorySegment memory = session.memory(64);
        long get = session.function("GetQueuedCompletionStatusEx");
        long entry = memory.address();
        long count = entry + 32;
        try {
            return CostSampler.measured(
                    "empty-port",
                    () -> calls.call(get, port, entry, 1, count, 0, 0),
                    _ -> "a loop over a completion port that spins looks this often, less its own work");
        } finally {
            session.kernel("CloseHandle", port);
        }
    }

    private Cost wake(WindowsSession session) {
        long[] events = new long[2];
        for (int i = 0; i < events.length; i++) {
            events[i] = session.kernel("CreateEventW", 0, 0, 0, 0);
        }
        long set = session.function("SetEvent");
        long wait = session.function("WaitForSingleObject");
        try {
            return CostSampler.wake(arena -> new Events(events, system.newCalls(arena), set, wait));
        } finally {
            for (long event : events) {
                session.kernel("CloseHandle", event);
            }
        }
    }

    /** Two events that reset themselves. */
    private static final class Events implements CostSampler.Bells {
        private final long[] events;
        private final WindowsCalls calls;
        private final long setEvent;
        private final long waitFor;

        Events(long[] events, WindowsCalls calls, long setEvent, long waitFor) {
            this.events = events;
            this.calls = calls;
            this.setEvent = setEvent;
            this.waitFor = waitFor;
        }

        @Override
        public void ring(int bell) {
            calls.call(setEvent, events[bell], 0, 0);
        }

        @Override
        public void await(int bell) {
            calls.call(waitFor, events[bell], WindowsConstants.INFINITE, 0);
        }
    }
}
