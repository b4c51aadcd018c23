/*
 * Shared by the programs over liburing: a ring as a C author who knows io_uring sets it up, and buffers for the kernel
 * to choose from.
 */
#ifndef RING_H
#define RING_H
#include "bench.h"
#include <liburing.h>
#include <stdbool.h>
#include <sys/mman.h>

static inline void open_ring(struct io_uring *ring, unsigned entries) {
    struct io_uring_params params = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN
                                            | IORING_SETUP_TASKRUN_FLAG | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_CQSIZE,
                                     .cq_entries = 4 * entries};
    check(io_uring_queue_init_params(entries, ring, &params), "io_uring_setup with DEFER_TASKRUN (Linux 6.1)");
    check(io_uring_register_ring_fd(ring), "registering the ring's descriptor");
}

/* An entry, for which room is made if need be. */
static inline struct io_uring_sqe *entry(struct io_uring *ring) {
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
    if (!sqe) {
        counters.enters++;
        check(io_uring_submit(ring), "io_uring_enter");
        sqe = io_uring_get_sqe(ring);
    }
    return sqe;
}

/* One turn of a loop that never sleeps: enters only when there is something to hand over, or to be done in there. */
static inline void turn(struct io_uring *ring) {
    if (io_uring_sq_ready(ring)
        || (__atomic_load_n(ring->sq.kflags, __ATOMIC_ACQUIRE) & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW))) {
        counters.enters++;
        int result = io_uring_submit_and_get_events(ring);
        if (result != -EBUSY && result != -EINTR) check(result, "io_uring_enter");
    }
}

/* One turn of a loop that sleeps until something has completed. */
static inline void turn_or_sleep(struct io_uring *ring) {
    if (io_uring_cq_ready(ring)) {
        turn(ring);
        return;
    }
    counters.enters++;
    int result = io_uring_submit_and_wait(ring, 1);
    if (result != -EBUSY && result != -EINTR) check(result, "io_uring_enter");
}

/* Buffers in a ring of their own, from which the kernel takes one when data is there. */
struct pool {
    struct io_uring_buf_ring *ring;
    char *memory;
    unsigned count, bytes;
};

static inline char *buffer(const struct pool *pool, unsigned id) { return pool->memory + (size_t)id * pool->bytes; }

static inline void give_back(struct pool *pool, unsigned id) {
    io_uring_buf_ring_add(pool->ring, buffer(pool, id), pool->bytes, (unsigned short)id,
                          io_uring_buf_ring_mask(pool->count), 0);
    io_uring_buf_ring_advance(pool->ring, 1);
}

static inline void *pages(size_t bytes) {
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED) check(-1, "mmap");
    return memory;
}

static inline void open_pool(struct pool *pool, struct io_uring *ring, unsigned count, unsigned bytes) {
    pool->count = count;
    pool->bytes = bytes;
    pool->ring = pages(count * sizeof(struct io_uring_buf));
    pool->memory = pages((size_t)count * bytes);
    struct io_uring_buf_reg registration = {.ring_addr = (uintptr_t)pool->ring, .ring_entries = count, .bgid = 0};
    check(io_uring_register_buf_ring(ring, &registration, 0), "registering a buffer ring (Linux 5.19)");
    io_uring_buf_ring_init(pool->ring);
    for (unsigned id = 0; id < count; id++) give_back(pool, id);
}
#endif
