package dev.gatun.backend.iouring;

import dev.gatun.bindings.linux.IoUring;
import dev.gatun.spi.Operation;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Sends without copying: whether that pays for a send, and those that must be made again with a copy, because the
 * kernel can't do without for this socket. A send without copying has two completions: the first has the result, the
 * second says that the kernel no longer needs the memory, and is the end. The Cpu's thread alone.
 */
final class ZeroCopyDesk {
    /**
     * From here on. To pin the memory and to be notified costs 300 to 700 ns, as measured over loopback; for that a
     * processor copies 10 to 20 KiB out of its cache.
     */
    static final int BYTES_MIN = 16 * 1024;

    /** In {@link Operation#backendState} while the kernel has it: without a copy, and no result yet. */
    static final int ASKED = Integer.MIN_VALUE;

    /** In {@link Operation#backendState}: with a copy, so that a refusal is the result. */
    static final int NOT_ASKED = 0;

    /** After the kernel copied all the same, as it does for a receiver on this machine: the next ones ask for it. */
    private static final byte SENDS_WITH_A_COPY = 100;

    /** By handle: so many sends with a copy until without is tried again; another socket may have the handle then. */
    private byte[] copies = new byte[256];

    private final ArrayDeque<Operation> toSendAgain = new ArrayDeque<>();
    private long copied;

    /** True exactly when the kernel shall be asked to send it without copying. */
    boolean pays(Operation operation) {
        if (operation.length() < BYTES_MIN) {
            return false;
        }
        int handle = (int) operation.handle();
        if (handle < 0 || handle >= copies.length || copies[handle] == 0) {
            return true;
        }
        copies[handle]--;
        return false;
    }

    /** How often the kernel was asked not to copy, and did. */
    long copied() {
        return copied;
    }

    /** The kernel has let go of the memory; {@code usage} says what it did with it. */
    void notified(Operation operation, int usage) {
        if ((usage & IoUring.IORING_NOTIF_USAGE_ZC_COPIED()) != 0) {
            copied++;
            copyNextTime(operation);
        }
    }

    /** Sockets of this family only copy. */
    void refused(Operation operation) {
        copyNextTime(operation);
        operation.backendState = NOT_ASKED;
        toSendAgain.addLast(operation);
    }

    private void copyNextTime(Operation operation) {
        int handle = (int) operation.handle();
        if (handle >= copies.length) {
            copies = Arrays.copyOf(copies, Integer.highestOneBit(handle) << 1);
        }
        copies[handle] = SENDS_WITH_A_COPY;
    }

    boolean isEmpty() {
        return toSendAgain.isEmpty();
    }

    Operation removeFirst() {
        return toSendAgain.removeFirst();
    }
}
