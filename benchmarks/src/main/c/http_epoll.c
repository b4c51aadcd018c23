/*
 * The least that can be called a web server, over epoll and edge-triggered: it looks for the ends of heads and for
 * nothing in them, and gives the same answer to each. What a server costs beyond this is its reading and composing;
 * what this one costs is the kernel's. One thread.
 *
 *   http_epoll cpu=0 mode=spin|park
 */
#include "listen.h"
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/epoll.h>

enum { CONNECTIONS = 65536, LISTENER = CONNECTIONS, BUFFER_BYTES = 16384, EVENTS = 128, ANSWERS = 256, CARRIED = 3 };

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

static void serve(struct connection *connection) {
    static char memory[CARRIED + BUFFER_BYTES];
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
        connections[slot] = (struct connection){.fd = fd};
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
        compose();
        for (int i = 0; i < count; i++) {
            unsigned slot = events[i].data.u32;
            if (slot == LISTENER) accept_all(poll, listener);
            else if (connections[slot].fd) serve(&connections[slot]);
        }
    }
}
