// What this kernel's io_uring has, asked through liburing and by setting rings up: a second witness to what the probe
// says, which shares no line of code with it. Numbers that liburing's header may be too old for are those of
// linux/io_uring.h.
//
//   rings              prints lines: "submit-all yes", "query no"; exit 77: there is no io_uring here
#include <errno.h>
#include <liburing.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct named {
    const char *name;
    unsigned value;
};

// Bits that each ring is given.
static const struct named bits[] = {
    {"no-drop", 1u << 1},
    {"fast-poll", 1u << 5},
    {"timed-wait", 1u << 8},
    {"multishot-poll", 1u << 10},
    {"zero-copy-reports", 1u << 13},
    {"bundles", 1u << 14},
    {"minimum-wait", 1u << 15},
    {"no-iowait", 1u << 17},
};

// Flags that a ring is set up with, each with what it needs beside it.
static const struct named flags[] = {
    {"kernel-thread", 1u << 1},
    {"submit-all", 1u << 7},
    {"cooperative-completions", 1u << 8},
    {"single-issuer", 1u << 12},
    {"deferred-completions", 1u << 13 | 1u << 12},
    {"own-memory", 1u << 14},
    {"no-entry-array", 1u << 16},
    {"mixed-completions", 1u << 18},
};

static const struct named operations[] = {
    {"ring-messages", 40},   {"zero-copy-send", 47},  {"zero-copy-messages", 48}, {"truncate-entry", 55},
    {"bind-and-listen", 57}, {"zero-copy-receive", 58}, {"epoll-wait", 59},         {"registered-vectors", 60},
};

static void say(const char *name, int has) { printf("%s %s\n", name, has ? "yes" : "no"); }

// Known flags are taken, or fail for another reason than being unknown.
static int knows(unsigned flag) {
    struct io_uring_params params;
    memset(&params, 0, sizeof params);
    params.flags = flag;
    long ring = syscall(SYS_io_uring_setup, 8, &params);
    if (ring >= 0)
        close((int)ring);
    return ring >= 0 || errno != EINVAL;
}

// Two events by one entry.
static int multishot(struct io_uring *ring, int event) {
    struct io_uring_cqe *cqe;
    io_uring_prep_poll_multishot(io_uring_get_sqe(ring), event, POLLIN);
    int more = 0;
    io_uring_submit(ring);
    for (int i = 0; i < 2; i++) {
        eventfd_write(event, 1);
        if (io_uring_submit_and_wait(ring, 1) < 0 || io_uring_peek_cqe(ring, &cqe) < 0)
            return 0;
        more += cqe->res > 0 && (cqe->flags & IORING_CQE_F_MORE) != 0;
        io_uring_cqe_seen(ring, cqe);
    }
    return more == 2;
}

// Two messages by one entry, into buffers that the kernel chose.
static int multishot_receive(struct io_uring *ring, struct io_uring_buf_ring *buffers) {
    static char memory[8][64];
    struct io_uring_cqe *cqe;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) < 0)
        return 0;
    for (int i = 0; i < 8; i++)
        io_uring_buf_ring_add(buffers, memory[i], sizeof memory[i], i, io_uring_buf_ring_mask(8), i);
    io_uring_buf_ring_advance(buffers, 8);
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
    io_uring_prep_recv_multishot(sqe, pair[0], NULL, 0, 0);
    sqe->flags |= IOSQE_BUFFER_SELECT;
    sqe->buf_group = 1;
    int more = 0;
    io_uring_submit(ring);
    for (int i = 0; i < 2; i++) {
        if (write(pair[1], "hello", 5) != 5 || io_uring_submit_and_wait(ring, 1) < 0 || io_uring_peek_cqe(ring, &cqe) < 0)
            break;
        more += cqe->res == 5 && (cqe->flags & IORING_CQE_F_MORE) != 0;
        io_uring_cqe_seen(ring, cqe);
    }
    return more == 2;
}

int main(void) {
    struct io_uring ring;
    struct io_uring_params params;
    memset(&params, 0, sizeof params);
    if (io_uring_queue_init_params(8, &ring, &params) < 0)
        return 77;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        say(bits[i].name, (params.features & bits[i].value) != 0);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        say(flags[i].name, knows(flags[i].value));
    struct io_uring_probe *probe = io_uring_get_probe_ring(&ring);
    for (size_t i = 0; probe != NULL && i < sizeof operations / sizeof *operations; i++)
        say(operations[i].name, operations[i].value <= probe->last_op
                                    && (probe->ops[operations[i].value].flags & IO_URING_OP_SUPPORTED) != 0);
    unsigned workers[2] = {0, 0};
    say("worker-limits", io_uring_register_iowq_max_workers(&ring, workers) == 0);
    say("registered-ring", io_uring_register_ring_fd(&ring) == 1);
    say("sparse-tables", io_uring_register_files_sparse(&ring, 4) == 0);
    int event = eventfd(0, 0);
    say("polls-many-times", multishot(&ring, event));
    struct io_uring_sync_cancel_reg cancel = {.fd = event, .flags = IORING_ASYNC_CANCEL_FD};
    cancel.timeout.tv_sec = cancel.timeout.tv_nsec = -1;
    int cancelled = io_uring_register_sync_cancel(&ring, &cancel);
    say("sync-cancel", cancelled != -EINVAL);
    say("cancel-by-handle", cancelled >= 0);
    struct io_uring fresh;
    void *memory = NULL;
    int has_ring = io_uring_queue_init(8, &fresh, 0) == 0 && posix_memalign(&memory, 4096, 4096) == 0;
    struct io_uring_buf_reg buffers = {.ring_addr = (unsigned long)memory, .ring_entries = 8, .bgid = 1};
    int has_buffers = has_ring && io_uring_register_buf_ring(&fresh, &buffers, 0) == 0;
    say("buffer-rings", has_buffers);
    if (has_buffers)
        io_uring_buf_ring_init(memory);
    say("multishot-receive", has_buffers && multishot_receive(&fresh, memory));
    return 0;
}
