/*
 * What it costs to submit, over liburing, as a loop would: see GatunSubmit, which does the same.
 *
 *   submit_liburing cpu=1 case=nop|prepare|cancel|empty batch=N
 *
 * Each round has two halves: one is timed as a whole, the other turn by turn, for the distribution; there each figure
 * has the price of a clock reading in it.
 */
#include "ring.h"
#include <poll.h>
#include <sys/socket.h>

static struct io_uring ring;
static struct histogram distribution;
static unsigned batch;
static int quiet_socket;
static uint64_t turns_inside, operations;
static int64_t nanos_inside;

static unsigned reap(void) {
    struct io_uring_cqe *cqe;
    unsigned head, count = 0;
    io_uring_for_each_cqe(&ring, head, cqe) {
        if (cqe->user_data > 2 * batch) check(-EBADMSG, "a completion of something that nobody submitted");
        count++;
    }
    io_uring_cq_advance(&ring, count);
    return count;
}

static void prepare(void) {
    for (unsigned i = 0; i < batch; i++) {
        struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
        io_uring_prep_nop(sqe);
        sqe->user_data = i;
    }
}

static void enter(void) {
    check(io_uring_submit_and_get_events(&ring), "io_uring_enter");
    turns_inside++;
}

/* What completes at once needs no look at what else may have: that spares a sixth of an enter. */
static void enter_for_what_ends_at_once(void) {
    check(io_uring_submit(&ring), "io_uring_enter");
    turns_inside++;
}

/* The kernel does only so much deferred work at a time: what is missing comes when it is entered again. */
static void expect(unsigned expected) {
    unsigned found = reap();
    for (int i = 0; found < expected && i < 1000; i++) {
        enter();
        found += reap();
    }
    if (found != expected) check(-EBADMSG, "another number of completions than was submitted");
    operations += batch;
}

static void nop(void) {
    prepare();
    enter_for_what_ends_at_once();
    expect(batch);
}

/* Only writing the entries is timed; what follows is not. */
static void prepare_only(void) {
    int64_t start = now_nanos();
    prepare();
    nanos_inside += now_nanos() - start;
    enter_for_what_ends_at_once();
    expect(batch);
}

/* Polls that nothing will end, and their cancellation. */
static void cancel(void) {
    for (unsigned i = 0; i < batch; i++) {
        struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
        io_uring_prep_poll_add(sqe, quiet_socket, POLLIN);
        sqe->user_data = i;
    }
    enter();
    for (unsigned i = 0; i < batch; i++) {
        struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
        io_uring_prep_cancel64(sqe, i, 0);
        sqe->user_data = batch + i;
    }
    enter();
    expect(2 * batch);
}

/* A turn of a loop that has nothing to do: it looks, and does not enter. */
static void empty(void) {
    if (__atomic_load_n(ring.sq.kflags, __ATOMIC_ACQUIRE) & IORING_SQ_TASKRUN) enter();
    if (reap()) check(-EBADMSG, "a completion where nothing was submitted");
    operations++;
}

static void (*case_named(const char *name))(void) {
    if (strcmp(name, "nop") == 0) return nop;
    if (strcmp(name, "prepare") == 0) return prepare_only;
    if (strcmp(name, "cancel") == 0) return cancel;
    if (strcmp(name, "empty") == 0) return empty;
    check(-EINVAL, "case");
    return NULL;
}

/* Nanoseconds spent; what is timed inside a turn replaces them. */
static int64_t timed_as_a_whole(void (*turn)(void), int64_t nanos) {
    int64_t start = now_nanos(), now;
    nanos_inside = 0;
    turns_inside = 0;
    operations = 0;
    do {
        for (int i = 0; i < 200; i++) turn();
        now = now_nanos();
    } while (now - start < nanos);
    return nanos_inside ? nanos_inside : now - start;
}

static void timed_turn_by_turn(void (*turn)(void), int64_t nanos) {
    memset(&distribution, 0, sizeof distribution);
    int64_t start = now_nanos(), before = start, now = start;
    while (now - start < nanos) {
        nanos_inside = 0;
        turn();
        now = now_nanos();
        record(&distribution, nanos_inside ? nanos_inside : now - before);
        before = now;
    }
}

int main(int argc, char **argv) {
    batch = (unsigned)argument(argc, argv, "batch", 32);
    void (*turn)(void) = case_named(text_argument(argc, argv, "case", "nop"));
    pin_to((int)argument(argc, argv, "cpu", 1));
    open_ring(&ring, 1024);
    quiet_socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(quiet_socket, "socket");
    say_ready(0);
    for (;;) {
        int64_t half = next_round() * 1000000 / 2;
        int64_t nanos = timed_as_a_whole(turn, half);
        printf("result operations=%llu nanos=%lld enters=%llu", (unsigned long long)operations, (long long)nanos,
               (unsigned long long)turns_inside);
        timed_turn_by_turn(turn, half);
        printf(" all=%llu all-enters=%llu", (unsigned long long)operations, (unsigned long long)turns_inside);
        print_percentiles(&distribution);
        printf("\n");
        fflush(stdout);
    }
}
