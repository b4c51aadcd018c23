package dev.gatun;

import dev.gatun.core.HomewardStack;
import dev.gatun.core.MpscQueue;
import dev.gatun.core.SleepState;
import dev.gatun.core.SpscQueue;
import dev.gatun.spi.IoBackend;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the cores of a runtime: a queue for each pair, a queue for foreign threads, and a stack for what
 * returns, at each core's port. It outlives a Cpu that fails, so that its successor finds the same doors.
 */
final class Mesh {
    private static final int PAIR_CAPACITY = 128;

    private final Port[] ports;

    Mesh(int cores, CpuConfig config) {
        ports = new Port[cores];
        for (int i = 0; i < cores; i++) {
            ports[i] = new Port(i, cores, config.inboxCapacity());
        }
    }

    Port port(int core) {
        return ports[core];
    }

    /** One core's door: others put things in, its Cpu takes them out. */
    static final class Port {
        private final int core;
        private final SpscQueue<CoreMessage>[] fromCores;
        private final MpscQueue<CoreMessage> fromForeigners;
        private final HomewardStack<Homecoming> homeward = new HomewardStack<>();
        private final SleepState sleep = new SleepState();
        private @Nullable Homecoming arriving;
        private volatile @Nullable IoBackend backend;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Port(int core, int cores, int inboxCapacity) {
            this.core = core;
            fromCores = new SpscQueue[cores];
            for (int i = 0; i < cores; i++) {
                fromCores[i] = new SpscQueue<>(PAIR_CAPACITY);
            }
            int powerOfTwo = Integer.highestOneBit(Math.max(2, inboxCapacity) * 2 - 1);
            fromForeigners = new MpscQueue<>(powerOfTwo);
        }

        synchronized void open(IoBackend backend) {
            this.backend = backend;
        }

        boolean isOpen() {
            return backend != null;
        }

        // --- the sender's side

        boolean send(Port target, CoreMessage message, CpuCounters counters) {
            if (!target.isOpen() || !target.fromCores[core].offer(message)) {
                return false;
            }
            if (target.wakeIfAsleep()) {
                counters.wakesSent++;
            } else {
                counters.wakesElided++;
            }
            target.returnIfClosed();
            return true;
        }

        boolean request(CoreMessage message) {
            if (!isOpen() || !fromForeigners.offer(message)) {
                return false;
            }
            wakeIfAsleep();
            returnIfClosed();
            return true;
        }

        void sendHome(Homecoming home) {
            homeward.push(home);
            wakeIfAsleep();
        }

        /** After publishing: a fence, a load, and only for a sleeper a wake-up (invariant 10). */
        boolean wakeIfAsleep() {
            IoBackend sleeper = backend;
            if (sleeper == null || !sleep.mustWakeAfterPublishing()) {
                return false;
            }
            sleeper.wake();
            return true;
        }

        // --- the Cpu's side

        int receive(Cpu here, int max) {
            int count = takeHome(here, max);
            for (SpscQueue<CoreMessage> queue : fromCores) {
                for (int i = 0; i < max; i++) {
                    CoreMessage message = queue.poll();
                    if (message == null) {
                        break;
                    }
                    message.onMessage(here);
                    count++;
                }
            }
            for (int i = 0; i < max; i++) {
                CoreMessage message = fromForeigners.poll();
                if (message == null) {
                    break;
                }
                message.onMessage(here);
                count++;
            }
            return count;
        }

        private int takeHome(Cpu here, int max) {
            int count = 0;
            if (homeward.isEmpty() && arriving == null) {
                return 0; // without a store: senders read this cache line
            }
            if (arriving == null) {
                arriving = homeward.takeAll();
            }
            while (arriving != null && count < max) {
                Homecoming home = arriving;
                arriving = homeward.next(home); // first: an arrival that throws leaves the others where they are
                home.arrive(here);
                count++;
            }
            return count;
        }

        boolean isQuiet() {
            for (SpscQueue<CoreMessage> queue : fromCores) {
                if (!queue.isEmpty()) {
                    return false;
                }
            }
            return fromForeigners.isEmpty() && homeward.isEmpty() && arriving == null;
        }

        void announceSleep() {
            sleep.announceSleep();
        }

        void awake() {
            sleep.awake();
        }

        /** From now on nothing gets in; what is in already is told so. */
        void close() {
            backend = null;
            VarHandle.fullFence();
            returnIfClosed();
        }

        /**
         * A message may slip in while the port closes: its sender looks again after publishing, and whoever comes first
         * takes all out. With no Cpu at this port, the lock makes whoever holds it the only consumer.
         */
        private void returnIfClosed() {
            if (isOpen()) {
                return;
            }
            synchronized (this) {
                if (isOpen()) {
                    return;
                }
                for (SpscQueue<CoreMessage> queue : fromCores) {
                    returnAll(queue.poll(), queue::poll);
                }
                returnAll(fromForeigners.poll(), fromForeigners::poll);
            }
        }

        private static void returnAll(@Nullable CoreMessage first, Supplier<@Nullable CoreMessage> more) {
            for (CoreMessage message = first; message != null; message = more.get()) {
                message.onUndelivered();
            }
        }
    }
}
