/*
 * An echo server over liburing: what is received is sent back from where it lies. One thread, multishot accept and
 * receive, one send in flight for a connection and the others queued in order.
 *
 *   echo_liburing cpu=0 mode=spin|park
 */
#include "listen.h"
#include "ring.h"
#include <netinet/tcp.h>

enum { CONNECTIONS = 65536, BUFFERS = 256, BUFFER_BYTES = 16384 };
enum kind { ACCEPT, RECEIVE, SEND };

/* What was received and is not yet sent, oldest first: a list through the pool's buffers, by number. */
struct piece {
    unsigned length, sent;
    int next;
};

/* In the slot of its descriptor; all zero: there is none. */
struct connection {
    int fd, first, last;
    bool receiving, sending, ended;
};

static struct io_uring ring;
static struct pool pool;
static struct piece pieces[BUFFERS];
static struct connection connections[CONNECTIONS];
static bool starved;

static void submit_accept(int listener) {
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_multishot_accept(sqe, listener, NULL, NULL, SOCK_CLOEXEC);
    sqe->user_data = ACCEPT;
}

static void submit_receive(unsigned slot) {
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_recv_multishot(sqe, connections[slot].fd, NULL, 0, 0);
    sqe->flags |= IOSQE_BUFFER_SELECT;
    sqe->buf_group = 0;
    sqe->user_data = RECEIVE | (uint64_t)slot << 32;
    connections[slot].receiving = true;
}

static void submit_send(unsigned slot) {
    struct connection *connection = &connections[slot];
    struct piece *piece = &pieces[connection->first];
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_send(sqe, connection->fd, buffer(&pool, connection->first) + piece->sent,
                       piece->length - piece->sent, MSG_NOSIGNAL);
    sqe->user_data = SEND | (uint64_t)slot << 32;
    connection->sending = true;
}

static void close_when_idle(struct connection *connection) {
    if (connection->ended && !connection->sending && !connection->receiving) {
        int fd = connection->fd;
        *connection = (struct connection){0};
        close(fd);
    }
}

static void on_accept(int listener, struct io_uring_cqe *cqe) {
    check(cqe->res, "accept");
    unsigned slot = (unsigned)cqe->res;
    if (slot >= CONNECTIONS) check(-EMFILE, "more connections than this server has places for");
    int on = 1;
    check(setsockopt(cqe->res, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
    connections[slot] = (struct connection){.fd = cqe->res, .first = -1, .last = -1};
    counters.connections++;
    submit_receive(slot);
    if (!(cqe->flags & IORING_CQE_F_MORE)) submit_accept(listener);
}

static void drop_unsent(struct connection *connection) {
    for (int id = connection->first; id >= 0; id = pieces[id].next) give_back(&pool, id);
    connection->first = connection->last = -1;
}

static void on_receive(unsigned slot, struct io_uring_cqe *cqe) {
    struct connection *connection = &connections[slot];
    if (!(cqe->flags & IORING_CQE_F_MORE)) connection->receiving = false;
    if (cqe->res > 0) {
        int id = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
        pieces[id] = (struct piece){.length = cqe->res, .next = -1};
        if (connection->last >= 0) pieces[connection->last].next = id;
        else connection->first = id;
        connection->last = id;
        counters.received++;
        counters.bytes += cqe->res;
        if (!connection->sending) submit_send(slot);
        if (!connection->receiving) submit_receive(slot);
    } else if (cqe->res == -ENOBUFS) {
        starved = true; /* it goes on when a send has given a buffer back */
    } else {
        connection->ended = true;
        close_when_idle(connection);
    }
}

static void receive_again(void) {
    starved = false;
    for (unsigned slot = 0; slot < CONNECTIONS; slot++) {
        struct connection *connection = &connections[slot];
        if (connection->fd && !connection->receiving && !connection->ended) submit_receive(slot);
    }
}

static void on_send(unsigned slot, int result) {
    struct connection *connection = &connections[slot];
    connection->sending = false;
    if (result < 0) {
        drop_unsent(connection);
        connection->ended = true;
        if (connection->receiving) shutdown(connection->fd, SHUT_RDWR);
        close_when_idle(connection);
        return;
    }
    struct piece *piece = &pieces[connection->first];
    piece->sent += result;
    if (piece->sent == piece->length) {
        int id = connection->first;
        connection->first = piece->next;
        if (connection->first < 0) connection->last = -1;
        give_back(&pool, id);
        counters.sent++;
        if (starved) receive_again();
    }
    if (connection->first >= 0) submit_send(slot);
    else close_when_idle(connection);
}

static void reap(int listener) {
    struct io_uring_cqe *cqe;
    unsigned head, count = 0;
    io_uring_for_each_cqe(&ring, head, cqe) {
        count++;
        unsigned slot = cqe->user_data >> 32;
        switch ((enum kind)(cqe->user_data & 3)) {
            case ACCEPT: on_accept(listener, cqe); break;
            case RECEIVE: on_receive(slot, cqe); break;
            case SEND: on_send(slot, cqe->res); break;
        }
    }
    io_uring_cq_advance(&ring, count);
}

int main(int argc, char **argv) {
    bool spin = strcmp(text_argument(argc, argv, "mode", "park"), "spin") == 0;
    raise_handle_limit();
    start_reporter();
    pin_to((int)argument(argc, argv, "cpu", 0));
    open_ring(&ring, 1024);
    open_pool(&pool, &ring, BUFFERS, BUFFER_BYTES);
    int port, listener = listen_on_loopback(&port, 0);
    submit_accept(listener);
    say_ready(port);
    for (;;) {
        if (spin) turn(&ring);
        else turn_or_sleep(&ring);
        reap(listener);
    }
}
