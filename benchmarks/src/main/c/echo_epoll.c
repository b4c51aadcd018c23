/*
 * An echo server over epoll: receives until there is no more, sends at once, and waits for room only when a send fell
 * short.
 *
 *   echo_epoll cpu=0 mode=spin|park
 */
#include "epoll_server.h"

enum { BUFFER_BYTES = 16384 };

/* In the slot of its descriptor. Only what a short send left over is kept; until it is gone nothing is received. */
struct connection {
    int fd; /* 0: there is none */
    unsigned length, sent;
    char *unsent;
};

static struct connection connections[CONNECTIONS];

static void end(struct connection *connection) {
    int fd = connection->fd;
    free(connection->unsent);
    *connection = (struct connection){0};
    close(fd);
}

/* True when all of it is sent; false when there is no room, or the connection has ended. */
static bool flush(struct connection *connection, const char *data) {
    while (connection->sent < connection->length) {
        ssize_t count = send(connection->fd, data + connection->sent, connection->length - connection->sent,
                             MSG_NOSIGNAL | MSG_DONTWAIT);
        counters.enters++;
        if (count < 0) {
            if (errno != EAGAIN) end(connection);
            return false;
        }
        connection->sent += count;
    }
    counters.sent++;
    return true;
}

/* What is left of it, which begins at data, is sent when there is room. */
static void keep(struct connection *connection, const char *data) {
    connection->length -= connection->sent;
    connection->unsent = malloc(connection->length);
    if (!connection->unsent) check(-ENOMEM, "malloc");
    memcpy(connection->unsent, data + connection->sent, connection->length);
    connection->sent = 0;
}

static void opened(unsigned slot) {
    connections[slot] = (struct connection){.fd = (int)slot};
    counters.connections++;
}

static void serve(unsigned slot) {
    static char buffer[BUFFER_BYTES];
    struct connection *connection = &connections[slot];
    if (!connection->fd) return;
    if (connection->unsent) {
        if (!flush(connection, connection->unsent)) return;
        free(connection->unsent);
        connection->unsent = NULL;
    }
    for (;;) {
        ssize_t count = recv(connection->fd, buffer, BUFFER_BYTES, MSG_DONTWAIT);
        counters.enters++;
        if (count <= 0) {
            if (count == 0 || errno != EAGAIN) end(connection);
            return;
        }
        counters.received++;
        counters.bytes += count;
        connection->length = count;
        connection->sent = 0;
        if (!flush(connection, buffer)) {
            if (connection->fd) keep(connection, buffer);
            return;
        }
        /* Less than there was room for means that it is empty: what comes later is another edge. */
        if (count < BUFFER_BYTES) return;
    }
}
