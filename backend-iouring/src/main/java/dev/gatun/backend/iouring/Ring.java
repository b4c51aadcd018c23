package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.bindings.Liburing;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.spi.BackendStatistics;
import dev.gatun.spi.IoBackend;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The two queues shared with the kernel. Entries are written and completions read here, by address over the whole
 * address space: that is what makes it as cheap as in C. Heads and tails are words with one writer each. Of the
 * submission queue, the tail is ours and the head the kernel's, which moves it only while we are in {@code enter}, or,
 * with a thread of its own, at any time; of the completion queue the other way round. Made by {@link RingSetup}; the
 * Cpu's thread alone, until {@link #close}.
 */
final class Ring {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final int ENTRY_SHIFT = 6;
    private static final int COMPLETION_SHIFT = 4;

    /** The most completions that the kernel makes room for. */
    private static final int COMPLETIONS_MAX = 65_536;

    /** What an immediate call may submit: while the kernel runs these, the collector would wait for us. */
    private static final int IMMEDIATE_MAX = 32;

    private static final int FINISH = IoUring.IORING_ENTER_GETEVENTS();
    private static final int OUTSIDE_WORK = IoUring.IORING_SQ_TASKRUN() | IoUring.IORING_SQ_CQ_OVERFLOW();
    private static final int OVERFLOW = IoUring.IORING_SQ_CQ_OVERFLOW();
    private static final int NEED_WAKEUP = IoUring.IORING_SQ_NEED_WAKEUP();
    private static final int WAKE_UP = IoUring.IORING_ENTER_SQ_WAKEUP();

    private final RingMapping mapping;
    private final RingFeatures features;
    private final int fd;
    private final int enterFd;
    private final boolean hasKernelThread;
    private final int submitFlags;
    private final int waitFlags;
    private final WaitArgument waits;

    // Where things are; elsewhere after a resize.
    private long entries;
    private long submissionHead;
    private long submissionTail;
    private long submissionFlags;
    private int submissionMask;
    private long completions;
    private long completionHead;
    private long completionTail;
    private int completionMask;

    /** Entries up to here are written; the kernel may see them once it is published. */
    private int tail;

    /** There was room up to here when we last looked at what the kernel has taken. */
    private int roomEnd;

    /** The kernel's thread was woken when entries up to here were published; it needs some time until it says so. */
    private int wokenFor;

    private boolean isClosed;
    private boolean isResizable;

    private long enters;
    private long waited;
    private long overflows;
    private long resizes;

    /** Over a ring that is set up and enabled; {@code enterFd} is its registered number, or the descriptor itself. */
    Ring(RingMapping mapping, RingFeatures features, int enterFd, WaitArgument waits) {
        this.mapping = mapping;
        this.features = features;
        this.enterFd = enterFd;
        this.waits = waits;
        fd = mapping.fd();
        hasKernelThread = features.kernelThread();
        isResizable = features.step() == SetupStep.DEFERRED && features.mayHave(RingFeature.RESIZABLE_RING);
        submitFlags = (features.registeredFd() ? IoUring.IORING_ENTER_REGISTERED_RING() : 0)
                | (features.noIowait() ? IoUring.IORING_ENTER_NO_IOWAIT() : 0);
        waitFlags = submitFlags | FINISH | waits.flags();
        look();
        tail = word(submissionTail);
        roomEnd = tail;
        wokenFor = tail;
    }

    /** Finds where the kernel has put things. */
    private void look() {
        entries = mapping.entries();
        submissionHead = mapping.submissionHead();
        submissionTail = mapping.submissionTail();
        submissionFlags = mapping.submissionFlags();
        submissionMask = mapping.entriesMax() - 1;
        completions = mapping.completions();
        completionHead = mapping.completionHead();
        completionTail = mapping.completionTail();
        completionMask = mapping.completionsMax() - 1;
    }

    private static int word(long address) {
        return MEMORY.get(JAVA_INT, address);
    }

    RingFeatures features() {
        return features;
    }

    int fd() {
        return fd;
    }

    int entriesMax() {
        return submissionMask + 1;
    }

    int completionsMax() {
        return completionMask + 1;
    }

    /** The counts as in {@link BackendStatistics}. */
    long enters() {
        return enters;
    }

    long waited() {
        return waited;
    }

    long overflows() {
        return overflows;
    }

    long resizes() {
        return resizes;
    }

    // --- submitting -------------------------------------------------------------------------------------------------

    boolean hasRoom(int count) {
        return tail + count - roomEnd <= 0 || findsRoom(count);
    }

    private boolean findsRoom(int count) {
        requireOpen();
        roomEnd = (int) INT.getAcquire(MEMORY, submissionHead) + submissionMask + 1;
        return tail + count - roomEnd <= 0;
    }

    /** The memory is unmapped after the end: to touch it would end the process. */
    void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("this ring was closed; open another");
        }
    }

    /** Writes an entry: six longs; the last two are zero from the beginning, and nobody writes them. Needs room. */
    void put(long head, long offset, long address, long lengthAndFlags, long userData, long buffer) {
        assert hasRoom(1) : "invariant 5: an entry too many";
        long entry = NativeMemory.inRange(entries + ((long) (tail & submissionMask) << ENTRY_SHIFT));
        MEMORY.set(JAVA_LONG_UNALIGNED, entry, head);
        MEMORY.set(JAVA_LONG_UNALIGNED, entry + 8, offset);
        MEMORY.set(JAVA_LONG_UNALIGNED, entry + 16, address);
        MEMORY.set(JAVA_LONG_UNALIGNED, entry + 24, lengthAndFlags);
        MEMORY.set(JAVA_LONG_UNALIGNED, entry + 32, userData);
        MEMORY.set(JAVA_LONG_UNALIGNED, entry + 40, buffer);
        tail++;
    }

    /** For tests, which ask the kernel for what no operation asks: where the entry stands that was written last. */
    long lastEntry() {
        return entries + ((long) (tail - 1 & submissionMask) << ENTRY_SHIFT);
    }

    // --- entering ---------------------------------------------------------------------------------------------------

    /** True exactly when entering would do something: there are entries, or work that only entering gets done. */
    boolean hasWorkForTheKernel() {
        if (hasKernelThread) {
            return publishToThread() != 0 || ((int) INT.getAcquire(MEMORY, submissionFlags) & OVERFLOW) != 0;
        }
        return !isTaken() || ((int) INT.getAcquire(MEMORY, submissionFlags) & OUTSIDE_WORK) != 0;
    }

    /** True exactly when the kernel has taken all that was written. */
    boolean isTaken() {
        return notTaken() == 0;
    }

    private int notTaken() {
        return tail - (int) INT.getAcquire(MEMORY, submissionHead);
    }

    /**
     * Shows the kernel's thread what was written; the flag for enter that wakes it, or 0 when it is awake, or woken, or
     * has nothing to do. It says that it will sleep, fences, and looks at the tail once more: with the fence here,
     * between the tail and its word, one of us sees the other.
     */
    private int publishToThread() {
        if (isTaken()) {
            return 0;
        }
        INT.setRelease(MEMORY, submissionTail, tail);
        VarHandle.fullFence();
        boolean sleeps = ((int) INT.getAcquire(MEMORY, submissionFlags) & NEED_WAKEUP) != 0;
        return sleeps && wokenFor != tail ? WAKE_UP : 0;
    }

    /** Hands over what was written, and lets the kernel finish what is ready; waits for nothing. */
    void enter() {
        enter(submitFlags | FINISH);
    }

    /**
     * The same for a ring in whose kernel nothing else is in flight: what is ready, if anything, is flagged, and
     * without a flag the kernel need not look, which spares it a sixth of an enter.
     */
    void enterWithAll() {
        boolean isFlagged = ((int) INT.getAcquire(MEMORY, submissionFlags) & OUTSIDE_WORK) != 0;
        enter(isFlagged ? submitFlags | FINISH : submitFlags);
    }

    private void enter(int enterFlags) {
        int flags = enterFlags | publish();
        int submit = notTaken();
        if (submit <= IMMEDIATE_MAX) {
            check(Liburing.enterAtOnce(enterFd, submit, flags));
        } else {
            check(Liburing.enter(enterFd, submit, 0, flags, 0, 0));
        }
    }

    /** Hands over what was written, and waits for one completion, or so long. */
    void enterAndWait(long nanos) {
        waits.atMost(nanos);
        enterAndWait();
    }

    /** As above, on the loop's clock; {@link IoBackend#NEVER} is for ever. */
    void enterUntil(long nowNanos, long deadlineNanos) {
        waits.until(nowNanos, deadlineNanos);
        enterAndWait();
    }

    private void enterAndWait() {
        waited++;
        int flags = waitFlags | publish();
        check(Liburing.enter(enterFd, notTaken(), 1, flags, waits.address(), waits.bytes()));
    }

    /** Release: the kernel that sees the tail sees the entries before it. Answers one more flag for enter, or 0. */
    private int publish() {
        enters++;
        int wakeUp = 0;
        if (hasKernelThread) {
            wakeUp = publishToThread();
            wokenFor = wakeUp != 0 ? tail : wokenFor;
        } else {
            INT.setRelease(MEMORY, submissionTail, tail);
        }
        if (((int) INT.getAcquire(MEMORY, submissionFlags) & OVERFLOW) != 0) {
            overflows++;
            grow();
        }
        return wakeUp;
    }

    /**
     * Twice the room for completions, so that next time they fit; what is in the queues moves with them. Where the
     * kernel can't, the queue stays as it is: then completions are kept elsewhere, at a price, and none is lost.
     */
    private void grow() {
        if (!isResizable || completionsMax() >= COMPLETIONS_MAX) {
            return;
        }
        isResizable = resize() >= 0;
    }

    /** Makes room for twice as many completions; 0, or a negated errno. */
    int resize() {
        int answer = mapping.resize(entriesMax(), 2 * completionsMax());
        if (answer >= 0) {
            resizes++;
            look();
        }
        return answer;
    }

    /**
     * A signal and a time-out are no errors; BUSY and AGAIN mean that there are completions to take first: what was not
     * submitted stays in the queue. Whatever else it is, this ring can't go on.
     */
    static void check(int result) {
        if (result >= 0
                || result == -Linux.EINTR()
                || result == -Linux.ETIME()
                || result == -Linux.EBUSY()
                || result == -Linux.EAGAIN()) {
            return;
        }
        throw new IllegalStateException("io_uring_enter answered " + ErrorNumbers.name(result)
                + (result == -Linux.EBADR() ? ": the kernel had no memory for completions, and lost some" : ""));
    }

    // --- completions ------------------------------------------------------------------------------------------------

    int completionHead() {
        return word(completionHead);
    }

    /** Acquire: what the kernel wrote before it moved the tail is seen. */
    int completionTailAcquire() {
        return (int) INT.getAcquire(MEMORY, completionTail);
    }

    /** Release: the places before it are the kernel's again, and we read them before that. */
    void completionHeadRelease(int head) {
        INT.setRelease(MEMORY, completionHead, head);
    }

    /** Where a completion stands; for the three below. */
    long completion(int index) {
        return NativeMemory.inRange(completions + ((long) (index & completionMask) << COMPLETION_SHIFT));
    }

    static long userData(long completion) {
        return MEMORY.get(JAVA_LONG_UNALIGNED, completion);
    }

    /** Flags above the result. */
    static long outcome(long completion) {
        return MEMORY.get(JAVA_LONG_UNALIGNED, completion + 8);
    }

    /** Unmaps the queues and closes the descriptor. Nothing here may be called any more. */
    void close() {
        isClosed = true;
        roomEnd = tail;
        RingSetup.unregister(this, enterFd);
        mapping.close();
    }
}
