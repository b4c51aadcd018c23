/* kevent(2) in its first form, of 32 bytes: FreeBSD before 12. All else is FreeBSD's. */
#include "kevent.h"
#include <errno.h>

struct classic_kevent {
    uint64_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    int64_t data;
    uint64_t udata;
};

struct freebsd_kevent {
    struct classic_kevent classic;
    uint64_t ext[4];
};

int freebsd_kqueue(void);
int freebsd_kevent(int, const struct freebsd_kevent *, int, struct freebsd_kevent *, int, const struct timespec *);

int classic_kqueue(void) { return freebsd_kqueue(); }

int classic_kevent(int queue, const struct classic_kevent *changes, int change_count, struct classic_kevent *events,
                   int event_count, const struct timespec *timeout) {
    struct freebsd_kevent in[change_count + 1], out[event_count + 1];
    for (int i = 0; i < change_count; i++) in[i] = (struct freebsd_kevent){.classic = changes[i]};
    int told = freebsd_kevent(queue, in, change_count, out, event_count, timeout);
    for (int i = 0; i < told; i++) events[i] = out[i].classic;
    return told;
}
