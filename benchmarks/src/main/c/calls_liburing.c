/*
 * How long single calls take, over liburing: see GatunCalls, which does the same. A reading of the clock is within each
 * figure.
 *
 *   calls_liburing cpu=1 case=submit|complete|cancel|set-up batch=N
 */
#include "ring.h"
#include <poll.h>
#include <sys/socket.h>

enum { BATCH_MAX = 1024, BUFFER_BYTES = 4096 };

static struct io_uring ring;
static struct histogram distribution;
static unsigned batch;
static int quiet_socket;
static uint64_t operations;
static int64_t armed_at;
static bool completions_are_timed;
static char (*buffers)[BUFFER_BYTES]; /* those that are free lie in a stack, by number */
static unsigned free_buffers[BATCH_MAX], free_count, taken[BATCH_MAX];

static unsigned reap(void) {
    struct io_uring_cqe *cqe;
    unsigned head, found = 0;
    io_uring_for_each_cqe(&ring, head, cqe) {
        if (cqe->user_data > 2 * batch) check(-EBADMSG, "a completion of something that nobody submitted");
        if (completions_are_timed) record(&distribution, now_nanos() - armed_at);
        found++;
    }
    io_uring_cq_advance(&ring, found);
    return found;
}

static void enter(void) {
    counters.enters++;
    check(io_uring_submit_and_get_events(&ring), "io_uring_enter");
}

static void expect(unsigned expected) {
    unsigned found = reap();
    for (int i = 0; found < expected && i < 1000; i++) {
        enter();
        found += reap();
    }
    if (found != expected) check(-EBADMSG, "another number of completions than was submitted");
    operations += batch;
}

static void prepare_nop(unsigned i) {
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
    io_uring_prep_nop(sqe);
    sqe->user_data = i;
}

static void submit(void) {
    for (unsigned i = 0; i < batch; i++) {
        int64_t start = now_nanos();
        prepare_nop(i);
        record(&distribution, now_nanos() - start);
    }
    enter();
    expect(batch);
}

static void complete(void) {
    armed_at = now_nanos();
    for (unsigned i = 0; i < batch; i++) prepare_nop(i);
    enter();
    expect(batch);
}

static void cancel(void) {
    for (unsigned i = 0; i < batch; i++) {
        struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
        io_uring_prep_poll_add(sqe, quiet_socket, POLLIN);
        sqe->user_data = i;
    }
    enter();
    for (unsigned i = 0; i < batch; i++) {
        int64_t start = now_nanos();
        struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
        io_uring_prep_cancel64(sqe, i, 0);
        sqe->user_data = batch + i;
        record(&distribution, now_nanos() - start);
    }
    enter();
    expect(2 * batch);
}

static void set_up(void) {
    for (unsigned i = 0; i < batch; i++) {
        int64_t start = now_nanos();
        if (!free_count) check(-ENOMEM, "a buffer");
        taken[i] = free_buffers[--free_count];
        prepare_nop(i);
        *(volatile char *)buffers[taken[i]] = 0;
        record(&distribution, now_nanos() - start);
    }
    enter();
    expect(batch);
    for (unsigned i = 0; i < batch; i++) free_buffers[free_count++] = taken[i];
}

static void (*case_named(const char *name))(void) {
    if (strcmp(name, "submit") == 0) return submit;
    if (strcmp(name, "complete") == 0) return complete;
    if (strcmp(name, "cancel") == 0) return cancel;
    if (strcmp(name, "set-up") == 0) return set_up;
    check(-EINVAL, "case");
    return NULL;
}

int main(int argc, char **argv) {
    batch = (unsigned)argument(argc, argv, "batch", 32);
    if (batch > BATCH_MAX) check(-EINVAL, "batch");
    void (*turn)(void) = case_named(text_argument(argc, argv, "case", "submit"));
    completions_are_timed = turn == complete;
    pin_to((int)argument(argc, argv, "cpu", 1));
    open_ring(&ring, 2 * BATCH_MAX);
    buffers = pages((size_t)BATCH_MAX * BUFFER_BYTES);
    while (free_count < BATCH_MAX) {
        free_buffers[free_count] = free_count;
        free_count++;
    }
    quiet_socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(quiet_socket, "socket");
    say_ready(0);
    for (;;) {
        int64_t nanos = next_round() * 1000000, start = now_nanos();
        memset(&distribution, 0, sizeof distribution);
        operations = 0;
        counters.enters = 0;
        while (now_nanos() - start < nanos) turn();
        printf("result operations=%llu all=%llu nanos=%lld enters=%llu all-enters=%llu",
               (unsigned long long)operations, (unsigned long long)operations, (long long)(now_nanos() - start),
               (unsigned long long)counters.enters, (unsigned long long)counters.enters);
        print_percentiles(&distribution);
        printf("\n");
        fflush(stdout);
    }
}
