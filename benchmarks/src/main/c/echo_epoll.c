/*
 * An echo server over epoll, edge-triggered: receives until there is no more, sends at once, and waits for room only
 * when a send fell short. One thread.
 *
 *   echo_epoll cpu=0 mode=spin|park
 */
#include "listen.h"
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/epoll.h>

enum { CONNECTIONS = 65536, LISTENER = CONNECTIONS, BUFFER_BYTES = 16384, EVENTS = 128 };

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

static void serve(struct connection *connection) {
    static char buffer[BUFFER_BYTES];
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

static void accept_all(int poll, int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        counters.enters++;
        if (fd < 0) {
            if (errno != EAGAIN) check(-1, "accept");
            return;
        }
        unsigned slot = (unsigned)fd;
        if (slot >= CONNECTIONS) check(-EMFILE, "more connections than this server has places for");
        int on = 1;
        check(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
        connections[slot].fd = fd;
        connections[slot].length = connections[slot].sent = 0;
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.u32 = slot};
        check(epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
        counters.connections++;
    }
}

int main(int argc, char **argv) {
    int timeout = strcmp(text_argument(argc, argv, "mode", "park"), "spin") == 0 ? 0 : -1;
    raise_handle_limit();
    start_reporter();
    pin_to((int)argument(argc, argv, "cpu", 0));
    int port, listener = listen_on_loopback(&port, SOCK_NONBLOCK), poll = epoll_create1(EPOLL_CLOEXEC);
    check(poll, "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = LISTENER}, events[EVENTS];
    check(epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event), "epoll_ctl");
    say_ready(port);
    for (;;) {
        int count = epoll_wait(poll, events, EVENTS, timeout);
        counters.enters++;
        if (count < 0 && errno != EINTR) check(-1, "epoll_wait");
        for (int i = 0; i < count; i++) {
            unsigned slot = events[i].data.u32;
            if (slot == LISTENER) accept_all(poll, listener);
            else if (connections[slot].fd) serve(&connections[slot]);
        }
    }
}
