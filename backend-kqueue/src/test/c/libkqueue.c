/*
 * kevent(2) of the libkqueue that GATUN_LIBKQUEUE names, with FreeBSD's error numbers; all else is the test ground's.
 * Closing a descriptor does not take its knotes away there (2.7.0), so they are deleted here before it.
 */
#include "kevent.h"
#include "freebsd.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct classic_kevent {
    uint64_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    int64_t data;
    uint64_t udata;
};

typedef int kevent_function(int, const struct classic_kevent *, int, struct classic_kevent *, int,
                            const struct timespec *);

int freebsd_close(int fd);
int freebsd_error(int error);

static int (*real_kqueue)(void);
static kevent_function *real_kevent;
static int queues[64];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void open_library(void) {
    const char *path = getenv("GATUN_LIBKQUEUE");
    void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library) return;
    real_kqueue = (int (*)(void))dlsym(library, "kqueue");
    real_kevent = (kevent_function *)dlsym(library, "kevent");
}

int libkqueue_kqueue(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    if (!real_kqueue || !real_kevent) {
        errno = B_ENOSYS;
        return -1;
    }
    int queue = real_kqueue();
    if (queue < 0) {
        errno = freebsd_error(errno);
        return -1;
    }
    pthread_mutex_lock(&lock);
    for (int i = 0; i < 64; i++)
        if (queues[i] == 0) {
            queues[i] = queue;
            break;
        }
    pthread_mutex_unlock(&lock);
    return queue;
}

int libkqueue_kevent(int queue, const struct classic_kevent *changes, int change_count, struct classic_kevent *events,
                     int event_count, const struct timespec *timeout) {
    int told = real_kevent(queue, changes, change_count, events, event_count, timeout);
    if (told < 0) errno = freebsd_error(errno);
    for (int i = 0; i < told; i++) {
        if (events[i].flags & EV_ERROR) events[i].data = freebsd_error((int)events[i].data);
        else if (events[i].flags & EV_EOF) events[i].fflags = (uint32_t)freebsd_error((int)events[i].fflags);
    }
    return told;
}

int libkqueue_close(int fd) {
    bool is_queue = false;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < 64; i++) {
        if (queues[i] == 0) continue;
        if (queues[i] == fd) {
            queues[i] = 0;
            is_queue = true;
            break;
        }
        for (int16_t filter = EVFILT_WRITE; filter <= EVFILT_READ; filter++) {
            struct classic_kevent gone = {.ident = (uint64_t)fd, .filter = filter, .flags = EV_DELETE};
            real_kevent(queues[i], &gone, 1, NULL, 0, NULL);
        }
    }
    pthread_mutex_unlock(&lock);
    return is_queue ? close(fd) : freebsd_close(fd);
}
