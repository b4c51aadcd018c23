package dev.gatun.readiness;

import dev.gatun.parts.FileCalls;
import dev.gatun.spi.DirectoryChanges;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * A system at the seam: streams that are counters of bytes, told by edges as strictly as the real ones, so that a lost
 * edge is a lost operation. One thread, but for files.
 */
final class FakeSystem implements Poller, HandleCalls, Lender {
    static final int BAD_NUMBER = 9;
    static final int RESET_NUMBER = 104;

    /** What a handle stands for. */
    static final class Thing {
        final int handle;
        int come;
        int room = 100;
        boolean isEnded;
        boolean isReset;
        boolean isFile;
        boolean isWatched;
        boolean mayLend;
        int generation;
        int waitsForRoom;
        int loansBegun;
        int loansEnded;
        int tries;
        boolean hasEdge;
        boolean wasShutDown;

        Thing(int handle) {
            this.handle = handle;
        }

        int level() {
            boolean isReadable = come > 0 || isEnded || isReset;
            int level = (isReadable ? READ : 0) | (room > 0 || isReset ? WRITE : 0);
            return level | (isReset ? HANG_UP : 0) | (isEnded ? UNUSUAL : 0);
        }

        // --- what the other side does

        void arrive(int bytes) {
            come += bytes;
            hasEdge = true;
        }

        void end() {
            isEnded = true;
            hasEdge = true;
        }

        void reset() {
            isReset = true;
            hasEdge = true;
        }

        /** An edge only for who was refused, as with TCP. */
        void drain(int bytes) {
            room += bytes;
            hasEdge |= waitsForRoom > 0;
            waitsForRoom = 0;
        }

        void giveBack() {
            loansEnded = loansBegun;
            hasEdge = true;
        }
    }

    final ConcurrentSkipListMap<Integer, Thing> things = new ConcurrentSkipListMap<>();
    final List<int[]> stale = new ArrayList<>();
    Function<Operation, Long> worker = operation -> (long) operation.length();
    int looks;
    int awaits;
    int wakes;
    long lastAwait;
    boolean isClosed;
    boolean isReleased;

    private final Object wakeLock = new Object();
    private boolean woken;

    Thing open() {
        int handle = 3;
        while (things.containsKey(handle)) {
            handle++; // the lowest free number, as everywhere
        }
        Thing thing = new Thing(handle);
        things.put(handle, thing);
        return thing;
    }

    Platform platform() {
        return new Platform(
                this,
                this,
                this,
                () -> new FileCalls() {
                    @Override
                    public long run(Operation operation) {
                        return worker.apply(operation);
                    }

                    @Override
                    public void closeOrphan(int handle) {
                        synchronized (wakeLock) {
                            things.remove(handle);
                        }
                    }
                },
                new FakeSockets(this),
                new NoFileFacts(),
                DirectoryChanges.NONE);
    }

    // --- the poller

    @Override
    public long watch(int handle, int generation) {
        Thing thing = things.get(handle);
        if (thing == null) {
            return -BAD_NUMBER;
        }
        if (thing.isFile) {
            return NEVER_BLOCKS;
        }
        thing.isWatched = true;
        thing.generation = generation;
        thing.hasEdge = thing.level() != 0;
        return 0;
    }

    @Override
    public void unwatch(int handle) {
        Thing thing = things.get(handle);
        if (thing != null) {
            thing.isWatched = false;
        }
    }

    @Override
    public long readiness(int handle) {
        Thing thing = things.get(handle);
        if (thing == null) {
            return -BAD_NUMBER;
        }
        thing.waitsForRoom += thing.room == 0 ? 1 : 0;
        return thing.level() & (READ | WRITE | HANG_UP);
    }

    @Override
    public void look(Poller.Listener listener) {
        looks++;
        for (int[] event : stale) {
            listener.onReady(event[0], event[1], READ | WRITE);
        }
        stale.clear();
        for (Thing thing : List.copyOf(things.values())) {
            if (thing.hasEdge && thing.isWatched) {
                thing.hasEdge = false;
                int lent = thing.loansEnded > 0 ? HANG_UP : 0;
                listener.onReady(thing.handle, thing.generation, thing.level() | lent);
            }
        }
    }

    @Override
    public void await(long nanos, Poller.Listener listener) {
        awaits++;
        lastAwait = nanos;
        synchronized (wakeLock) {
            boolean isQuiet = things.values().stream().noneMatch(thing -> thing.hasEdge && thing.isWatched);
            long start = System.nanoTime();
            while (isQuiet && !woken && (nanos < 0 || System.nanoTime() - start < nanos)) {
                try {
                    wakeLock.wait(1);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            woken = false;
        }
        look(listener);
    }

    @Override
    public void wake() {
        synchronized (wakeLock) {
            wakes++;
            woken = true;
            wakeLock.notifyAll();
        }
    }

    // --- the calls

    @Override
    public long attempt(Operation operation, long address, int length) {
        Thing thing = things.get((int) operation.handle());
        if (thing == null) {
            return -BAD_NUMBER;
        }
        thing.tries++;
        return switch (operation.kind()) {
            case RECEIVE, RECEIVE_FROM, READ -> receive(thing, length);
            case SEND, WRITE -> send(thing, length);
            case ACCEPT -> accept(thing);
            case CONNECT -> thing.isReset ? -RESET_NUMBER : thing.room == 0 ? WOULD_BLOCK : 0;
            default -> 0;
        };
    }

    private static long receive(Thing thing, int length) {
        if (thing.come > 0) {
            int bytes = Math.min(thing.come, length);
            thing.come -= bytes;
            return bytes;
        }
        return thing.isReset ? -RESET_NUMBER : thing.isEnded ? 0 : WOULD_BLOCK;
    }

    private static long send(Thing thing, int length) {
        if (thing.isReset) {
            return -RESET_NUMBER;
        }
        if (thing.room == 0 && length > 0) {
            thing.waitsForRoom++;
            return WOULD_BLOCK;
        }
        int bytes = Math.min(thing.room, length);
        thing.room -= bytes;
        return bytes;
    }

    private long accept(Thing listener) {
        if (listener.come == 0) {
            return WOULD_BLOCK;
        }
        listener.come--;
        return open().handle;
    }

    @Override
    public long finishConnect(Operation operation) {
        return attempt(operation, 0, 0);
    }

    @Override
    public long attemptWithEnvelope(Operation operation, long block, int bytes) {
        return attempt(operation, block, bytes);
    }

    @Override
    public int envelopeBytes(Operation operation) {
        return 0;
    }

    @Override
    public long attemptWithoutMemory(Operation operation) {
        Thing thing = things.get((int) operation.handle());
        return thing == null ? -BAD_NUMBER : thing.come > 0 ? 1 : receive(thing, 1);
    }

    @Override
    public long attemptCached(Operation operation) {
        Thing thing = Objects.requireNonNull(things.get((int) operation.handle()));
        return thing.come > 0 && operation.kind() == OperationKind.READ
                ? Math.min(thing.come, operation.length())
                : NEEDS_THREAD;
    }

    @Override
    public boolean hasCache(int handle) {
        return true;
    }

    @Override
    public boolean isEmptyWhenShort(int handle) {
        return handle % 2 == 0;
    }

    @Override
    public long close(int handle) {
        synchronized (wakeLock) {
            return things.remove(handle) == null ? -BAD_NUMBER : 0;
        }
    }

    @Override
    public void shutDown(int handle) {
        Objects.requireNonNull(things.get(handle)).wasShutDown = true;
    }

    @Override
    public IoError errorOf(int number) {
        return switch (number) {
            case BAD_NUMBER -> IoError.BAD_HANDLE;
            case RESET_NUMBER -> IoError.RESET;
            default -> IoError.OTHER;
        };
    }

    // --- lending

    @Override
    public boolean begin(int handle) {
        return Objects.requireNonNull(things.get(handle)).mayLend;
    }

    @Override
    public long attempt(Operation operation) {
        long sent = attempt(operation, operation.address(), operation.length());
        if (sent > 0) {
            Objects.requireNonNull(things.get((int) operation.handle())).loansBegun++;
        }
        return sent;
    }

    @Override
    public void takeReturned(int handle, Lender.Listener listener) {
        Thing thing = Objects.requireNonNull(things.get(handle));
        if (thing.loansEnded > 0) {
            int last = thing.loansEnded - 1;
            thing.loansEnded = 0;
            listener.onReturned(handle, 0, last);
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Override
    public void release() {
        isReleased = true;
    }
}
