/*
 * A kevent(2) for tests on Linux: what the manual pages of macOS and FreeBSD say of it, over epoll, eventfd, timerfd and
 * inotify. A queue is an epoll that watches others: one that hears what can be read, one that hears what can be
 * written, each by edges, so that a knote is activated exactly when something happens to its descriptor. What is active
 * stands in a list, in order; it is told only if it is still so when it is asked for. One lock a queue.
 *
 * What Linux can't tell: that a socket that never was connected is not ready (it is, and hung up), and what becomes of
 * a knote whose descriptor is closed behind our back (it is dropped when it is next looked at).
 */
#include "kevent.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define BUCKETS 4096
#define FDS_MAX (1 << 20)
#define BATCH 256

struct knote {
    struct event set; /* as it was asked for, without the actions */
    bool active, disabled, queued, always;
    uint32_t told_fflags;
    int64_t told_data;
    int own_fd; /* a timer's or a watch's; else -1 */
    int parent; /* of a watched directory: inotify's number for where its name is, which alone tells that it is removed */
    off_t size; /* of a watched file, when it was last looked at */
    nlink_t links;
    ino_t inode; /* of the descriptor: whether it still means the same */
    struct knote *chain, *next, *previous;
};

struct queue {
    int fd, reader, writer, bell;
    pthread_mutex_t lock;
    struct knote *buckets[BUCKETS];
    struct knote active; /* the head of a ring */
    struct knote mark;   /* in it while it is told: those that stay active go behind it, and are not told twice */
    struct queue *next;
};

static struct queue *queues;
static pthread_mutex_t registry = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int errors[FDS_MAX];
static _Atomic bool is_read[FDS_MAX]; /* some queue has it for what can be read: it may be a queue itself */

int socket_error(int fd) {
    if (fd < 0 || fd >= FDS_MAX) return 0;
    int known = atomic_load(&errors[fd]);
    if (known != 0) return known;
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error != 0) atomic_store(&errors[fd], error);
    return error;
}

int take_socket_error(int fd) { return fd < 0 || fd >= FDS_MAX ? 0 : atomic_exchange(&errors[fd], 0); }

/* --- knotes ------------------------------------------------------------------------------------------------------ */

static unsigned bucket(uint64_t ident, int filter) { return (unsigned)(ident * 31 + (unsigned)-filter) % BUCKETS; }

static struct knote *find(struct queue *queue, uint64_t ident, int filter) {
    struct knote *note = queue->buckets[bucket(ident, filter)];
    while (note && (note->set.ident != ident || note->set.filter != filter)) note = note->chain;
    return note;
}

static void dequeue(struct knote *note) {
    if (!note->queued) return;
    note->previous->next = note->next;
    note->next->previous = note->previous;
    note->queued = false;
}

static void enqueue(struct queue *queue, struct knote *note) {
    if (note->queued || note->disabled || !note->active) return;
    struct knote *head = &queue->active;
    note->next = head;
    note->previous = head->previous;
    head->previous->next = note;
    head->previous = note;
    note->queued = true;
}

static void activate(struct queue *queue, struct knote *note) {
    note->active = true;
    enqueue(queue, note);
}

static bool is_watched_by_epoll(int filter) { return filter == EVFILT_READ || filter == EVFILT_WRITE; }

static int epoll_of(struct queue *queue, int filter) { return filter == EVFILT_READ ? queue->reader : queue->writer; }

static void drop(struct queue *queue, struct knote *note) {
    dequeue(note);
    struct knote **link = &queue->buckets[bucket(note->set.ident, note->set.filter)];
    while (*link != note) link = &(*link)->chain;
    *link = note->chain;
    if (is_watched_by_epoll(note->set.filter) && !note->always)
        epoll_ctl(epoll_of(queue, note->set.filter), EPOLL_CTL_DEL, (int)note->set.ident, NULL);
    if (note->own_fd >= 0) close(note->own_fd);
    free(note);
}

static void ring(struct queue *queue) {
    uint64_t one = 1;
    if (write(queue->bell, &one, sizeof one) < 0) abort();
}

/* --- what is so at this moment ----------------------------------------------------------------------------------- */

static ino_t inode_of(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

static int option(int fd, int level, int name) {
    int value = 0;
    socklen_t length = sizeof value;
    return getsockopt(fd, level, name, &value, &length) == 0 ? value : -1;
}

static int64_t readable_bytes(int fd) {
    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN) == 1) {
        struct tcp_info info = {0};
        socklen_t length = sizeof info;
        bool is_tcp = getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0;
        return is_tcp ? info.tcpi_unacked : 1; /* of a listener: who waits to be accepted */
    }
    int bytes = 0;
    return ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : 0;
}

static int64_t writable_bytes(int fd) {
    int queued = 0;
    int all = option(fd, SOL_SOCKET, SO_SNDBUF);
    if (all < 0) return PIPE_BUF;
    return ioctl(fd, SIOCOUTQ, &queued) == 0 ? all - queued : all;
}

static bool file_is_ready(struct knote *note, struct event *told) {
    struct stat status;
    if (fstat((int)note->set.ident, &status) != 0) return false;
    off_t at = lseek((int)note->set.ident, 0, SEEK_CUR);
    told->data = note->set.filter == EVFILT_READ ? status.st_size - at : PIPE_BUF;
    return told->data != 0;
}

static bool descriptor_is_ready(struct knote *note, struct event *told) {
    int fd = (int)note->set.ident;
    if (note->always) return file_is_ready(note, told);
    bool reads = note->set.filter == EVFILT_READ;
    struct pollfd asked = {.fd = fd, .events = reads ? POLLIN | POLLRDHUP : POLLOUT};
    if (poll(&asked, 1, 0) <= 0 || (asked.revents & POLLNVAL)) return false;
    int ended = reads ? POLLRDHUP | POLLHUP : POLLHUP | POLLERR;
    told->data = reads ? readable_bytes(fd) : writable_bytes(fd);
    if (asked.revents & ended) {
        told->flags |= EV_EOF;
        told->fflags = (uint32_t)socket_error(fd);
        return true;
    }
    if (asked.revents & POLLERR) return true;
    if (note->set.fflags & NOTE_LOWAT) return told->data >= note->set.data;
    return (asked.revents & (POLLIN | POLLOUT)) != 0;
}

static bool is_ready(struct knote *note, struct event *told) {
    switch (note->set.filter) {
    case EVFILT_USER:
        told->fflags = note->set.fflags;
        told->data = note->set.data;
        return note->active;
    case EVFILT_TIMER:
    case EVFILT_VNODE:
        told->fflags = note->told_fflags;
        told->data = note->told_data;
        return note->told_data != 0 || note->told_fflags != 0;
    default:
        told->fflags = 0;
        return descriptor_is_ready(note, told);
    }
}

/* --- timers and files -------------------------------------------------------------------------------------------- */

static struct timespec nanos(int64_t nanos) {
    return (struct timespec){.tv_sec = nanos / 1000000000, .tv_nsec = nanos % 1000000000};
}

static int start_timer(struct queue *queue, struct knote *note) {
    uint32_t unit = note->set.fflags & (NOTE_SECONDS | NOTE_MSECONDS | NOTE_USECONDS | NOTE_NSECONDS);
    if (unit & (unit - 1)) return EINVAL;
    int64_t scale = unit == NOTE_SECONDS    ? 1000000000
                    : unit == NOTE_USECONDS ? 1000
                    : unit == NOTE_NSECONDS ? 1
                                            : 1000000;
    bool is_absolute = (note->set.fflags & NOTE_ABSTIME) != 0;
    if (note->set.data < 0 && !is_absolute) return EINVAL;
    int64_t time = note->set.data * scale > 0 ? note->set.data * scale : 1;
    struct itimerspec due = {.it_value = nanos(time)};
    if (!is_absolute && !(note->set.flags & EV_ONESHOT)) due.it_interval = due.it_value;
    if (note->own_fd < 0) {
        note->own_fd = timerfd_create(is_absolute ? CLOCK_REALTIME : CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = note};
        if (note->own_fd < 0 || epoll_ctl(queue->fd, EPOLL_CTL_ADD, note->own_fd, &event) != 0) return errno;
    }
    note->set.flags |= EV_CLEAR;
    note->told_data = 0;
    return timerfd_settime(note->own_fd, is_absolute ? TFD_TIMER_ABSTIME : 0, &due, NULL) == 0 ? 0 : errno;
}

/* A directory that somebody has open gets no IN_DELETE_SELF: the one above it says that a name is gone. */
static void watch_parent(struct knote *note) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", (int)note->set.ident);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0 || path[0] != '/') return;
    path[length] = 0;
    char *slash = strrchr(path, '/');
    slash[slash == path] = 0;
    if (note->parent >= 0) inotify_rm_watch(note->own_fd, note->parent);
    note->parent = inotify_add_watch(note->own_fd, path, IN_DELETE | IN_ONLYDIR);
}

static int start_watch(struct queue *queue, struct knote *note) {
    struct stat status;
    if (fstat((int)note->set.ident, &status) != 0) return errno;
    if (S_ISSOCK(status.st_mode)) return EINVAL;
    note->size = status.st_size;
    note->links = status.st_nlink;
    if (note->own_fd >= 0) return 0;
    note->own_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", (int)note->set.ident);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = note};
    uint32_t wanted = IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF | IN_CREATE | IN_DELETE | IN_MOVED_FROM
                      | IN_MOVED_TO;
    if (note->own_fd < 0 || inotify_add_watch(note->own_fd, path, wanted) < 0) return errno;
    if (S_ISDIR(status.st_mode)) watch_parent(note);
    return epoll_ctl(queue->fd, EPOLL_CTL_ADD, note->own_fd, &event) == 0 ? 0 : errno;
}

/* Of a directory: what is done to its names, never what is done to the files that have them. */
static uint32_t notes_of_names(uint32_t mask) {
    uint32_t notes = mask & (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO) ? NOTE_WRITE : 0;
    if ((mask & (IN_CREATE | IN_DELETE)) && (mask & IN_ISDIR)) notes |= NOTE_LINK;
    if (mask & (IN_MOVED_FROM | IN_MOVED_TO)) notes |= NOTE_EXTEND;
    return notes;
}

static uint32_t notes_of(struct knote *note, const struct inotify_event *event) {
    struct stat status = {0};
    uint32_t mask = event->mask;
    fstat((int)note->set.ident, &status);
    if (event->wd == note->parent) return status.st_nlink == 0 ? NOTE_DELETE : 0;
    if (event->len > 0) return notes_of_names(mask);
    uint32_t notes = mask & IN_MODIFY ? NOTE_WRITE | (status.st_size > note->size ? NOTE_EXTEND : 0) : 0;
    if (mask & IN_ATTRIB)
        notes |= status.st_nlink == 0 ? NOTE_DELETE : status.st_nlink != note->links ? NOTE_LINK : NOTE_ATTRIB;
    if (mask & IN_DELETE_SELF) notes |= NOTE_DELETE;
    if (mask & IN_MOVE_SELF) {
        notes |= NOTE_RENAME;
        if (S_ISDIR(status.st_mode)) watch_parent(note);
    }
    note->size = status.st_size;
    note->links = status.st_nlink;
    return notes;
}

static void hear_own(struct queue *queue, struct knote *note) {
    if (note->set.filter == EVFILT_TIMER) {
        uint64_t times = 0;
        if (read(note->own_fd, &times, sizeof times) == sizeof times) note->told_data += (int64_t)times;
        if (note->told_data > 0) activate(queue, note);
        return;
    }
    char room[4096] __attribute__((aligned(8)));
    ssize_t bytes = read(note->own_fd, room, sizeof room);
    for (char *at = room; at < room + bytes;) {
        struct inotify_event *event = (struct inotify_event *)at;
        note->told_fflags |= notes_of(note, event) & note->set.fflags;
        at += sizeof *event + event->len;
    }
    if (note->told_fflags) activate(queue, note);
}

/* --- what has happened ------------------------------------------------------------------------------------------- */

static void hear_edges(struct queue *queue, int epoll, int filter) {
    struct epoll_event edges[BATCH];
    int count;
    do {
        count = epoll_wait(epoll, edges, BATCH, 0);
        for (int i = 0; i < count; i++) {
            struct knote *note = find(queue, (uint64_t)edges[i].data.fd, filter);
            if (note) activate(queue, note);
        }
    } while (count == BATCH);
}

static void hear(struct queue *queue) {
    struct epoll_event heard[16];
    int count = epoll_wait(queue->fd, heard, 16, 0);
    for (int i = 0; i < count; i++) {
        void *source = heard[i].data.ptr;
        if (source == &queue->reader) {
            hear_edges(queue, queue->reader, EVFILT_READ);
        } else if (source == &queue->writer) {
            hear_edges(queue, queue->writer, EVFILT_WRITE);
        } else if (source == &queue->bell) {
            uint64_t rung;
            if (read(queue->bell, &rung, sizeof rung) < 0 && errno != EAGAIN) abort();
        } else {
            hear_own(queue, source);
        }
    }
}

/* --- changes ----------------------------------------------------------------------------------------------------- */

static int attach(struct queue *queue, struct knote *note) {
    int fd = (int)note->set.ident;
    switch (note->set.filter) {
    case EVFILT_USER: return 0;
    case EVFILT_TIMER: return start_timer(queue, note);
    case EVFILT_VNODE: return start_watch(queue, note);
    default: break;
    }
    bool reads = note->set.filter == EVFILT_READ;
    struct epoll_event event = {.events = (reads ? EPOLLIN | EPOLLRDHUP : EPOLLOUT) | EPOLLET, .data.fd = fd};
    if (reads && fd < FDS_MAX) atomic_store(&is_read[fd], true);
    if (epoll_ctl(epoll_of(queue, note->set.filter), EPOLL_CTL_ADD, fd, &event) == 0) return 0;
    if (errno != EPERM) return errno;
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return EINVAL;
    note->always = true;
    return 0;
}

static void touch_user(struct knote *note, const struct event *change) {
    uint32_t flags = change->fflags & NOTE_FFLAGSMASK;
    switch (change->fflags & NOTE_FFCTRLMASK) {
    case NOTE_FFAND: note->set.fflags &= flags; break;
    case NOTE_FFOR: note->set.fflags |= flags; break;
    case NOTE_FFCOPY: note->set.fflags = flags; break;
    default: break;
    }
    note->set.data = change->data;
}

static int add(struct queue *queue, const struct event *change) {
    struct knote *note = calloc(1, sizeof *note);
    if (!note) return ENOMEM;
    note->set = *change;
    note->set.flags &= (uint16_t) ~(EV_ADD | EV_DELETE | EV_ENABLE | EV_DISABLE | EV_RECEIPT);
    note->own_fd = -1;
    note->parent = -1;
    note->disabled = (change->flags & EV_DISABLE) != 0;
    if (change->filter == EVFILT_USER) {
        note->set.fflags &= NOTE_FFLAGSMASK;
    } else if (change->filter != EVFILT_TIMER) {
        note->inode = inode_of((int)change->ident);
    }
    unsigned at = bucket(change->ident, change->filter);
    note->chain = queue->buckets[at];
    queue->buckets[at] = note;
    int error = attach(queue, note);
    if (error) {
        drop(queue, note);
        return error;
    }
    if (note->always) activate(queue, note);
    hear(queue); /* what is ready already is an edge as well */
    return 0;
}

/* All but the flags: those are what they were when it was added. */
static int modify(struct queue *queue, struct knote *note, const struct event *change) {
    note->set.udata = change->udata;
    memcpy(note->set.ext, change->ext, sizeof change->ext);
    if (change->filter == EVFILT_USER) {
        touch_user(note, change);
    } else if (change->flags & EV_ADD) {
        note->set.fflags = change->fflags;
        note->set.data = change->data;
        if (change->filter == EVFILT_TIMER) return start_timer(queue, note);
    }
    if (change->flags & EV_DISABLE) {
        note->disabled = true;
        dequeue(note);
    } else if (change->flags & EV_ENABLE) {
        note->disabled = false;
    }
    struct event now = {0};
    if (is_watched_by_epoll(change->filter) && !note->disabled && is_ready(note, &now)) note->active = true;
    enqueue(queue, note);
    return 0;
}

static int change(struct queue *queue, const struct event *change) {
    bool has_fd = is_watched_by_epoll(change->filter) || change->filter == EVFILT_VNODE;
    if (!has_fd && change->filter != EVFILT_TIMER && change->filter != EVFILT_USER) return EINVAL;
    if (has_fd && (change->ident >= INT_MAX || fcntl((int)change->ident, F_GETFD) < 0)) return EBADF;
    struct knote *note = find(queue, change->ident, change->filter);
    if (note && has_fd && inode_of((int)change->ident) != note->inode) { /* closed behind our back, and given again */
        drop(queue, note);
        note = NULL;
    }
    int error;
    if (!note) {
        error = change->flags & EV_ADD ? add(queue, change) : ENOENT;
        note = find(queue, change->ident, change->filter);
    } else if (change->flags & EV_DELETE) {
        drop(queue, note);
        return 0;
    } else {
        error = modify(queue, note, change);
    }
    if (!error && change->filter == EVFILT_USER && (change->fflags & NOTE_TRIGGER)) {
        activate(queue, note);
        ring(queue);
    }
    return error;
}

/* --- telling ----------------------------------------------------------------------------------------------------- */

static void after_told(struct queue *queue, struct knote *note) {
    if (note->set.flags & EV_ONESHOT) {
        drop(queue, note);
        return;
    }
    if (note->set.flags & (EV_CLEAR | EV_DISPATCH)) {
        note->active = false;
        note->told_data = 0;
        note->told_fflags = 0;
        note->disabled |= (note->set.flags & EV_DISPATCH) != 0;
    }
    enqueue(queue, note);
}

static int tell(struct queue *queue, struct event *events, int event_count) {
    queue->mark.active = true;
    enqueue(queue, &queue->mark);
    int count = 0;
    while (queue->active.next != &queue->mark && count < event_count) {
        struct knote *note = queue->active.next;
        dequeue(note);
        struct event told = note->set;
        bool is_gone = note->inode != 0 && inode_of((int)note->set.ident) != note->inode;
        if (is_gone) {
            drop(queue, note);
        } else if (!is_ready(note, &told)) {
            note->active = false;
        } else {
            events[count++] = told;
            after_told(queue, note);
        }
    }
    dequeue(&queue->mark);
    return count;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int apply(struct queue *queue, const struct event *changes, int change_count, struct event *events, int room) {
    int told = 0;
    for (int i = 0; i < change_count; i++) {
        int error = change(queue, &changes[i]);
        if (!error && !(changes[i].flags & EV_RECEIPT)) continue;
        if (told < room) {
            events[told] = changes[i];
            events[told].flags = EV_ERROR;
            events[told++].data = error;
        } else if (error) {
            errno = error;
            return -1;
        }
    }
    return told;
}

static struct queue *queue_of(int fd) {
    pthread_mutex_lock(&registry);
    struct queue *queue = queues;
    while (queue && queue->fd != fd) queue = queue->next;
    if (queue) pthread_mutex_lock(&queue->lock);
    pthread_mutex_unlock(&registry);
    return queue;
}

/* False when the time is up, or a signal came. */
static bool wait_until(struct queue *queue, int64_t deadline) {
    int64_t left = deadline < 0 ? -1 : deadline - now();
    if (deadline >= 0 && left <= 0) return false;
    struct timespec limit = nanos(left);
    struct epoll_event unheard;
    int fd = queue->fd;
    pthread_mutex_unlock(&queue->lock);
    int count = epoll_pwait2(fd, &unheard, 1, left < 0 ? NULL : &limit, NULL);
    int error = errno;
    pthread_mutex_lock(&queue->lock);
    errno = error;
    return count > 0;
}

int queue_wait(int fd, const struct event *changes, int change_count, struct event *events, int event_count,
               const struct timespec *timeout) {
    if (timeout && (timeout->tv_sec < 0 || timeout->tv_nsec < 0 || timeout->tv_nsec >= 1000000000)) {
        errno = EINVAL;
        return -1;
    }
    int64_t deadline = timeout ? now() + timeout->tv_sec * 1000000000LL + timeout->tv_nsec : -1;
    struct queue *queue = queue_of(fd);
    if (!queue) {
        errno = EBADF;
        return -1;
    }
    int told = apply(queue, changes, change_count, events, event_count);
    bool is_left_to_others = told != 0 || event_count == 0;
    if (is_left_to_others && queue->active.next != &queue->active) ring(queue); /* who waits must look again */
    bool may_wait = true;
    while (told == 0 && event_count > 0) {
        hear(queue);
        told = tell(queue, events, event_count);
        if (told > 0 || !may_wait) break;
        errno = 0;
        may_wait = wait_until(queue, deadline);
        if (!may_wait && errno == EINTR) told = -1;
    }
    if (fd < FDS_MAX && atomic_load(&is_read[fd]) && queue->active.next != &queue->active) ring(queue);
    int error = errno;
    pthread_mutex_unlock(&queue->lock);
    errno = error;
    return told;
}

/* --- queues ------------------------------------------------------------------------------------------------------ */

int queue_open(void) {
    struct queue *queue = calloc(1, sizeof *queue);
    queue->fd = epoll_create1(EPOLL_CLOEXEC);
    queue->reader = epoll_create1(EPOLL_CLOEXEC);
    queue->writer = epoll_create1(EPOLL_CLOEXEC);
    queue->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int *watched[] = {&queue->reader, &queue->writer, &queue->bell};
    bool is_open = queue->fd >= 0;
    for (int i = 0; i < 3; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = watched[i]};
        is_open = is_open && *watched[i] >= 0 && epoll_ctl(queue->fd, EPOLL_CTL_ADD, *watched[i], &event) == 0;
    }
    if (!is_open) {
        int error = errno;
        int all[] = {queue->fd, queue->reader, queue->writer, queue->bell};
        for (int i = 0; i < 4; i++)
            if (all[i] >= 0) close(all[i]);
        free(queue);
        errno = error;
        return -1;
    }
    pthread_mutex_init(&queue->lock, NULL);
    queue->active.next = queue->active.previous = &queue->active;
    pthread_mutex_lock(&registry);
    queue->next = queues;
    queues = queue;
    pthread_mutex_unlock(&registry);
    return queue->fd;
}

static void close_queue(struct queue *queue) {
    for (int i = 0; i < BUCKETS; i++)
        while (queue->buckets[i]) drop(queue, queue->buckets[i]);
    close(queue->reader);
    close(queue->writer);
    close(queue->bell);
    close(queue->fd);
    pthread_mutex_unlock(&queue->lock);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

bool queue_forget(int fd) {
    static const int filters[] = {EVFILT_READ, EVFILT_WRITE, EVFILT_VNODE};
    if (fd >= 0 && fd < FDS_MAX) atomic_store(&is_read[fd], false);
    struct queue *own = NULL;
    pthread_mutex_lock(&registry);
    for (struct queue **link = &queues; *link;) {
        struct queue *queue = *link;
        pthread_mutex_lock(&queue->lock);
        if (queue->fd == fd) {
            own = queue;
            *link = queue->next;
        } else {
            for (int i = 0; i < 3; i++) {
                struct knote *note = find(queue, (uint64_t)fd, filters[i]);
                if (note) drop(queue, note);
            }
            link = &queue->next;
        }
        pthread_mutex_unlock(&queue->lock);
    }
    pthread_mutex_unlock(&registry);
    if (own) {
        pthread_mutex_lock(&own->lock);
        close_queue(own);
        return true;
    }
    take_socket_error(fd);
    return false;
}
