// Sets socket options on a listener of TCP and on a UDP socket, as the probe says it does, and prints what the kernel
// answered: a second witness, which shares no line of code with it.
//
//   options            prints lines: "tcp.no-delay yes 1", "udp.mark no untold"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SO_PREFER_BUSY_POLL
#define SO_PREFER_BUSY_POLL 69
#define SO_BUSY_POLL_BUDGET 70
#endif

struct option {
    const char *name;
    int level, number, value;
};

static const struct option both[] = {
    {"reuse-port", SOL_SOCKET, SO_REUSEPORT, 1},
    {"reuse-address", SOL_SOCKET, SO_REUSEADDR, 1},
    {"busy-poll-micros", SOL_SOCKET, SO_BUSY_POLL, 50},
    {"prefer-busy-poll", SOL_SOCKET, SO_PREFER_BUSY_POLL, 1},
    {"busy-poll-budget", SOL_SOCKET, SO_BUSY_POLL_BUDGET, 8},
    {"hop-limit", IPPROTO_IP, IP_TTL, 64},
    {"priority", SOL_SOCKET, SO_PRIORITY, 1},
    {"mark", SOL_SOCKET, SO_MARK, 1},
    {"incoming-cpu", SOL_SOCKET, SO_INCOMING_CPU, 0},
};

static const struct option tcp[] = {
    {"no-delay", IPPROTO_TCP, TCP_NODELAY, 1},
    {"quick-ack", IPPROTO_TCP, TCP_QUICKACK, 1},
    {"keep-alive", SOL_SOCKET, SO_KEEPALIVE, 1},
    {"keep-alive-idle-seconds", IPPROTO_TCP, TCP_KEEPIDLE, 5},
    {"keep-alive-interval-seconds", IPPROTO_TCP, TCP_KEEPINTVL, 5},
    {"keep-alive-probes", IPPROTO_TCP, TCP_KEEPCNT, 5},
    {"user-timeout-millis", IPPROTO_TCP, TCP_USER_TIMEOUT, 10000},
    {"not-sent-low-water-bytes", IPPROTO_TCP, TCP_NOTSENT_LOWAT, 65536},
};

static const struct option udp[] = {
    {"broadcast", SOL_SOCKET, SO_BROADCAST, 1},
    {"coalesce", IPPROTO_UDP, 104 /* UDP_GRO */, 1},
    {"tell-destination", IPPROTO_IP, IP_PKTINFO, 1},
    {"tell-hop-limit", IPPROTO_IP, IP_RECVTTL, 1},
    {"tell-traffic-class", IPPROTO_IP, IP_RECVTOS, 1},
    {"tell-drops", SOL_SOCKET, SO_RXQ_OVFL, 1},
    {"multicast-loop", IPPROTO_IP, IP_MULTICAST_LOOP, 1},
    {"multicast-hops", IPPROTO_IP, IP_MULTICAST_TTL, 1},
};

static void ask(const char *kind, int socket, const struct option *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int value = options[i].value;
        int is = 0;
        socklen_t length = sizeof is;
        int set = setsockopt(socket, options[i].level, options[i].number, &value, sizeof value);
        int read = getsockopt(socket, options[i].level, options[i].number, &is, &length);
        printf("%s.%s %s ", kind, options[i].name, set == 0 ? "yes" : "no");
        if (read == 0)
            printf("%d\n", is);
        else
            printf("untold\n"); // some can be set and not be asked for
    }
}

int main(void) {
    int stream = socket(AF_INET, SOCK_STREAM, 0);
    int datagram = socket(AF_INET, SOCK_DGRAM, 0);
    ask("tcp", stream, both, sizeof both / sizeof *both);
    ask("tcp", stream, tcp, sizeof tcp / sizeof *tcp);
    ask("udp", datagram, both, sizeof both / sizeof *both);
    ask("udp", datagram, udp, sizeof udp / sizeof *udp);
    close(stream);
    close(datagram);
    return 0;
}
