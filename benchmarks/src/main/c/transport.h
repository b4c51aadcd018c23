/*
 * How the load's bytes go to and fro: over io_uring, or over epoll where there is no io_uring. Either way it costs the
 * generator less than the server, whom a load with many connections is for.
 *
 * The load hands over one send a connection at a time, and is told when all of it is sent, and what was received.
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H
#include "ring.h"
#include <sys/epoll.h>
#include <sys/socket.h>

/* All of it is sent. */
static void on_sent(unsigned slot, int64_t now);
static void on_received(unsigned slot, const char *data, unsigned length, int64_t now);

enum { POOL_BUFFERS = 1024, POOL_BUFFER_BYTES = 16384, EVENTS = 256 };
enum kind { RECEIVE, SEND };

/* unsent is what the last send left over, as there was no room for it. */
struct peer {
    int fd;
    const char *unsent;
    unsigned unsent_bytes;
};

static struct peer *peers;
static struct io_uring ring;
static struct pool pool;
static bool over_ring;
static int poll_handle;

/* --- io_uring ----------------------------------------------------------------------------------------------------- */

static void receive_by_ring(unsigned slot) {
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_recv_multishot(sqe, peers[slot].fd, NULL, 0, 0);
    sqe->flags |= IOSQE_BUFFER_SELECT;
    sqe->buf_group = 0;
    sqe->user_data = RECEIVE | (uint64_t)slot << 32;
}

static void send_by_ring(unsigned slot) {
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_send(sqe, peers[slot].fd, peers[slot].unsent, peers[slot].unsent_bytes, MSG_NOSIGNAL);
    sqe->user_data = SEND | (uint64_t)slot << 32;
}

static void on_send_entry(unsigned slot, int result, int64_t now) {
    check(result, "send");
    peers[slot].unsent += result;
    peers[slot].unsent_bytes -= (unsigned)result;
    if (peers[slot].unsent_bytes) send_by_ring(slot);
    else on_sent(slot, now);
}

static void on_receive_entry(unsigned slot, struct io_uring_cqe *cqe, int64_t now) {
    if (cqe->res > 0) {
        unsigned id = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
        on_received(slot, buffer(&pool, id), cqe->res, now);
        give_back(&pool, id);
    } else if (cqe->res != -ENOBUFS) {
        check(cqe->res < 0 ? cqe->res : -ECONNRESET, "receive");
    }
    if (!(cqe->flags & IORING_CQE_F_MORE)) receive_by_ring(slot);
}

static void turn_of_ring(bool spin) {
    if (spin) turn(&ring);
    else turn_or_sleep(&ring);
    struct io_uring_cqe *cqe;
    unsigned head, reaped = 0;
    int64_t now = now_nanos();
    io_uring_for_each_cqe(&ring, head, cqe) {
        reaped++;
        unsigned slot = cqe->user_data >> 32;
        if ((cqe->user_data & 1) == RECEIVE) on_receive_entry(slot, cqe, now);
        else on_send_entry(slot, cqe->res, now);
    }
    io_uring_cq_advance(&ring, reaped);
}

/* --- epoll -------------------------------------------------------------------------------------------------------- */

static void send_by_call(unsigned slot) {
    struct peer *peer = &peers[slot];
    ssize_t sent = send(peer->fd, peer->unsent, peer->unsent_bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EAGAIN) return; /* an edge tells when there is room */
    check(sent < 0 ? -1 : 0, "send");
    peer->unsent += sent;
    peer->unsent_bytes -= (unsigned)sent;
    if (peer->unsent_bytes == 0) on_sent(slot, now_nanos());
}

static void receive_by_call(unsigned slot) {
    static char memory[POOL_BUFFER_BYTES];
    for (;;) {
        ssize_t length = recv(peers[slot].fd, memory, sizeof memory, MSG_DONTWAIT);
        if (length < 0 && errno == EAGAIN) return;
        check(length < 0 ? -1 : length == 0 ? -ECONNRESET : 0, "receive");
        on_received(slot, memory, (unsigned)length, now_nanos());
        if (length < (ssize_t)sizeof memory) return;
    }
}

static void turn_of_epoll(bool spin) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(poll_handle, events, EVENTS, spin ? 0 : -1);
    if (count < 0 && errno != EINTR) check(-1, "epoll_wait");
    for (int i = 0; i < count; i++) {
        unsigned slot = events[i].data.u32;
        if ((events[i].events & EPOLLOUT) && peers[slot].unsent_bytes) send_by_call(slot);
        if (events[i].events & ~(uint32_t)EPOLLOUT) receive_by_call(slot);
    }
}

/* --- whichever it is ---------------------------------------------------------------------------------------------- */

/* True exactly when a ring like ours can be set up: a container may forbid it, and a kernel may be too old for it. */
static bool ring_opens(void) {
    struct io_uring_params params = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    struct io_uring trial;
    if (io_uring_queue_init_params(8, &trial, &params) < 0) return false;
    io_uring_queue_exit(&trial);
    return true;
}

static void open_transport(unsigned count) {
    peers = calloc(count, sizeof *peers);
    over_ring = ring_opens();
    if (over_ring) {
        open_ring(&ring, 4096);
        open_pool(&pool, &ring, POOL_BUFFERS, POOL_BUFFER_BYTES);
    } else {
        poll_handle = epoll_create1(EPOLL_CLOEXEC);
        check(poll_handle, "epoll_create1");
    }
}

static void add_peer(unsigned slot, int fd) {
    peers[slot].fd = fd;
    if (over_ring) {
        receive_by_ring(slot);
    } else {
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = slot};
        check(epoll_ctl(poll_handle, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
    }
}

static void send_to(unsigned slot, const char *data, unsigned bytes) {
    peers[slot].unsent = data;
    peers[slot].unsent_bytes = bytes;
    if (over_ring) send_by_ring(slot);
    else send_by_call(slot);
}

static void turn_of_transport(bool spin) {
    if (over_ring) turn_of_ring(spin);
    else turn_of_epoll(spin);
}
#endif
