/*
 * Receives datagrams, or sends them: see GatunUdp, which does the same. Each turn fills the socket's queue by itself,
 * and then drains it, and one of both is timed: so what is measured is the receiver, or the sender.
 *
 *   udp_liburing cpu=0 mode=batch|multishot|gro timed=receive|send
 *
 * batch is recvmmsg, 64 at a time; multishot, one recvmsg entry for all into buffers that the kernel picks; gro, the
 * same where the kernel hands over 64 datagrams as one.
 */
#include "ring.h"
#include <arpa/inet.h>
#include <endian.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#define UDP_GRO 104
#endif

enum { SIZE = 64, BATCH = 64, FILL = 1024, QUEUE_BYTES = 8 << 20, BUFFERS = 1024 };

static struct io_uring ring;
static struct pool pool;
static struct msghdr names; /* of a multishot receive: no room for names or control data is wanted */
static int receiver, sender;
static struct sockaddr_in address; /* the receiver's, which each datagram has with it */
static bool armed, gro;
static uint64_t next_sent, next_received;

static void set(int fd, int level, int option, int value, const char *what) {
    check(setsockopt(fd, level, option, &value, sizeof value), what);
}

static void open_sockets(void) {
    receiver = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(receiver, "socket");
    check(sender, "socket");
    set(receiver, SOL_SOCKET, SO_RCVBUFFORCE, QUEUE_BYTES, "SO_RCVBUFFORCE (needs CAP_NET_ADMIN)");
    address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    check(bind(receiver, (struct sockaddr *)&address, length), "bind");
    check(getsockname(receiver, (struct sockaddr *)&address, &length), "getsockname");
    if (gro) {
        set(receiver, SOL_UDP, UDP_GRO, 1, "UDP_GRO");
        set(sender, SOL_UDP, UDP_SEGMENT, SIZE, "UDP_SEGMENT");
    }
}

/* --- filling ------------------------------------------------------------------------------------------------------ */

/* A datagram has its number at its beginning and at its end. */
static void write_datagrams(char *memory) {
    for (unsigned i = 0; i < BATCH; i++) {
        uint64_t number = htobe64(next_sent++);
        memcpy(memory + i * SIZE, &number, sizeof number);
        memcpy(memory + (i + 1) * SIZE - sizeof number, &number, sizeof number);
    }
}

static void fill(void) {
    static char memory[BATCH * SIZE];
    struct iovec pieces[BATCH];
    struct mmsghdr messages[BATCH] = {0};
    for (unsigned i = 0; i < BATCH; i++) {
        pieces[i] = (struct iovec){memory + i * SIZE, SIZE};
        messages[i].msg_hdr = (struct msghdr){
            .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &pieces[i], .msg_iovlen = 1};
    }
    for (unsigned sent = 0; sent < FILL; sent += BATCH) {
        write_datagrams(memory);
        counters.sent++;
        if (gro) check(sendto(sender, memory, sizeof memory, 0, (struct sockaddr *)&address, sizeof address)
                       == sizeof memory ? 0 : -1, "sendto");
        else check(sendmmsg(sender, messages, BATCH, 0) == BATCH ? 0 : -1, "sendmmsg");
    }
}

/* --- draining ----------------------------------------------------------------------------------------------------- */

static void take(const char *datagram, unsigned length) {
    uint64_t number, again;
    if (length != SIZE) check(-EBADMSG, "a datagram of another length");
    memcpy(&number, datagram, sizeof number);
    memcpy(&again, datagram + SIZE - sizeof again, sizeof again);
    if (number != htobe64(next_received) || number != again) check(-EBADMSG, "a datagram is missing, or in disorder");
    next_received++;
}

static void arm(void) {
    struct io_uring_sqe *sqe = entry(&ring);
    io_uring_prep_recvmsg_multishot(sqe, receiver, &names, 0);
    sqe->flags |= IOSQE_BUFFER_SELECT;
    sqe->buf_group = 0;
    armed = true;
}

static void on_receive(struct io_uring_cqe *cqe) {
    if (!(cqe->flags & IORING_CQE_F_MORE)) armed = false;
    if (cqe->res == -ENOBUFS) return;
    check(cqe->res, "recvmsg");
    unsigned id = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
    struct io_uring_recvmsg_out *out = io_uring_recvmsg_validate(buffer(&pool, id), cqe->res, &names);
    if (!out || (out->flags & MSG_TRUNC)) check(-EMSGSIZE, "a datagram that did not fit");
    const char *payload = io_uring_recvmsg_payload(out, &names);
    unsigned length = io_uring_recvmsg_payload_length(out, cqe->res, &names);
    for (unsigned at = 0; at < length; at += SIZE) take(payload + at, length - at < SIZE ? length - at : SIZE);
    give_back(&pool, id);
}

static void drain_by_ring(void) {
    while (next_received != next_sent) {
        if (!armed) arm();
        turn(&ring);
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;
        io_uring_for_each_cqe(&ring, head, cqe) {
            on_receive(cqe);
            count++;
        }
        io_uring_cq_advance(&ring, count);
    }
}

/* With the address of each sender, which a batch of Gatun's has too: the kernel overwrites the lengths each time. */
static void drain_by_batch(void) {
    static char memory[BATCH * SIZE];
    static struct iovec pieces[BATCH];
    static struct mmsghdr messages[BATCH];
    static struct sockaddr_storage senders[BATCH];
    while (next_received != next_sent) {
        for (unsigned i = 0; i < BATCH; i++) {
            pieces[i] = (struct iovec){memory + i * SIZE, SIZE};
            messages[i].msg_hdr = (struct msghdr){.msg_name = &senders[i], .msg_namelen = sizeof senders[i],
                                                  .msg_iov = &pieces[i], .msg_iovlen = 1};
        }
        int count = recvmmsg(receiver, messages, BATCH, MSG_DONTWAIT, NULL);
        counters.enters++;
        check(count, "recvmmsg");
        for (int i = 0; i < count; i++) {
            if (messages[i].msg_hdr.msg_flags & MSG_TRUNC) check(-EMSGSIZE, "a datagram that did not fit");
            take(pieces[i].iov_base, messages[i].msg_len);
        }
    }
}

static void give_up(int signal) {
    (void)signal;
    static const char message[] = "a datagram was due for 2 seconds\n";
    if (write(2, message, sizeof message - 1) < 0) _exit(4);
    _exit(3);
}

int main(int argc, char **argv) {
    const char *mode = text_argument(argc, argv, "mode", "multishot");
    bool by_batch = strcmp(mode, "batch") == 0;
    bool sending_is_timed = strcmp(text_argument(argc, argv, "timed", "receive"), "send") == 0;
    gro = strcmp(mode, "gro") == 0;
    pin_to((int)argument(argc, argv, "cpu", 0));
    open_sockets();
    if (!by_batch) {
        open_ring(&ring, 1024);
        open_pool(&pool, &ring, BUFFERS, gro ? 8192 : 256);
        arm();
        turn(&ring);
    }
    signal(SIGALRM, give_up);
    say_ready(0);
    for (;;) {
        int64_t millis = next_round(), now = now_nanos(), ends_at = now + millis * 1000000, filling = 0, draining = 0;
        uint64_t before = next_received, enters = counters.enters, sends = counters.sent;
        alarm((unsigned)(millis / 1000 + 3));
        do {
            int64_t start = now;
            fill();
            int64_t full = now_nanos();
            if (by_batch) drain_by_batch();
            else drain_by_ring();
            now = now_nanos();
            filling += full - start;
            draining += now - full;
        } while (now < ends_at);
        alarm(0);
        printf("result operations=%llu nanos=%lld enters=%llu\n", (unsigned long long)(next_received - before),
               (long long)(sending_is_timed ? filling : draining),
               (unsigned long long)(sending_is_timed ? counters.sent - sends : counters.enters - enters));
        fflush(stdout);
    }
}
