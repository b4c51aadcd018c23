/*
 * The C twin of SubmitNop: batches of NOPs through liburing, as a loop would submit and reap them, on one pinned CPU.
 *
 *   submit_nop CPU BATCH MILLISECONDS      prints nanoseconds an operation
 */
#define _GNU_SOURCE
#include <liburing.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static unsigned long long run(struct io_uring *ring, unsigned batch, unsigned rounds) {
    unsigned long long done = 0;
    for (unsigned r = 0; r < rounds; r++) {
        for (unsigned i = 0; i < batch; i++) {
            struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
            io_uring_prep_nop(sqe);
            sqe->user_data = i;
        }
        io_uring_submit_and_get_events(ring);
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;
        io_uring_for_each_cqe(ring, head, cqe) {
            done += cqe->user_data < batch;
            count++;
        }
        io_uring_cq_advance(ring, count);
    }
    return done;
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    unsigned batch = atoi(argv[2]);
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(atoi(argv[1]), &cpus);
    sched_setaffinity(0, sizeof cpus, &cpus);
    struct io_uring ring;
    struct io_uring_params params = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN
                                            | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_CQSIZE, .cq_entries = 4096};
    if (io_uring_queue_init_params(1024, &ring, &params)) return 1;
    io_uring_register_ring_fd(&ring);
    run(&ring, batch, 20000);
    long long start = now(), end = start + atoll(argv[3]) * 1000000LL, at;
    unsigned long long operations = 0;
    do {
        operations += run(&ring, batch, 1000);
        at = now();
    } while (at < end);
    printf("%.3f\n", (double)(at - start) / (double)operations);
    return 0;
}
