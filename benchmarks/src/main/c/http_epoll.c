/*
 * The least that can be called a web server, over epoll: it looks for the ends of heads and for nothing in them, and
 * gives the same answer to each. What a server costs beyond this is its reading and composing; what this one costs is
 * the kernel's.
 *
 *   http_epoll cpu=0 mode=spin|park
 */
#include "epoll_server.h"

enum { BUFFER_BYTES = 16384, ANSWERS = 256, CARRIED = 3 };

/* In the slot of its descriptor. Answers are all alike, so how many bytes are owed says which. */
struct connection {
    int fd; /* 0: there is none */
    uint64_t owed;
    char carried[CARRIED]; /* the last bytes, where the end of a head may have begun */
};

static struct connection connections[CONNECTIONS];
static char answers[ANSWERS * 256];
static unsigned answer_bytes;

/* With this second's date. */
static void compose(void) {
    static time_t composed;
    time_t now = time(NULL);
    if (now == composed) return;
    composed = now;
    char date[64], answer[256];
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&now));
    answer_bytes = (unsigned)snprintf(answer, sizeof answer,
                                      "HTTP/1.1 200 OK\r\nServer: c\r\nDate: %s\r\nContent-Type: text/plain\r\n"
                                      "Content-Length: 13\r\n\r\nHello, World!", date);
    for (unsigned i = 0; i < ANSWERS; i++) memcpy(answers + i * answer_bytes, answer, answer_bytes);
}

static void end(struct connection *connection) {
    int fd = connection->fd;
    *connection = (struct connection){0};
    close(fd);
}

static void pay(struct connection *connection) {
    while (connection->owed > 0) {
        unsigned begun = (answer_bytes - connection->owed % answer_bytes) % answer_bytes;
        uint64_t room = ANSWERS * answer_bytes - begun;
        ssize_t count = send(connection->fd, answers + begun, connection->owed < room ? connection->owed : room,
                             MSG_NOSIGNAL | MSG_DONTWAIT);
        counters.enters++;
        if (count < 0) {
            if (errno != EAGAIN) end(connection);
            return;
        }
        connection->owed -= (uint64_t)count;
        counters.sent++;
    }
}

static unsigned heads_in(const char *data, size_t length) {
    unsigned count = 0;
    const char *at = data, *past = data + length;
    while ((at = memmem(at, (size_t)(past - at), "\r\n\r\n", 4))) {
        at += 4;
        count++;
    }
    return count;
}

static void opened(unsigned slot) {
    connections[slot] = (struct connection){.fd = (int)slot};
    counters.connections++;
}

static void serve(unsigned slot) {
    static char memory[CARRIED + BUFFER_BYTES];
    struct connection *connection = &connections[slot];
    compose();
    pay(connection);
    while (connection->fd) {
        ssize_t count = recv(connection->fd, memory + CARRIED, BUFFER_BYTES, MSG_DONTWAIT);
        counters.enters++;
        if (count <= 0) {
            if (count == 0 || errno != EAGAIN) end(connection);
            return;
        }
        memcpy(memory, connection->carried, CARRIED);
        memcpy(connection->carried, memory + count, CARRIED);
        unsigned heads = heads_in(memory, CARRIED + (size_t)count);
        counters.received++;
        counters.bytes += heads;
        connection->owed += (uint64_t)heads * answer_bytes;
        pay(connection);
        /* Less than there was room for means that it is empty: what comes later is another edge. */
        if (count < BUFFER_BYTES) return;
    }
}
