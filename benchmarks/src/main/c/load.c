/*
 * The load on every echo server, whoever wrote it. Each message carries its connection, its number and a pattern, and
 * each reply is compared byte for byte. Closed loop: a connection keeps so many messages in flight, and no more.
 *
 *   load cpu=1 port=… size=64 connections=1 depth=1 mode=spin|park warm=MILLIS millis=MILLIS
 *
 * One connection with one message is a plain send and receive: nothing is quicker for a client. More go through a ring
 * of their own, so that the generator costs less than the server, and the server is what is measured.
 */
#include "ring.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

enum { BUFFERS = 1024, BUFFER_BYTES = 16384 };
enum kind { RECEIVE, SEND };

struct header {
    uint32_t connection, unused;
    uint64_t number;
};

/* sent and received count messages; sending, those in the send in flight. */
struct connection {
    int fd;
    bool receiving;
    unsigned at, sending, sending_bytes;
    uint64_t sent, received;
    char *expected, *out;
    int64_t *sent_at;
};

static struct io_uring ring;
static struct pool pool;
static struct histogram latencies;
static struct connection *connections;
static unsigned count, size, depth;
static int64_t measured_from, ends_at;
static uint64_t measured;

static void write_pattern(char *message, unsigned connection) {
    for (unsigned i = 0; i < size; i++) message[i] = (char)(i * 31 + connection);
}

static void write_header(char *message, unsigned connection, uint64_t number) {
    struct header header = {.connection = connection, .number = number};
    memcpy(message, &header, sizeof header);
}

static void wrong(unsigned connection, uint64_t number) {
    fprintf(stderr, "connection %u: the reply to message %llu is not what was sent\n", connection,
            (unsigned long long)number);
    exit(3);
}

/* A reply that never comes must not keep the harness waiting for it. */
static void on_alarm(int signal) {
    (void)signal;
    static const char message[] = "a reply was due for 2 seconds: the server has dropped it\n";
    if (write(2, message, sizeof message - 1) < 0) _exit(4);
    _exit(3);
}

static int connect_to(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    check(fd, "socket");
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
    check(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
    return fd;
}

/* On a machine that is busy with other things the first may come after the end: then that one is counted. */
static void note(int64_t sent_at, int64_t now) {
    if (now < measured_from || (now >= ends_at && measured)) return;
    measured++;
    if (sent_at >= measured_from || !latencies.total) record(&latencies, now - sent_at);
}

/* --- one connection, one message --------------------------------------------------------------------------------- */

static void receive_all(int fd, char *into, int flags) {
    for (unsigned got = 0; got < size;) {
        ssize_t received = recv(fd, into + got, size - got, flags);
        if (received < 0 && errno == EAGAIN) continue;
        if (received <= 0) check(received < 0 ? -1 : -ECONNRESET, "receive");
        got += received;
    }
}

static uint64_t ping_pong(bool spin) {
    struct connection *connection = &connections[0];
    char *reply = pages(size);
    int64_t before = now_nanos();
    while (before < ends_at || !measured) {
        write_header(connection->out, 0, connection->sent);
        for (unsigned done = 0; done < size;) {
            ssize_t sent = send(connection->fd, connection->out + done, size - done, MSG_NOSIGNAL);
            check(sent < 0 ? -1 : 0, "send");
            done += sent;
        }
        receive_all(connection->fd, reply, spin ? MSG_DONTWAIT : MSG_WAITALL);
        int64_t now = now_nanos();
        note(before, now);
        if (memcmp(reply, connection->out, size)) wrong(0, connection->sent);
        connection->sent++;
        before = now_nanos();
    }
    return connection->sent;
}

/* --- many connections, many messages ----------------------------------------------------------------------------- */

static void submit_receive(unsigned slot) {
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_recv_multishot(sqe, connections[slot].fd, NULL, 0, 0);
    sqe->flags |= IOSQE_BUFFER_SELECT;
    sqe->buf_group = 0;
    sqe->user_data = RECEIVE | (uint64_t)slot << 32;
    connections[slot].receiving = true;
}

static void submit_send(unsigned slot, unsigned from, unsigned bytes) {
    struct connection *connection = &connections[slot];
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_send(sqe, connection->fd, connection->out + from, bytes, MSG_NOSIGNAL);
    sqe->user_data = SEND | (uint64_t)slot << 32;
}

/* As many messages as there is room for, in one send. */
static void send_more(unsigned slot, int64_t now) {
    struct connection *connection = &connections[slot];
    uint64_t room = depth - (connection->sent - connection->received);
    if (connection->sending || room == 0 || now >= ends_at) return;
    for (unsigned i = 0; i < room; i++) {
        write_header(connection->out + (size_t)i * size, slot, connection->sent);
        connection->sent_at[connection->sent++ % depth] = now;
    }
    connection->sending = (unsigned)room;
    connection->sending_bytes = (unsigned)room * size;
    submit_send(slot, 0, connection->sending_bytes);
}

static void on_send(unsigned slot, int result, int64_t now) {
    struct connection *connection = &connections[slot];
    check(result, "send");
    connection->sending_bytes -= result;
    if (connection->sending_bytes) {
        submit_send(slot, connection->sending * size - connection->sending_bytes, connection->sending_bytes);
        return;
    }
    connection->sending = 0;
    send_more(slot, now);
}

static void compare(unsigned slot, const char *data, unsigned length, int64_t now) {
    struct connection *connection = &connections[slot];
    while (length) {
        if (connection->at == 0) write_header(connection->expected, slot, connection->received);
        unsigned part = size - connection->at < length ? size - connection->at : length;
        if (memcmp(data, connection->expected + connection->at, part)) wrong(slot, connection->received);
        data += part;
        length -= part;
        connection->at += part;
        if (connection->at == size) {
            connection->at = 0;
            note(connection->sent_at[connection->received++ % depth], now);
        }
    }
}

static void on_receive(unsigned slot, struct io_uring_cqe *cqe, int64_t now) {
    if (!(cqe->flags & IORING_CQE_F_MORE)) connections[slot].receiving = false;
    if (cqe->res > 0) {
        unsigned id = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
        compare(slot, buffer(&pool, id), cqe->res, now);
        give_back(&pool, id);
        send_more(slot, now);
    } else if (cqe->res != -ENOBUFS) {
        check(cqe->res < 0 ? cqe->res : -ECONNRESET, "receive");
    }
    if (!connections[slot].receiving) submit_receive(slot);
}

static bool replies_are_due(void) {
    for (unsigned slot = 0; slot < count; slot++) {
        if (connections[slot].sent != connections[slot].received) return true;
    }
    return false;
}

static uint64_t many(bool spin) {
    open_ring(&ring, 4096);
    open_pool(&pool, &ring, BUFFERS, BUFFER_BYTES);
    int64_t now = now_nanos();
    for (unsigned slot = 0; slot < count; slot++) {
        submit_receive(slot);
        send_more(slot, now);
    }
    while (now < ends_at || replies_are_due()) {
        if (spin) turn(&ring);
        else turn_or_sleep(&ring);
        struct io_uring_cqe *cqe;
        unsigned head, reaped = 0;
        now = now_nanos();
        io_uring_for_each_cqe(&ring, head, cqe) {
            reaped++;
            unsigned slot = cqe->user_data >> 32;
            if ((cqe->user_data & 1) == RECEIVE) on_receive(slot, cqe, now);
            else on_send(slot, cqe->res, now);
        }
        io_uring_cq_advance(&ring, reaped);
    }
    uint64_t messages = 0;
    for (unsigned slot = 0; slot < count; slot++) messages += connections[slot].received;
    return messages;
}

int main(int argc, char **argv) {
    size = (unsigned)argument(argc, argv, "size", 64);
    count = (unsigned)argument(argc, argv, "connections", 1);
    depth = (unsigned)argument(argc, argv, "depth", 1);
    bool spin = strcmp(text_argument(argc, argv, "mode", "spin"), "spin") == 0;
    if (size < sizeof(struct header)) check(-EINVAL, "a message has at least 16 bytes");
    pin_to((int)argument(argc, argv, "cpu", 1));
    connections = calloc(count, sizeof *connections);
    for (unsigned slot = 0; slot < count; slot++) {
        struct connection *connection = &connections[slot];
        connection->fd = connect_to((int)argument(argc, argv, "port", 0));
        connection->expected = pages(size);
        connection->out = pages((size_t)size * depth);
        connection->sent_at = calloc(depth, sizeof(int64_t));
        write_pattern(connection->expected, slot);
        for (unsigned i = 0; i < depth; i++) write_pattern(connection->out + (size_t)i * size, slot);
    }
    int64_t millis = argument(argc, argv, "millis", 1000);
    printf("connected\n");
    fflush(stdout);
    measured_from = now_nanos() + argument(argc, argv, "warm", 200) * 1000000;
    ends_at = measured_from + millis * 1000000;
    signal(SIGALRM, on_alarm);
    alarm((unsigned)((ends_at - now_nanos()) / 1000000000 + 3));
    uint64_t messages = count == 1 && depth == 1 ? ping_pong(spin) : many(spin);
    printf("result measured=%llu nanos=%lld messages=%llu bytes=%llu", (unsigned long long)measured,
           (long long)millis * 1000000, (unsigned long long)messages, (unsigned long long)messages * size);
    print_percentiles(&latencies);
    printf("\n");
    return 0;
}
