/*
 * Connections that do nothing: opens them, has one message echoed on each so that they are all there, and keeps them
 * until its input ends. Then it resets them, so that no port is left waiting for the next run.
 *
 *   idle port=… connections=N
 *
 * It answers "ready", and each "wait MILLIS" when that time has passed.
 */
#include "bench.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* At 20 000 most ports of one address are taken, and the kernel looks long for one that is not: so several. */
static void bind_to_one_of_many(int fd, uint64_t number) {
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(number / 1000 % 200))};
    check(setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on), "IP_BIND_ADDRESS_NO_PORT");
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
}

enum { GROUP = 256 }; /* greeted together: a server that sleeps need not be woken for each */

static int open_connection(int port, uint64_t number) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct linger reset = {.l_onoff = 1};
    struct timeval patience = {.tv_sec = 2};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check(fd, "socket");
    check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "SO_LINGER");
    check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), "SO_RCVTIMEO");
    bind_to_one_of_many(fd, number);
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
    return fd;
}

static void greet(int fd, uint64_t number) {
    check(send(fd, &number, sizeof number, MSG_NOSIGNAL) == sizeof number ? 0 : -1, "send");
}

static void be_greeted(int fd, uint64_t number) {
    uint64_t reply = 0;
    check(recv(fd, &reply, sizeof reply, MSG_WAITALL) == sizeof reply ? 0 : -1, "a reply was due for 2 seconds");
    if (reply != number) check(-EBADMSG, "a reply is not what was sent");
}

int main(int argc, char **argv) {
    long connections = argument(argc, argv, "connections", 1), millis;
    int port = (int)argument(argc, argv, "port", 0);
    raise_handle_limit();
    pin_to((int)argument(argc, argv, "cpu", 1));
    for (long from = 0; from < connections; from += GROUP) {
        int fds[GROUP], count = connections - from < GROUP ? (int)(connections - from) : GROUP;
        for (int i = 0; i < count; i++) fds[i] = open_connection(port, (uint64_t)(from + i));
        for (int i = 0; i < count; i++) greet(fds[i], (uint64_t)(from + i));
        for (int i = 0; i < count; i++) be_greeted(fds[i], (uint64_t)(from + i));
    }
    printf("ready connections=%ld bytes=%ld\n", connections, connections * (long)sizeof(uint64_t));
    fflush(stdout);
    for (char line[64]; fgets(line, sizeof line, stdin);) {
        if (sscanf(line, "wait %ld", &millis) != 1) exit(2);
        usleep((useconds_t)millis * 1000);
        printf("waited\n");
        fflush(stdout);
    }
    return 0;
}
