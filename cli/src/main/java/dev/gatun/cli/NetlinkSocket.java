package dev.gatun.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Netlink;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.nlattr;
import dev.gatun.bindings.linux.nlmsghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Asks the kernel by netlink(7): a request goes out, and messages of attributes come back. What is asked here changes
 * nothing, and needs no privilege. One thread; close it.
 */
final class NetlinkSocket implements AutoCloseable {
    private static final int HEADER = (int) nlmsghdr.sizeof();
    private static final int ATTRIBUTE_HEADER = (int) nlattr.sizeof();
    private static final int REQUEST_BYTES = 256;

    /** As much as the kernel puts into one answer, twice. */
    private static final int ANSWER_BYTES = 1 << 16;

    /** Of an attribute's type, what is no flag. */
    private static final int TYPE_MASK = 0x3fff;

    private final SystemCalls calls;
    private final MemorySegment request;
    private final MemorySegment answer;
    private final long socket;

    /** {@code protocol}: NETLINK_…; where there is no such socket, {@link #ask} says why. */
    NetlinkSocket(Arena arena, int protocol) {
        calls = new SystemCalls(arena);
        request = arena.allocate(REQUEST_BYTES, Long.BYTES);
        answer = arena.allocate(ANSWER_BYTES, Long.BYTES);
        socket = calls.immediate(
                Syscalls.__NR_socket(), Netlink.AF_NETLINK(), Linux.SOCK_RAW() | Linux.SOCK_CLOEXEC(), protocol);
    }

    /** One message of an answer, without its header: what all of its kind begin with, and then attributes. */
    record Message(MemorySegment start, Map<Integer, MemorySegment> attributes) {}

    /**
     * Sends {@code payload} as a message of this type, and passes on all that is answered, to messages that begin with
     * so many bytes. Answers 0, or the negated errno.
     */
    long ask(int type, int flags, MemorySegment payload, int startBytes, Consumer<Message> onMessage) {
        if (socket < 0) {
            return socket;
        }
        int length = HEADER + (int) payload.byteSize();
        request.fill((byte) 0);
        nlmsghdr.nlmsg_len(request, length);
        nlmsghdr.nlmsg_type(request, (short) type);
        nlmsghdr.nlmsg_flags(request, (short) (Netlink.NLM_F_REQUEST() | flags));
        MemorySegment.copy(payload, 0, request, HEADER, payload.byteSize());
        long sent = calls.immediate(Syscalls.__NR_sendto(), socket, request.address(), length, 0, 0, 0);
        boolean isWhole = sent < 0;
        long outcome = Math.min(sent, 0);
        while (!isWhole) {
            long received = calls.waiting(Syscalls.__NR_recvfrom(), socket, answer.address(), ANSWER_BYTES);
            isWhole = received <= 0 || (flags & Netlink.NLM_F_DUMP()) == 0;
            outcome = Math.min(received, 0);
            for (long at = 0; at + HEADER <= received; ) {
                MemorySegment message = answer.asSlice(at, received - at);
                int bytes = nlmsghdr.nlmsg_len(message);
                if (bytes < HEADER || bytes > received - at) {
                    return -Linux.EPROTO();
                }
                int kind = Short.toUnsignedInt(nlmsghdr.nlmsg_type(message));
                if (kind == Netlink.NLMSG_ERROR()) {
                    return message.get(JAVA_INT_UNALIGNED, HEADER);
                }
                isWhole |= kind == Netlink.NLMSG_DONE();
                if (kind != Netlink.NLMSG_DONE() && bytes >= HEADER + startBytes) {
                    onMessage.accept(new Message(
                            message.asSlice(HEADER, startBytes),
                            attributes(message.asSlice(HEADER + startBytes, bytes - HEADER - startBytes))));
                }
                at += aligned(bytes);
            }
        }
        return outcome;
    }

    /** Those that stand one after the other, by type. */
    static Map<Integer, MemorySegment> attributes(MemorySegment all) {
        Map<Integer, MemorySegment> attributes = new HashMap<>();
        long at = 0;
        while (at + ATTRIBUTE_HEADER <= all.byteSize()) {
            MemorySegment attribute = all.asSlice(at);
            int bytes = Short.toUnsignedInt(nlattr.nla_len(attribute));
            if (bytes < ATTRIBUTE_HEADER || bytes > attribute.byteSize()) {
                break;
            }
            attributes.put(
                    nlattr.nla_type(attribute) & TYPE_MASK,
                    attribute.asSlice(ATTRIBUTE_HEADER, bytes - ATTRIBUTE_HEADER));
            at += aligned(bytes);
        }
        return attributes;
    }

    /** An attribute that holds bytes, padded as it must be. */
    static MemorySegment attribute(Arena arena, int type, byte[] value) {
        MemorySegment attribute = arena.allocate(aligned(ATTRIBUTE_HEADER + value.length), Integer.BYTES);
        nlattr.nla_len(attribute, (short) (ATTRIBUTE_HEADER + value.length));
        nlattr.nla_type(attribute, (short) type);
        MemorySegment.copy(value, 0, attribute, JAVA_BYTE, ATTRIBUTE_HEADER, value.length);
        return attribute;
    }

    private static long aligned(long bytes) {
        return bytes + 3 & -4;
    }

    @Override
    public void close() {
        if (socket >= 0) {
            calls.immediate(Syscalls.__NR_close(), socket);
        }
    }
}
