/*
 * A server over epoll on one thread, edge-triggered: listens on loopback, accepts, waits. What is done with a connection,
 * which is known by its descriptor, its program says.
 *
 *   cpu=0 mode=spin|park
 */
#ifndef EPOLL_SERVER_H
#define EPOLL_SERVER_H
#include "listen.h"
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/epoll.h>

enum { CONNECTIONS = 65536, LISTENER = CONNECTIONS, EVENTS = 128 };

static void opened(unsigned slot);
/* May be called for one that has ended since its event was told. */
static void serve(unsigned slot);

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
        opened(slot);
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.u32 = slot};
        check(epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
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
            else serve(slot);
        }
    }
}
#endif
