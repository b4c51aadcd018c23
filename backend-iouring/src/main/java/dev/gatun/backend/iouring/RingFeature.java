package dev.gatun.backend.iouring;

import dev.gatun.bindings.linux.IoUring;
import java.util.Locale;

/**
 * What io_uring has learnt over the years, as far as Gatun uses it or tells of it: a table. Each names the kernel that
 * first had it, and its witness: what a kernel that has it says of itself. A witness is the thing itself where it is a
 * flag or an operation, and otherwise something that came with it. Those that Gatun uses are tried besides.
 */
public enum RingFeature {
    NO_DROP(505, Witness.FEATURE_BIT, IoUring.IORING_FEAT_NODROP()),
    FAST_POLL(507, Witness.FEATURE_BIT, IoUring.IORING_FEAT_FAST_POLL()),
    TIMED_WAIT(511, Witness.FEATURE_BIT, IoUring.IORING_FEAT_EXT_ARG()),
    /** A thread of the kernel's takes entries without being told (SQPOLL); unprivileged since 5.11. */
    KERNEL_THREAD(511, Witness.SET_UP, IoUring.IORING_SETUP_SQPOLL()),
    /** Completions are fetched from the device, not told by an interrupt (IOPOLL). */
    POLLED_FILES(501, Witness.SET_UP, IoUring.IORING_SETUP_IOPOLL()),
    MULTISHOT_POLL(513, Witness.FEATURE_BIT, IoUring.IORING_FEAT_RSRC_TAGS()),
    WORKER_LIMITS(515, Witness.OPERATION, IoUring.IORING_OP_LINKAT()),
    SUBMIT_ALL(518, Witness.SET_UP, IoUring.IORING_SETUP_SUBMIT_ALL()),
    REGISTERED_RING(518, Witness.OPERATION, IoUring.IORING_OP_MSG_RING()),
    RING_MESSAGES(518, Witness.OPERATION, IoUring.IORING_OP_MSG_RING()),
    COOPERATIVE_COMPLETIONS(519, Witness.SET_UP, IoUring.IORING_SETUP_COOP_TASKRUN()),
    BUFFER_RINGS(519, Witness.OPERATION, IoUring.IORING_OP_SOCKET()),
    MULTISHOT_ACCEPT(519, Witness.OPERATION, IoUring.IORING_OP_SOCKET()),
    CANCEL_BY_HANDLE(519, Witness.OPERATION, IoUring.IORING_OP_SOCKET()),
    /** Tables of buffers and of files whose places are filled when they are needed. */
    SPARSE_TABLES(519, Witness.OPERATION, IoUring.IORING_OP_SOCKET()),
    SINGLE_ISSUER(600, Witness.SET_UP, IoUring.IORING_SETUP_SINGLE_ISSUER()),
    MULTISHOT_RECEIVE(600, Witness.OPERATION, IoUring.IORING_OP_SEND_ZC()),
    ZERO_COPY_SEND(600, Witness.OPERATION, IoUring.IORING_OP_SEND_ZC()),
    SYNC_CANCEL(600, Witness.OPERATION, IoUring.IORING_OP_SEND_ZC()),
    DEFERRED_COMPLETIONS(601, Witness.SET_UP, IoUring.IORING_SETUP_DEFER_TASKRUN()),
    ZERO_COPY_MESSAGES(601, Witness.OPERATION, IoUring.IORING_OP_SENDMSG_ZC()),
    /** A send without copying tells whether it copied all the same. */
    ZERO_COPY_REPORTS(603, Witness.FEATURE_BIT, IoUring.IORING_FEAT_REG_REG_RING()),
    OWN_MEMORY(605, Witness.SET_UP, IoUring.IORING_SETUP_NO_MMAP()),
    NO_ENTRY_ARRAY(606, Witness.SET_UP, IoUring.IORING_SETUP_NO_SQARRAY()),
    TRUNCATE_ENTRY(609, Witness.OPERATION, IoUring.IORING_OP_FTRUNCATE()),
    BUSY_POLL(609, Witness.OPERATION, IoUring.IORING_OP_FTRUNCATE()),
    BUNDLES(610, Witness.FEATURE_BIT, IoUring.IORING_FEAT_RECVSEND_BUNDLE()),
    BIND_AND_LISTEN(611, Witness.OPERATION, IoUring.IORING_OP_LISTEN()),
    INCREMENTAL_BUFFERS(612, Witness.FEATURE_BIT, IoUring.IORING_FEAT_MIN_TIMEOUT()),
    MINIMUM_WAIT(612, Witness.FEATURE_BIT, IoUring.IORING_FEAT_MIN_TIMEOUT()),
    ABSOLUTE_WAIT(612, Witness.FEATURE_BIT, IoUring.IORING_FEAT_MIN_TIMEOUT()),
    CLONED_BUFFERS(612, Witness.FEATURE_BIT, IoUring.IORING_FEAT_MIN_TIMEOUT()),
    RESIZABLE_RING(613, Witness.SET_UP, IoUring.IORING_SETUP_HYBRID_IOPOLL()),
    REGISTERED_WAIT(613, Witness.SET_UP, IoUring.IORING_SETUP_HYBRID_IOPOLL()),
    HYBRID_POLLED_FILES(613, Witness.SET_UP, IoUring.IORING_SETUP_HYBRID_IOPOLL()),
    NO_IOWAIT(615, Witness.FEATURE_BIT, IoUring.IORING_FEAT_NO_IOWAIT()),
    ZERO_COPY_RECEIVE(615, Witness.OPERATION, IoUring.IORING_OP_RECV_ZC()),
    EPOLL_WAIT(615, Witness.OPERATION, IoUring.IORING_OP_EPOLL_WAIT()),
    REGISTERED_VECTORS(615, Witness.OPERATION, IoUring.IORING_OP_READV_FIXED()),
    MIXED_COMPLETIONS(618, Witness.SET_UP, IoUring.IORING_SETUP_CQE_MIXED()),
    /** The kernel says what it has without a ring. */
    QUERY(618, Witness.SET_UP, IoUring.IORING_SETUP_CQE_MIXED());

    /** Where a kernel says that it has something. */
    enum Witness {
        /** A bit that each ring is given when it is set up. */
        FEATURE_BIT,
        /** An operation's number; the kernel has all up to a last one, and some switched off. */
        OPERATION,
        /** A flag to set a ring up with: known from those accepted, or on newer kernels by asking. */
        SET_UP
    }

    private final int since;
    private final Witness witness;
    private final int code;

    RingFeature(int since, Witness witness, int code) {
        this.since = since;
        this.witness = witness;
        this.code = code;
    }

    Witness witness() {
        return witness;
    }

    /** The bit, flag or number that the witness goes by. */
    int code() {
        return code;
    }

    /** True exactly when a kernel as old as {@code major.minor} lacks it. */
    boolean isNewerThan(int major, int minor) {
        return since > 100 * major + minor;
    }

    /** True exactly when no ring is opened without it: Linux 5.13 has all of these. */
    public boolean isNeeded() {
        return switch (this) {
            case NO_DROP, FAST_POLL, TIMED_WAIT, MULTISHOT_POLL -> true;
            default -> false;
        };
    }

    /** "multishot-receive": as the probe prints it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kernel that first had it: "6.1". */
    public String since() {
        return since / 100 + "." + since % 100;
    }
}
