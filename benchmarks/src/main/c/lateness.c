/*
 * How long after its deadline a thread that waits in the kernel for one goes on: see GatunTimers, which does the same.
 *
 *   lateness cpu=0 by=liburing|epoll|timerfd
 *
 * liburing waits in its ring with a time-out, epoll by epoll_pwait2, timerfd by reading one.
 */
#include "ring.h"
#include <sys/epoll.h>
#include <sys/timerfd.h>

#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

static struct io_uring ring;
static struct histogram distribution;
static int handle;
static uint64_t random_bits = 88172645463325252;

/* Up to 1 ms; xorshift. */
static int64_t next_delay(void) {
    random_bits ^= random_bits << 13;
    random_bits ^= random_bits >> 7;
    random_bits ^= random_bits << 17;
    return (int64_t)(random_bits >> 44);
}

static void wait_by_ring(int64_t nanos) {
    struct __kernel_timespec time = {.tv_nsec = nanos};
    struct io_uring_cqe *cqe;
    int result = io_uring_wait_cqes(&ring, &cqe, 1, &time, NULL);
    if (result != -ETIME) check(result < 0 ? result : -EBADMSG, "io_uring_enter");
}

static void wait_by_epoll(int64_t nanos) {
    struct timespec time = {.tv_nsec = nanos};
    struct epoll_event event;
    check(syscall(SYS_epoll_pwait2, handle, &event, 1, &time, NULL, 0), "epoll_pwait2 (Linux 5.11)");
}

static void wait_by_timerfd(int64_t nanos) {
    struct itimerspec time = {.it_value.tv_nsec = nanos ? nanos : 1};
    uint64_t expirations;
    check(timerfd_settime(handle, 0, &time, NULL), "timerfd_settime");
    check(read(handle, &expirations, sizeof expirations), "read of a timerfd");
}

int main(int argc, char **argv) {
    const char *by = text_argument(argc, argv, "by", "epoll");
    void (*wait_for)(int64_t) = wait_by_epoll;
    pin_to((int)argument(argc, argv, "cpu", 0));
    if (strcmp(by, "liburing") == 0) {
        wait_for = wait_by_ring;
        open_ring(&ring, 8);
    } else if (strcmp(by, "timerfd") == 0) {
        wait_for = wait_by_timerfd;
        handle = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    } else {
        handle = epoll_create1(EPOLL_CLOEXEC);
    }
    check(handle, by);
    say_ready(0);
    for (;;) {
        int64_t nanos = next_round() * 1000000, start = now_nanos();
        uint64_t operations = 0;
        memset(&distribution, 0, sizeof distribution);
        for (int64_t now = start; now - start < nanos; now = now_nanos()) {
            int64_t delay = next_delay();
            wait_for(delay);
            int64_t lateness = now_nanos() - now - delay;
            if (lateness < 0) check(-EBADMSG, "a wait that ended early");
            record(&distribution, (uint64_t)lateness);
            operations++;
        }
        printf("result operations=%llu nanos=%lld", (unsigned long long)operations, (long long)(now_nanos() - start));
        print_percentiles(&distribution);
        printf("\n");
        fflush(stdout);
    }
}
