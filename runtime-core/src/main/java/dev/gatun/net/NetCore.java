package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferVector;
import dev.gatun.Cpu;
import dev.gatun.CpuLocal;
import dev.gatun.NativeAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one Cpu share: the list of those that are open, vectors and addresses that are lent, and the work
 * that waits for the end of the tick. Its Cpu's thread alone, as long as that.
 */
final class NetCore {
    private static final CpuLocal<NetCore> LOCAL = new CpuLocal<>(NetCore::new, NetCore::onCpuClosing);

    /** Buffers in one gathered send. */
    static final int GATHER_MAX = 64;

    final Cpu cpu;

    /** What is being handed to a receive callback and that nobody has taken yet. */
    @Nullable
    Buffer delivering;

    /** A listener, or a connection that is being made. */
    interface Member {
        void end(CloseReason reason);

        /** A stream was closed, so the system may have a handle again. */
        default void onHandleFreed() {}
    }

    private final Thread owner = Thread.currentThread();
    private final ArrayDeque<BufferVector> vectors = new ArrayDeque<>();
    private final ArrayDeque<NativeAddress> addresses = new ArrayDeque<>();
    private final List<Member> members = new ArrayList<>();
    private final Runnable runLater = this::runLater;
    private @Nullable NetStream firstOpen;
    private @Nullable NetStream firstLater;
    private @Nullable NetStream lastLater;
    private int open;
    private boolean isClosing;

    private NetCore(Cpu cpu) {
        this.cpu = cpu;
    }

    static NetCore of(Cpu cpu) {
        return LOCAL.of(cpu);
    }

    /** Null when the Cpu ends and never had one. */
    static @Nullable NetCore ofOpen(Cpu cpu) {
        return LOCAL.ofOpen(cpu);
    }

    void checkOwner() {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException("Cpu " + cpu.index() + " belongs to " + owner.getName() + ", and "
                    + Thread.currentThread().getName() + " called; use Cpu.requestRun");
        }
    }

    int open() {
        return open;
    }

    /** Nothing new from now on. */
    boolean isClosing() {
        return isClosing;
    }

    void opened(NetStream stream) {
        NetStream next = firstOpen;
        stream.nextOpen = next;
        if (next != null) {
            next.previousOpen = stream;
        }
        firstOpen = stream;
        open++;
    }

    void closed(NetStream stream) {
        NetStream next = stream.nextOpen;
        NetStream previous = stream.previousOpen;
        if (next != null) {
            next.previousOpen = previous;
        }
        if (previous != null) {
            previous.nextOpen = next;
        } else {
            assert firstOpen == stream;
            firstOpen = next;
        }
        stream.nextOpen = null;
        stream.previousOpen = null;
        open--;
        for (int i = 0; i < members.size(); i++) {
            members.get(i).onHandleFreed();
        }
    }

    void add(Member member) {
        members.add(member);
    }

    void remove(Member member) {
        members.remove(member);
    }

    /** At the end of this tick, before the poll, the stream does what it has put off; asked once or many times. */
    void later(NetStream stream) {
        if (stream.isLater) {
            return;
        }
        stream.isLater = true;
        NetStream last = lastLater;
        lastLater = stream;
        if (last == null) {
            firstLater = stream;
            cpu.execute(runLater);
        } else {
            last.nextLater = stream;
        }
    }

    private void runLater() {
        NetStream stream = firstLater;
        firstLater = null;
        lastLater = null;
        while (stream != null) {
            NetStream next = stream.nextLater;
            stream.nextLater = null;
            stream.isLater = false;
            stream.runLater();
            stream = next;
        }
    }

    /** The buffer is a stream's, or freed: not to be freed when the callback fails that it was handed to. */
    void taken(Buffer buffer) {
        if (delivering == buffer) {
            delivering = null;
        }
    }

    BufferVector lendVector() {
        BufferVector vector = vectors.pollLast();
        return vector == null ? cpu.newVector(GATHER_MAX) : vector;
    }

    void giveBack(BufferVector vector) {
        vector.clear();
        vectors.addLast(vector);
    }

    NativeAddress lendAddress() {
        NativeAddress address = addresses.pollLast();
        return address == null ? cpu.newAddress() : address;
    }

    void giveBack(NativeAddress address) {
        addresses.addLast(address);
    }

    private void onCpuClosing() {
        isClosing = true;
        List.copyOf(members).forEach(member -> member.end(CloseReason.CORE));
        List<NetStream> streams = new ArrayList<>();
        for (NetStream stream = firstOpen; stream != null; stream = stream.nextOpen) {
            streams.add(stream);
        }
        streams.forEach(stream -> {
            stream.end(CloseReason.CORE);
            stream.finishIfIdle(); // there may be no tick any more
        });
    }
}
