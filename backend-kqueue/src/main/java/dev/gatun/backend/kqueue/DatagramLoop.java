package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.spi.OperationKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Batches, a datagram at a time. What no BSD takes with a datagram is done around it: an IPv4 hop limit or traffic
 * class is set on the socket and set back, and segments are datagrams of their own. The Cpu's thread alone.
 */
final class DatagramLoop {
    private static final int NOW = BsdSockets.MSG_DONTWAIT;

    private final Bsd bsd;
    private final BsdCalls calls;
    private final BsdControls controlMessages;
    private final MemorySegment word;
    private final MemorySegment lengthOfWord;
    private final MemorySegment name;

    DatagramLoop(Bsd bsd, BsdCalls calls, Arena arena) {
        this.bsd = bsd;
        this.calls = calls;
        controlMessages = new BsdControls(bsd);
        word = arena.allocate(JAVA_INT);
        lengthOfWord = arena.allocate(JAVA_INT);
        name = arena.allocate(BsdAddress.BYTES_MAX, Long.BYTES);
    }

    /** How many, or why not even one. */
    long run(OperationKind kind, long handle, MessageBatch batch) {
        int first = batch.first();
        for (int slot = first; slot < batch.count(); slot++) {
            long result = kind == OperationKind.SEND_BATCH ? send(handle, batch, slot) : receive(handle, batch, slot);
            if (result < 0) {
                return slot == first ? result : (long) slot - first; // what went wrong is asked again, and told then
            }
        }
        return (long) batch.count() - first;
    }

    private long receive(long handle, MessageBatch batch, int slot) {
        long result;
        do {
            result = calls.immediate(BsdFunction.RECVMSG, handle, batch.toReceive(slot), NOW);
        } while (result == -BsdErrnos.EINTR);
        if (result >= 0) {
            batch.received(slot, result);
        }
        return result;
    }

    private long send(long handle, MessageBatch batch, int slot) {
        MessageBatch.Wishes wishes = batch.wishes(slot);
        if (wishes.isPlain()) {
            return send(handle, batch.toSend(slot, 0, batch.length(slot), 0));
        }
        int family = family(handle);
        int controlLength = addControls(batch, slot, family);
        if (controlLength < 0) {
            return -bsd.notSupported();
        }
        boolean isInet4 = family == BsdSockets.AF_INET;
        long hopLimit = isInet4 ? exchange(handle, BsdSockets.IP_TTL, wishes.hopLimit) : MessageBatch.UNSET;
        long trafficClass = isInet4 ? exchange(handle, BsdSockets.IP_TOS, wishes.trafficClass) : MessageBatch.UNSET;
        long result = sendSegments(handle, batch, slot, controlLength);
        exchange(handle, BsdSockets.IP_TTL, (int) hopLimit);
        exchange(handle, BsdSockets.IP_TOS, (int) trafficClass);
        return result;
    }

    private int addControls(MessageBatch batch, int slot, int family) {
        MessageBatch.Wishes wishes = batch.wishes(slot);
        long control = batch.control(slot);
        int length = 0;
        if (wishes.hasSource) {
            length = controlMessages.addSource(
                    control, 0, wishes.source.address(), wishes.sourceLength, wishes.interfaceIndex);
        }
        if (length < 0 || family != bsd.inet6()) {
            return length;
        }
        if (wishes.hopLimit != MessageBatch.UNSET) {
            length = controlMessages.addToInet6(control, length, BsdSockets.IPV6_HOPLIMIT, wishes.hopLimit);
        }
        if (wishes.trafficClass != MessageBatch.UNSET) {
            length = controlMessages.addToInet6(control, length, bsd.trafficClass6(), wishes.trafficClass);
        }
        return length;
    }

    /** Those that went before there was no more room are not sent again. */
    private long sendSegments(long handle, MessageBatch batch, int slot, int controlLength) {
        MessageBatch.Wishes wishes = batch.wishes(slot);
        int length = batch.length(slot);
        int most = wishes.segmentBytes == 0 ? length : wishes.segmentBytes;
        do {
            int bytes = Math.min(most, length - wishes.gone);
            long result = send(handle, batch.toSend(slot, wishes.gone, bytes, controlLength));
            if (result < 0) {
                return result;
            }
            wishes.gone += bytes;
        } while (wishes.gone < length);
        wishes.gone = 0;
        return length;
    }

    private long send(long handle, long header) {
        long result;
        do {
            result = calls.immediate(BsdFunction.SENDMSG, handle, header, NOW | bsd.noSignal());
        } while (result == -BsdErrnos.EINTR);
        return result;
    }

    private int family(long handle) {
        lengthOfWord.set(JAVA_INT, 0, BsdAddress.BYTES_MAX);
        long named = calls.immediate(BsdFunction.GETSOCKNAME, handle, name.address(), lengthOfWord.address());
        return named < 0 ? BsdSockets.AF_UNSPEC : BsdAddress.family(name.address());
    }

    /** Sets an option of IPv4's, and answers what it was; UNSET: neither. */
    private long exchange(long handle, int option, int value) {
        if (value == MessageBatch.UNSET) {
            return MessageBatch.UNSET;
        }
        long at = word.address();
        lengthOfWord.set(JAVA_INT, 0, Integer.BYTES);
        long got = calls.immediate(
                BsdFunction.GETSOCKOPT, handle, BsdSockets.IPPROTO_IP, option, at, lengthOfWord.address(), 0);
        int before = word.get(JAVA_INT, 0);
        word.set(JAVA_INT, 0, value);
        calls.immediate(BsdFunction.SETSOCKOPT, handle, BsdSockets.IPPROTO_IP, option, at, Integer.BYTES, 0);
        return got < 0 ? MessageBatch.UNSET : before;
    }
}
