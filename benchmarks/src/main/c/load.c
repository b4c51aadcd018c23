/*
 * The load on every echo server, whoever wrote it. Each message carries its connection, its number and a pattern, and
 * each reply is compared byte for byte.
 *
 *   load cpu=1 port=… size=64 connections=1 depth=1 mode=spin|park warm=MILLIS millis=MILLIS [rate=MESSAGES_A_SECOND]
 *
 * Closed loop: a connection keeps so many messages in flight, and no more. A server that stalls is asked less
 * meanwhile, so its stall is one latency of many.
 *
 * Open loop, with a rate: messages are due by a schedule, evenly, whatever the replies do, and latency counts from when
 * a message was due, not from when it could be sent. What a stall delays is all seen to be late (nothing is omitted).
 *
 * One connection with one message is a plain send and receive: nothing is quicker for a client.
 */
#include "transport.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

enum { BURST = 64 }; /* in an open loop, as many messages in one send at most */

struct header {
    uint32_t connection, unused;
    uint64_t number;
};

/* due, sent and received count messages. */
struct connection {
    int fd;
    bool sending;
    unsigned at;
    uint64_t due, sent, received;
    char *expected, *out;
    int64_t *sent_at;
};

static struct histogram latencies;
static struct connection *connections;
static unsigned count, size, depth;
static long rate;
static int64_t began, measured_from, ends_at;
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

static void send_some(unsigned slot, unsigned messages) {
    struct connection *connection = &connections[slot];
    for (unsigned i = 0; i < messages; i++) {
        write_header(connection->out + (size_t)i * size, slot, connection->sent++);
    }
    connection->sending = true;
    send_to(slot, connection->out, messages * size);
}

/* Closed loop: as many messages as there is room for, in one send. */
static void send_more(unsigned slot, int64_t now) {
    struct connection *connection = &connections[slot];
    unsigned room = depth - (unsigned)(connection->sent - connection->received);
    if (connection->sending || room == 0 || now >= ends_at) return;
    for (unsigned i = 0; i < room; i++) connection->sent_at[(connection->sent + i) % depth] = now;
    send_some(slot, room);
}

/* Open loop: when the message is due that is a connection's so-manieth; the connections take turns. */
static int64_t due_at(unsigned slot, uint64_t number) {
    return began + (int64_t)((double)(number * count + slot) * 1e9 / (double)rate);
}

static void send_what_is_due(int64_t now) {
    for (unsigned slot = 0; slot < count; slot++) {
        struct connection *connection = &connections[slot];
        for (int64_t at = due_at(slot, connection->due); at <= now && at < ends_at;) {
            at = due_at(slot, ++connection->due);
        }
        uint64_t waiting = connection->due - connection->sent;
        if (waiting && !connection->sending) send_some(slot, waiting < BURST ? (unsigned)waiting : BURST);
    }
}

static void on_sent(unsigned slot, int64_t now) {
    connections[slot].sending = false;
    if (!rate) send_more(slot, now);
}

static void on_reply(unsigned slot, uint64_t number, int64_t now) {
    if (!rate) {
        note(connections[slot].sent_at[number % depth], now);
        return;
    }
    int64_t due = due_at(slot, number);
    if (due < measured_from) return;
    measured++;
    record(&latencies, now - due);
}

static void on_received(unsigned slot, const char *data, unsigned length, int64_t now) {
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
            on_reply(slot, connection->received++, now);
        }
    }
    if (!rate) send_more(slot, now);
}

static bool replies_are_due(void) {
    for (unsigned slot = 0; slot < count; slot++) {
        struct connection *connection = &connections[slot];
        if (connection->received != (rate ? connection->due : connection->sent)) return true;
    }
    return false;
}

static uint64_t many(bool spin) {
    int64_t now = now_nanos();
    for (unsigned slot = 0; slot < count && !rate; slot++) send_more(slot, now);
    while (now < ends_at || replies_are_due()) {
        if (rate) send_what_is_due(now);
        turn_of_transport(spin);
        now = now_nanos();
    }
    uint64_t messages = 0;
    for (unsigned slot = 0; slot < count; slot++) messages += connections[slot].received;
    return messages;
}

/* ------------------------------------------------------------------------------------------------------------------ */

static void open_connections(int port, bool in_turns) {
    unsigned at_once = rate ? BURST : depth;
    connections = calloc(count, sizeof *connections);
    for (unsigned slot = 0; slot < count; slot++) {
        struct connection *connection = &connections[slot];
        connection->fd = connect_to(port);
        connection->expected = pages(size);
        connection->out = pages((size_t)size * at_once);
        connection->sent_at = calloc(depth, sizeof(int64_t));
        write_pattern(connection->expected, slot);
        for (unsigned i = 0; i < at_once; i++) write_pattern(connection->out + (size_t)i * size, slot);
        if (!in_turns) add_peer(slot, connection->fd);
    }
}

int main(int argc, char **argv) {
    size = (unsigned)argument(argc, argv, "size", 64);
    count = (unsigned)argument(argc, argv, "connections", 1);
    depth = (unsigned)argument(argc, argv, "depth", 1);
    rate = argument(argc, argv, "rate", 0);
    bool spin = strcmp(text_argument(argc, argv, "mode", "spin"), "spin") == 0;
    bool in_turns = count == 1 && depth == 1 && !rate;
    if (size < sizeof(struct header)) check(-EINVAL, "a message has at least 16 bytes");
    if (rate && !spin) check(-EINVAL, "a load by a schedule spins, so that it is on time");
    pin_to((int)argument(argc, argv, "cpu", 1));
    if (!in_turns) open_transport(count);
    open_connections((int)argument(argc, argv, "port", 0), in_turns);
    int64_t millis = argument(argc, argv, "millis", 1000);
    printf("connected ring=%d\n", over_ring);
    fflush(stdout);
    began = now_nanos();
    measured_from = began + argument(argc, argv, "warm", 200) * 1000000;
    ends_at = measured_from + millis * 1000000;
    signal(SIGALRM, on_alarm);
    alarm((unsigned)((ends_at - now_nanos()) / 1000000000 + 3));
    uint64_t messages = in_turns ? ping_pong(spin) : many(spin);
    printf("result measured=%llu nanos=%lld messages=%llu bytes=%llu", (unsigned long long)measured,
           (long long)millis * 1000000, (unsigned long long)messages, (unsigned long long)messages * size);
    print_percentiles(&latencies);
    printf("\n");
    return 0;
}
