/* A listener on a port of the system's choice, for what comes over loopback. */
#ifndef LISTEN_H
#define LISTEN_H
#include "bench.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static inline int listen_on_loopback(int *port, int flags) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0), on = 1;
    check(listener, "socket");
    check(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    check(bind(listener, (struct sockaddr *)&address, length), "bind");
    check(listen(listener, 1024), "listen");
    check(getsockname(listener, (struct sockaddr *)&address, &length), "getsockname");
    *port = ntohs(address.sin_port);
    return listener;
}
#endif
