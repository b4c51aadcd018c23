/*
 * The system calls of a BSD, as its C library has them, on Linux: numbers and structures are the BSD's outside and
 * Linux' inside. Included by macos.c and freebsd.c, which say whose: B_… are the BSD's numbers, BSD(name) its function.
 * What the two systems refuse and Linux takes is refused here too.
 */
#include "kevent.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#define FDS_MAX (1 << 20)

static bool quiet[FDS_MAX]; /* SO_NOSIGPIPE: a peer that has gone raises no signal */

/* --- errors ------------------------------------------------------------------------------------------------------ */

static int bsd_error(int error) {
    switch (error) {
#define SAME(name) case name: return B_##name
        SAME(EPERM); SAME(ENOENT); SAME(EINTR); SAME(EIO); SAME(ENXIO); SAME(EBADF); SAME(ENOMEM); SAME(EACCES);
        SAME(EFAULT); SAME(EBUSY); SAME(EEXIST); SAME(ENODEV); SAME(ENOTDIR); SAME(EISDIR); SAME(EINVAL); SAME(ENFILE);
        SAME(EMFILE); SAME(ENOTTY); SAME(EFBIG); SAME(ENOSPC); SAME(ESPIPE); SAME(EROFS); SAME(EPIPE); SAME(EAGAIN);
        SAME(EINPROGRESS); SAME(EALREADY); SAME(ENOTSOCK); SAME(EDESTADDRREQ); SAME(EMSGSIZE); SAME(EPROTOTYPE);
        SAME(ENOPROTOOPT); SAME(EPROTONOSUPPORT); SAME(EOPNOTSUPP); SAME(EAFNOSUPPORT); SAME(EADDRINUSE);
        SAME(EADDRNOTAVAIL); SAME(ENETDOWN); SAME(ENETUNREACH); SAME(ENETRESET); SAME(ECONNABORTED); SAME(ECONNRESET);
        SAME(ENOBUFS); SAME(EISCONN); SAME(ENOTCONN); SAME(ETIMEDOUT); SAME(ECONNREFUSED); SAME(ELOOP);
        SAME(ENAMETOOLONG); SAME(EHOSTDOWN); SAME(EHOSTUNREACH); SAME(EDQUOT); SAME(ENOSYS); SAME(EOVERFLOW);
        SAME(ECANCELED); SAME(EPROTO);
#undef SAME
    case 0: return 0;
    default: return B_EINVAL;
    }
}

static long answer(long result) {
    if (result < 0) errno = bsd_error(errno);
    return result;
}

static int refuse(int bsd_errno) {
    errno = bsd_errno;
    return -1;
}

/* --- kqueue ------------------------------------------------------------------------------------------------------ */

#ifdef B_KEVENT_PACKED
#pragma pack(push, 4)
#endif
struct bsd_kevent {
    uint64_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    int64_t data;
    uint64_t udata;
#ifdef B_KEVENT_HAS_EXT
    uint64_t ext[4];
#endif
};
#ifdef B_KEVENT_PACKED
#pragma pack(pop)
#endif

/* Units of time: the BSD's bits, in the order of FreeBSD's. 0 where it has no such bit. */
static const uint32_t units[] = {B_NOTE_SECONDS, B_NOTE_MSECONDS, B_NOTE_USECONDS, B_NOTE_NSECONDS, B_NOTE_ABSTIME};

static struct event to_event(const struct bsd_kevent *from) {
    struct event event = {.ident = from->ident, .filter = from->filter, .flags = from->flags, .fflags = from->fflags,
                          .data = from->data, .udata = from->udata};
    if (from->filter == B_EVFILT_USER) event.filter = EVFILT_USER;
    else if (from->filter == EVFILT_USER) event.filter = 0; /* another filter there, and none of ours */
    if (from->filter == EVFILT_TIMER) {
        event.fflags = 0;
        for (int i = 0; i < 5; i++)
            if (units[i] & from->fflags) event.fflags |= 1u << i;
    }
#ifdef B_KEVENT_HAS_EXT
    memcpy(event.ext, from->ext, sizeof event.ext);
#endif
    return event;
}

static struct bsd_kevent from_event(const struct event *from, int16_t filter_if_unknown) {
    struct bsd_kevent event = {.ident = from->ident, .filter = from->filter, .flags = from->flags,
                               .fflags = from->fflags, .data = from->data, .udata = from->udata};
    if (from->filter == EVFILT_USER) event.filter = B_EVFILT_USER;
    else if (from->filter == 0) event.filter = filter_if_unknown;
    if (from->flags & EV_ERROR) event.data = bsd_error((int)from->data);
    else if (from->flags & EV_EOF) event.fflags = (uint32_t)bsd_error((int)from->fflags);
#ifdef B_KEVENT_HAS_EXT
    memcpy(event.ext, from->ext, sizeof event.ext);
#endif
    return event;
}

int BSD(kqueue)(void) { return (int)answer(queue_open()); }

int BSD(kevent)(int queue, const struct bsd_kevent *changes, int change_count, struct bsd_kevent *events,
                int event_count, const struct timespec *timeout) {
    if (change_count < 0 || event_count < 0) return refuse(B_EINVAL);
    struct event *in = calloc((size_t)change_count + 1, sizeof *in), *out = calloc((size_t)event_count + 1, sizeof *out);
    for (int i = 0; i < change_count; i++) in[i] = to_event(&changes[i]);
    int told = queue_wait(queue, in, change_count, out, event_count, timeout);
    int error = errno;
    for (int i = 0; i < told; i++) events[i] = from_event(&out[i], EVFILT_USER);
    free(in);
    free(out);
    errno = error;
    return (int)answer(told);
}

/* --- addresses --------------------------------------------------------------------------------------------------- */

struct bsd_address {
    uint8_t length, family;
    uint8_t rest[126];
};

/* Linux' length, or -1. An address says how long it is: the systems overlook it, a test must not. */
static int to_linux(const struct bsd_address *from, socklen_t length, struct sockaddr_storage *to) {
    memset(to, 0, sizeof *to);
    if (length < 2 || length > 128) return refuse(B_EINVAL);
    if (from->family != B_AF_UNSPEC && from->length != length) return refuse(B_EINVAL);
    size_t bytes = length - 2;
    switch (from->family) {
    case B_AF_UNSPEC: to->ss_family = AF_UNSPEC; return sizeof(struct sockaddr_in);
    case B_AF_INET:
        if (length != 16) return refuse(B_EINVAL);
        to->ss_family = AF_INET;
        break;
    case B_AF_INET6:
        if (length != 28) return refuse(B_EINVAL);
        to->ss_family = AF_INET6;
        break;
    case B_AF_UNIX:
        if (length > 106) return refuse(B_EINVAL);
        to->ss_family = AF_UNIX;
        if (bytes > 0 && from->rest[0] == 0) return refuse(B_ENOENT); /* no abstract names there */
        break;
    default: return refuse(B_EAFNOSUPPORT);
    }
    memcpy((char *)to + 2, from->rest, bytes);
    return (int)length;
}

static void from_linux(const struct sockaddr_storage *from, socklen_t length, struct bsd_address *to, socklen_t *room) {
    struct bsd_address whole = {0};
    if (length < 2) {
        *room = 0;
        return;
    }
    whole.family = from->ss_family == AF_INET    ? B_AF_INET
                   : from->ss_family == AF_INET6 ? B_AF_INET6
                   : from->ss_family == AF_UNIX  ? B_AF_UNIX
                                                 : B_AF_UNSPEC;
    size_t bytes = length - 2 < sizeof whole.rest ? length - 2 : sizeof whole.rest;
    if (from->ss_family == AF_UNIX && (bytes == 0 || ((char *)from)[2] == 0)) bytes = 14; /* no name: 16 bytes of it */
    else memcpy(whole.rest, (const char *)from + 2, bytes);
    whole.length = (uint8_t)(bytes + 2);
    memcpy(to, &whole, *room < whole.length ? *room : whole.length);
    *room = whole.length;
}

static int named(int result, const struct sockaddr_storage *name, socklen_t length, struct bsd_address *to,
                 socklen_t *room) {
    if (result >= 0 && to) from_linux(name, length, to, room);
    return (int)answer(result);
}

/* --- sockets ----------------------------------------------------------------------------------------------------- */

int BSD(socket)(int domain, int type, int protocol) {
    int linux_domain = domain == B_AF_INET ? AF_INET : domain == B_AF_INET6 ? AF_INET6 : domain == B_AF_UNIX ? AF_UNIX : -1;
    if (linux_domain < 0) return refuse(B_EAFNOSUPPORT);
    int flags = 0;
#ifdef B_SOCK_CLOEXEC
    flags = (type & B_SOCK_CLOEXEC ? SOCK_CLOEXEC : 0) | (type & B_SOCK_NONBLOCK ? SOCK_NONBLOCK : 0);
    type &= ~(B_SOCK_CLOEXEC | B_SOCK_NONBLOCK);
#endif
    if (type != B_SOCK_STREAM && type != B_SOCK_DGRAM) return refuse(B_EPROTOTYPE);
    int fd = socket(linux_domain, (type == B_SOCK_STREAM ? SOCK_STREAM : SOCK_DGRAM) | flags, protocol);
    if (fd >= 0 && fd < FDS_MAX) quiet[fd] = false;
    take_socket_error(fd);
    return (int)answer(fd);
}

int BSD(close)(int fd) { return queue_forget(fd) ? 0 : (int)answer(close(fd)); }

int BSD(bind)(int fd, const struct bsd_address *address, socklen_t length) {
    struct sockaddr_storage name;
    int bytes = to_linux(address, length, &name);
    if (bytes < 0) return -1;
    int domain;
    socklen_t size = sizeof domain;
    if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain != name.ss_family)
        return refuse(B_EAFNOSUPPORT);
    return (int)answer(bind(fd, (struct sockaddr *)&name, (socklen_t)bytes));
}

/* Dissolving an association says that it is wrong, and does it; the port stays. */
static int dissolve(int fd, const struct sockaddr_storage *nobody) {
    struct sockaddr_storage before, after;
    socklen_t length = sizeof before, length_after = sizeof after;
    bool was_named = getsockname(fd, (struct sockaddr *)&before, &length) == 0;
    if (connect(fd, (const struct sockaddr *)nobody, sizeof(struct sockaddr_in)) != 0) return (int)answer(-1);
    bool is_named = getsockname(fd, (struct sockaddr *)&after, &length_after) == 0;
    if (was_named && is_named && memcmp((char *)&before + 2, (char *)&after + 2, 2) != 0)
        bind(fd, (struct sockaddr *)&before, length);
    return refuse(B_EAFNOSUPPORT);
}

int BSD(connect)(int fd, const struct bsd_address *address, socklen_t length) {
    struct sockaddr_storage name;
    int bytes = to_linux(address, length, &name);
    if (bytes < 0) return -1;
    if (name.ss_family == AF_UNSPEC) return dissolve(fd, &name);
    int result = connect(fd, (struct sockaddr *)&name, (socklen_t)bytes);
    if (result < 0 && errno == EAGAIN && name.ss_family == AF_UNIX) return refuse(B_ECONNREFUSED); /* a full queue */
    return (int)answer(result);
}

int BSD(listen)(int fd, int backlog) { return (int)answer(listen(fd, backlog)); }

static int accepted(int fd, struct bsd_address *address, socklen_t *room, int flags) {
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    int accepted = accept4(fd, (struct sockaddr *)&name, &length, flags);
    if (accepted >= 0 && accepted < FDS_MAX) {
        quiet[accepted] = false;
        take_socket_error(accepted);
    }
    return named(accepted, &name, length, address, room);
}

/* What is accepted blocks, or not, as its listener does. */
int BSD(accept)(int fd, struct bsd_address *address, socklen_t *room) {
    int flags = fcntl(fd, F_GETFL);
    return accepted(fd, address, room, flags >= 0 && (flags & O_NONBLOCK) ? SOCK_NONBLOCK : 0);
}

#ifdef B_SOCK_CLOEXEC
int BSD(accept4)(int fd, struct bsd_address *address, socklen_t *room, int flags) {
    int linux_flags = (flags & B_SOCK_CLOEXEC ? SOCK_CLOEXEC : 0) | (flags & B_SOCK_NONBLOCK ? SOCK_NONBLOCK : 0);
    if (flags & ~(B_SOCK_CLOEXEC | B_SOCK_NONBLOCK)) return refuse(B_EINVAL);
    return accepted(fd, address, room, linux_flags);
}
#endif

int BSD(getsockname)(int fd, struct bsd_address *address, socklen_t *room) {
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    int result = getsockname(fd, (struct sockaddr *)&name, &length);
    return named(result, &name, length, address, room);
}

int BSD(getpeername)(int fd, struct bsd_address *address, socklen_t *room) {
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    int result = getpeername(fd, (struct sockaddr *)&name, &length);
    return named(result, &name, length, address, room);
}

int BSD(shutdown)(int fd, int how) {
    if (how < 0 || how > 2) return refuse(B_EINVAL);
    return (int)answer(shutdown(fd, how));
}

/* --- sending and receiving --------------------------------------------------------------------------------------- */

static const struct {
    int bsd, linux_flag;
} message_flags[] = {{B_MSG_PEEK, MSG_PEEK}, {B_MSG_WAITALL, MSG_WAITALL}, {B_MSG_DONTWAIT, MSG_DONTWAIT},
                     {B_MSG_OOB, MSG_OOB},   {B_MSG_NOSIGNAL, MSG_NOSIGNAL}};

static int linux_flags(int flags) {
    int all = 0;
    for (size_t i = 0; i < sizeof message_flags / sizeof *message_flags; i++) {
        if (flags & message_flags[i].bsd) all |= message_flags[i].linux_flag;
        flags &= ~message_flags[i].bsd;
    }
    if (flags) {
        fprintf(stderr, "flags of a message that are none: 0x%x\n", flags);
        abort();
    }
    return all;
}

/* An error that the queue has seen already is told by the next call, as if nobody had asked. */
static bool has_failed(int fd) {
    int error = take_socket_error(fd);
    errno = error;
    return error != 0;
}

/* What came before the error is read before it. */
static long received(int fd, long result) {
    int error = result <= 0 ? take_socket_error(fd) : 0;
    if (error != 0) return refuse(bsd_error(error));
    return answer(result);
}

/* On the real systems this would have been a signal. */
static long sent(int fd, int flags, long result) {
    if (result < 0 && errno == EPIPE && !(flags & B_MSG_NOSIGNAL) && !quiet[fd]) {
        fprintf(stderr, "SIGPIPE: nobody asked for none on %d\n", fd);
        abort();
    }
    return answer(result);
}

ssize_t BSD(recv)(int fd, void *memory, size_t length, int flags) {
    return received(fd, recv(fd, memory, length, linux_flags(flags)));
}

ssize_t BSD(send)(int fd, const void *memory, size_t length, int flags) {
    if (has_failed(fd)) return answer(-1);
    return sent(fd, flags, send(fd, memory, length, linux_flags(flags) | MSG_NOSIGNAL));
}

ssize_t BSD(recvfrom)(int fd, void *memory, size_t length, int flags, struct bsd_address *address, socklen_t *room) {
    struct sockaddr_storage name;
    socklen_t bytes = sizeof name;
    long result = recvfrom(fd, memory, length, linux_flags(flags), (struct sockaddr *)&name, &bytes);
    if (result >= 0 && address) from_linux(&name, bytes, address, room);
    return received(fd, result);
}

ssize_t BSD(sendto)(int fd, const void *memory, size_t length, int flags, const struct bsd_address *address,
                    socklen_t bytes) {
    if (has_failed(fd)) return answer(-1);
    struct sockaddr_storage name;
    int name_bytes = address ? to_linux(address, bytes, &name) : 0;
    if (name_bytes < 0) return -1;
    return sent(fd, flags,
                sendto(fd, memory, length, linux_flags(flags) | MSG_NOSIGNAL, address ? (struct sockaddr *)&name : NULL,
                       (socklen_t)name_bytes));
}

struct bsd_message {
    struct bsd_address *name;
    socklen_t name_length;
    struct iovec *vectors;
    int vector_count;
    void *control;
    socklen_t control_length;
    int flags;
};

struct bsd_control {
    socklen_t length;
    int level, type;
};

#define CONTROL_ALIGNED(n) (((n) + B_CMSG_ALIGNMENT - 1) & ~(size_t)(B_CMSG_ALIGNMENT - 1))
#define CONTROL_DATA CONTROL_ALIGNED(sizeof(struct bsd_control))

static void tell_control(struct bsd_message *to, socklen_t *used, int level, int type, const void *data, size_t bytes) {
    size_t space = CONTROL_DATA + CONTROL_ALIGNED(bytes);
    if (*used + space > to->control_length) {
        to->flags |= B_MSG_CTRUNC;
        return;
    }
    struct bsd_control *control = (struct bsd_control *)((char *)to->control + *used);
    *control = (struct bsd_control){.length = (socklen_t)(CONTROL_DATA + bytes), .level = level, .type = type};
    memcpy((char *)control + CONTROL_DATA, data, bytes);
    *used += (socklen_t)space;
}

static void tell_time(struct bsd_message *to, socklen_t *used, const struct timespec *time);
static void tell_inet4_destination(struct bsd_message *to, socklen_t *used, const struct in_pktinfo *info);

static void tell_controls(struct msghdr *from, struct bsd_message *to) {
    socklen_t used = 0;
    int domain = 0;
    for (struct cmsghdr *at = CMSG_FIRSTHDR(from); at; at = CMSG_NXTHDR(from, at)) {
        const void *data = CMSG_DATA(at);
        int number;
        memcpy(&number, data, sizeof number);
        uint8_t byte = *(const uint8_t *)data;
        if (at->cmsg_level == IPPROTO_IPV6) domain = AF_INET6;
        if (at->cmsg_level == IPPROTO_IP && at->cmsg_type == IP_PKTINFO) {
            tell_inet4_destination(to, &used, data);
        } else if (at->cmsg_level == IPPROTO_IP && at->cmsg_type == IP_TTL) {
            byte = (uint8_t)number;
            if (domain == AF_INET6) tell_control(to, &used, B_IPPROTO_IPV6, B_IPV6_HOPLIMIT, &number, sizeof number);
            else tell_control(to, &used, B_IPPROTO_IP, B_IP_RECVTTL, &byte, 1);
        } else if (at->cmsg_level == IPPROTO_IP && at->cmsg_type == IP_TOS) {
            tell_control(to, &used, B_IPPROTO_IP, B_IP_RECVTOS, &byte, 1);
        } else if (at->cmsg_level == IPPROTO_IPV6 && at->cmsg_type == IPV6_PKTINFO) {
            tell_control(to, &used, B_IPPROTO_IPV6, B_IPV6_PKTINFO, data, sizeof(struct in6_pktinfo));
        } else if (at->cmsg_level == IPPROTO_IPV6 && at->cmsg_type == IPV6_HOPLIMIT) {
            tell_control(to, &used, B_IPPROTO_IPV6, B_IPV6_HOPLIMIT, &number, sizeof number);
        } else if (at->cmsg_level == IPPROTO_IPV6 && at->cmsg_type == IPV6_TCLASS) {
            tell_control(to, &used, B_IPPROTO_IPV6, B_IPV6_TCLASS, &number, sizeof number);
        } else if (at->cmsg_level == SOL_SOCKET && at->cmsg_type == SCM_TIMESTAMPNS) {
            tell_time(to, &used, data);
        }
    }
    to->control_length = used;
}

ssize_t BSD(recvmsg)(int fd, struct bsd_message *message, int flags) {
    struct sockaddr_storage name;
    char control[1024] __attribute__((aligned(8)));
    struct msghdr header = {.msg_name = &name, .msg_namelen = sizeof name, .msg_iov = message->vectors,
                            .msg_iovlen = (size_t)message->vector_count, .msg_control = control,
                            .msg_controllen = sizeof control};
    long result = received(fd, recvmsg(fd, &header, linux_flags(flags)));
    if (result < 0) return result;
    message->flags = (header.msg_flags & MSG_TRUNC ? B_MSG_TRUNC : 0) | (header.msg_flags & MSG_EOR ? B_MSG_EOR : 0);
    if (message->name) from_linux(&name, header.msg_namelen, message->name, &message->name_length);
    if (message->control) tell_controls(&header, message);
    return result;
}

static void add_control(struct msghdr *to, int level, int type, const void *data, size_t bytes) {
    struct cmsghdr *at = (struct cmsghdr *)((char *)to->msg_control + to->msg_controllen);
    *at = (struct cmsghdr){.cmsg_len = CMSG_LEN(bytes), .cmsg_level = level, .cmsg_type = type};
    memcpy(CMSG_DATA(at), data, bytes);
    to->msg_controllen += CMSG_SPACE(bytes);
}

/* Whether the system knows such a control message to send; if so it is added. */
static bool add_inet4_control(struct msghdr *to, int type, const void *data);

static bool add_controls(const struct bsd_message *from, struct msghdr *to) {
    for (size_t at = 0; at + sizeof(struct bsd_control) <= from->control_length;) {
        const struct bsd_control *control = (const struct bsd_control *)((const char *)from->control + at);
        if (control->length < CONTROL_DATA || at + control->length > from->control_length) return false;
        const void *data = (const char *)control + CONTROL_DATA;
        if (control->level == B_IPPROTO_IP) {
            if (!add_inet4_control(to, control->type, data)) return false;
        } else if (control->level == B_IPPROTO_IPV6 && control->type == B_IPV6_PKTINFO) {
            add_control(to, IPPROTO_IPV6, IPV6_PKTINFO, data, sizeof(struct in6_pktinfo));
        } else if (control->level == B_IPPROTO_IPV6 && control->type == B_IPV6_HOPLIMIT) {
            add_control(to, IPPROTO_IPV6, IPV6_HOPLIMIT, data, sizeof(int));
        } else if (control->level == B_IPPROTO_IPV6 && control->type == B_IPV6_TCLASS) {
            add_control(to, IPPROTO_IPV6, IPV6_TCLASS, data, sizeof(int));
        } else {
            return false;
        }
        at += CONTROL_ALIGNED(control->length);
    }
    return true;
}

ssize_t BSD(sendmsg)(int fd, const struct bsd_message *message, int flags) {
    if (has_failed(fd)) return answer(-1);
    struct sockaddr_storage name;
    int name_bytes = message->name ? to_linux(message->name, message->name_length, &name) : 0;
    if (name_bytes < 0) return -1;
    char control[1024] __attribute__((aligned(8))) = {0};
    struct msghdr header = {.msg_name = name_bytes ? &name : NULL, .msg_namelen = (socklen_t)name_bytes,
                            .msg_iov = message->vectors, .msg_iovlen = (size_t)message->vector_count,
                            .msg_control = control};
    if (message->control && !add_controls(message, &header)) return refuse(B_EINVAL);
    if (header.msg_controllen == 0) header.msg_control = NULL;
    return sent(fd, flags, sendmsg(fd, &header, linux_flags(flags) | MSG_NOSIGNAL));
}

int BSD(poll)(struct pollfd *asked, unsigned count, int millis) { return (int)answer(poll(asked, count, millis)); }

/* --- options ----------------------------------------------------------------------------------------------------- */

enum value { NUMBER, LINGER, SECONDS, INDEX, OTHERS };

struct option {
    int level, name, linux_level, linux_name;
    enum value value;
};

static const struct option options[] = {
    {B_SOL_SOCKET, B_SO_REUSEADDR, SOL_SOCKET, SO_REUSEADDR, NUMBER},
    {B_SOL_SOCKET, B_SO_KEEPALIVE, SOL_SOCKET, SO_KEEPALIVE, NUMBER},
    {B_SOL_SOCKET, B_SO_BROADCAST, SOL_SOCKET, SO_BROADCAST, NUMBER},
    {B_SOL_SOCKET, B_SO_SNDBUF, SOL_SOCKET, SO_SNDBUF, NUMBER},
    {B_SOL_SOCKET, B_SO_RCVBUF, SOL_SOCKET, SO_RCVBUF, NUMBER},
    {B_SOL_SOCKET, B_SO_TYPE, SOL_SOCKET, SO_TYPE, NUMBER},
    {B_SOL_SOCKET, B_SO_TIMESTAMP, SOL_SOCKET, SO_TIMESTAMPNS, NUMBER},
    {B_IPPROTO_TCP, B_TCP_NODELAY, IPPROTO_TCP, TCP_NODELAY, NUMBER},
    {B_IPPROTO_TCP, B_TCP_KEEPINTVL, IPPROTO_TCP, TCP_KEEPINTVL, NUMBER},
    {B_IPPROTO_TCP, B_TCP_KEEPCNT, IPPROTO_TCP, TCP_KEEPCNT, NUMBER},
    {B_IPPROTO_TCP, B_TCP_FASTOPEN, IPPROTO_TCP, TCP_FASTOPEN, NUMBER},
    {B_IPPROTO_IP, B_IP_TOS, IPPROTO_IP, IP_TOS, NUMBER},
    {B_IPPROTO_IP, B_IP_TTL, IPPROTO_IP, IP_TTL, NUMBER},
    {B_IPPROTO_IP, B_IP_MULTICAST_TTL, IPPROTO_IP, IP_MULTICAST_TTL, NUMBER},
    {B_IPPROTO_IP, B_IP_MULTICAST_LOOP, IPPROTO_IP, IP_MULTICAST_LOOP, NUMBER},
    {B_IPPROTO_IP, B_IP_RECVTTL, IPPROTO_IP, IP_RECVTTL, NUMBER},
    {B_IPPROTO_IP, B_IP_RECVTOS, IPPROTO_IP, IP_RECVTOS, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_V6ONLY, IPPROTO_IPV6, IPV6_V6ONLY, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_UNICAST_HOPS, IPPROTO_IPV6, IPV6_UNICAST_HOPS, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_TCLASS, IPPROTO_IPV6, IPV6_TCLASS, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_MULTICAST_IF, IPPROTO_IPV6, IPV6_MULTICAST_IF, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_MULTICAST_HOPS, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_MULTICAST_LOOP, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_RECVPKTINFO, IPPROTO_IPV6, IPV6_RECVPKTINFO, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_RECVHOPLIMIT, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, NUMBER},
    {B_IPPROTO_IPV6, B_IPV6_RECVTCLASS, IPPROTO_IPV6, IPV6_RECVTCLASS, NUMBER},
    B_OPTIONS};

static const struct option *option_of(int level, int name) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].level == level && options[i].name == name) return &options[i];
    return NULL;
}

/* A socket that speaks IPv6 and IPv4 tells of both by one option there, and by two on Linux. */
static void set_for_inet4_too(int fd, const struct option *option, int number) {
    if (option->linux_level != IPPROTO_IPV6) return;
    int name = option->linux_name == IPV6_RECVHOPLIMIT ? IP_RECVTTL : option->linux_name == IPV6_RECVTCLASS ? IP_RECVTOS : 0;
    if (name) setsockopt(fd, IPPROTO_IP, name, &number, sizeof number);
}

struct bsd_linger {
    int on, seconds;
};

struct bsd_group {
    uint32_t interface;
    char padding[B_GROUP_PADDING];
    struct bsd_address group, source;
};

static int set_group(int fd, int level, int name, const char *value, socklen_t length) {
    bool has_source = name == B_MCAST_JOIN_SOURCE_GROUP || name == B_MCAST_LEAVE_SOURCE_GROUP;
    size_t first = 4 + B_GROUP_PADDING;
    if (length != first + (has_source ? 256 : 128)) return refuse(B_EINVAL);
    struct group_source_req request = {0};
    memcpy(&request.gsr_interface, value, 4);
    const struct bsd_address *group = (const struct bsd_address *)(value + first);
    if (to_linux(group, group->length, &request.gsr_group) < 0) return -1;
    if (has_source) {
        const struct bsd_address *source = (const struct bsd_address *)(value + first + 128);
        if (to_linux(source, source->length, &request.gsr_source) < 0) return -1;
    }
    int linux_name = name == B_MCAST_JOIN_GROUP          ? MCAST_JOIN_GROUP
                     : name == B_MCAST_LEAVE_GROUP       ? MCAST_LEAVE_GROUP
                     : name == B_MCAST_JOIN_SOURCE_GROUP ? MCAST_JOIN_SOURCE_GROUP
                                                         : MCAST_LEAVE_SOURCE_GROUP;
    return (int)answer(setsockopt(fd, level == B_IPPROTO_IPV6 ? IPPROTO_IPV6 : IPPROTO_IP, linux_name, &request,
                                  has_source ? sizeof request : sizeof(struct group_req)));
}

static bool set_of_this_system(int fd, int level, int name, const void *value, socklen_t length, int *result);

int BSD(setsockopt)(int fd, int level, int name, const void *value, socklen_t length) {
    int result;
    if (set_of_this_system(fd, level, name, value, length, &result)) return result;
    if ((level == B_IPPROTO_IP || level == B_IPPROTO_IPV6) && name >= B_MCAST_JOIN_GROUP
        && name <= B_MCAST_LEAVE_SOURCE_GROUP)
        return set_group(fd, level, name, value, length);
    const struct option *option = option_of(level, name);
    if (!option) return refuse(B_ENOPROTOOPT);
    if (option->value == LINGER) {
        const struct bsd_linger *linger = value;
        if (length != sizeof *linger) return refuse(B_EINVAL);
        struct linger to = {.l_onoff = linger->on, .l_linger = linger->seconds};
        return (int)answer(setsockopt(fd, option->linux_level, option->linux_name, &to, sizeof to));
    }
    if (length != sizeof(int)) return refuse(B_EINVAL);
    int number = *(const int *)value;
    set_for_inet4_too(fd, option, number);
    return (int)answer(setsockopt(fd, option->linux_level, option->linux_name, &number, sizeof number));
}

int BSD(getsockopt)(int fd, int level, int name, void *value, socklen_t *length) {
    if (level == B_SOL_SOCKET && name == B_SO_ERROR) {
        if (fcntl(fd, F_GETFD) < 0) return (int)answer(-1);
        socket_error(fd);
        *(int *)value = bsd_error(take_socket_error(fd));
        return 0;
    }
    const struct option *option = option_of(level, name);
    if (!option) return refuse(B_ENOPROTOOPT);
    if (option->value == LINGER) {
        struct linger from;
        socklen_t bytes = sizeof from;
        int result = getsockopt(fd, option->linux_level, option->linux_name, &from, &bytes);
        *(struct bsd_linger *)value = (struct bsd_linger){.on = from.l_onoff, .seconds = from.l_linger};
        return (int)answer(result);
    }
    int result = getsockopt(fd, option->linux_level, option->linux_name, value, length);
    bool is_size = option->linux_level == SOL_SOCKET
                   && (option->linux_name == SO_SNDBUF || option->linux_name == SO_RCVBUF);
    if (result == 0 && is_size) *(int *)value /= 2; /* Linux counts what it needs itself */
    return (int)answer(result);
}

/* --- files ------------------------------------------------------------------------------------------------------- */

static const struct {
    int bsd, linux_flag;
} open_flags[] = {{B_O_WRONLY, O_WRONLY}, {B_O_RDWR, O_RDWR},     {B_O_NONBLOCK, O_NONBLOCK}, {B_O_APPEND, O_APPEND},
                  {B_O_CREAT, O_CREAT},   {B_O_TRUNC, O_TRUNC},   {B_O_EXCL, O_EXCL},         {B_O_SYNC, O_SYNC},
                  {B_O_CLOEXEC, O_CLOEXEC}, {B_O_DSYNC, O_DSYNC}, {B_O_DIRECTORY, O_DIRECTORY}
#ifdef B_O_DIRECT
                  , {B_O_DIRECT, O_DIRECT}
#endif
#ifdef B_O_EVTONLY
                  , {B_O_EVTONLY, O_PATH} /* neither can be read or listed */
#endif
};

static int linux_open_flags(int flags) {
    int all = 0;
    for (size_t i = 0; i < sizeof open_flags / sizeof *open_flags; i++)
        if (flags & open_flags[i].bsd) all |= open_flags[i].linux_flag;
    return all;
}

static int bsd_open_flags(int flags) {
    int all = flags & O_ACCMODE;
    if (flags & O_NONBLOCK) all |= B_O_NONBLOCK;
    if (flags & O_APPEND) all |= B_O_APPEND;
#ifdef B_O_DIRECT
    if (flags & O_DIRECT) all |= B_O_DIRECT;
#endif
    return all;
}

int BSD(open)(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return (int)answer(open(path, linux_open_flags(flags), mode));
}

/* Beneath a directory that was removed there is nothing, and not an empty directory as on Linux. */
int BSD(openat)(int directory, const char *path, int flags, ...) {
    struct stat above;
    if (flags & B_O_CREAT) return refuse(B_EINVAL); /* its mode is behind the dots, and nobody asks for it here */
    if (fstat(directory, &above) == 0 && above.st_nlink == 0) return refuse(B_ENOENT);
    return (int)answer(openat(directory, path, linux_open_flags(flags)));
}

static bool control_of_this_system(int fd, int command, long argument, int *result);

int BSD(fcntl)(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    long argument = va_arg(rest, long);
    va_end(rest);
    int result;
    if (control_of_this_system(fd, command, argument, &result)) return result;
    switch (command) {
    case B_F_SETFD: return (int)answer(fcntl(fd, F_SETFD, argument & B_FD_CLOEXEC ? FD_CLOEXEC : 0));
    case B_F_GETFD: return (int)answer(fcntl(fd, F_GETFD));
    case B_F_SETFL: return (int)answer(fcntl(fd, F_SETFL, linux_open_flags((int)argument)));
    case B_F_GETFL:
        result = fcntl(fd, F_GETFL);
        return result < 0 ? (int)answer(result) : bsd_open_flags(result);
    default: return refuse(B_EINVAL);
    }
}

ssize_t BSD(read)(int fd, void *memory, size_t length) { return answer(read(fd, memory, length)); }

ssize_t BSD(write)(int fd, const void *memory, size_t length) { return answer(write(fd, memory, length)); }

ssize_t BSD(readv)(int fd, const struct iovec *vectors, int count) { return answer(readv(fd, vectors, count)); }

ssize_t BSD(writev)(int fd, const struct iovec *vectors, int count) { return answer(writev(fd, vectors, count)); }

ssize_t BSD(pread)(int fd, void *memory, size_t length, off_t at) { return answer(pread(fd, memory, length, at)); }

ssize_t BSD(pwrite)(int fd, const void *memory, size_t length, off_t at) {
    return answer(pwrite(fd, memory, length, at));
}

ssize_t BSD(preadv)(int fd, const struct iovec *vectors, int count, off_t at) {
    return answer(preadv(fd, vectors, count, at));
}

ssize_t BSD(pwritev)(int fd, const struct iovec *vectors, int count, off_t at) {
    return answer(pwritev(fd, vectors, count, at));
}

int BSD(fsync)(int fd) { return (int)answer(fsync(fd)); }

int BSD(ftruncate)(int fd, off_t size) { return (int)answer(ftruncate(fd, size)); }

static struct timespec birth_of(int fd, const char *path, int flags, const struct stat *status) {
    struct statx more;
    if (statx(fd, path, flags, STATX_BTIME, &more) != 0 || !(more.stx_mask & STATX_BTIME)) return status->st_ctim;
    return (struct timespec){.tv_sec = more.stx_btime.tv_sec, .tv_nsec = more.stx_btime.tv_nsec};
}

static void to_bsd_stat(const struct stat *from, struct timespec birth, struct bsd_stat *to) {
    memset(to, 0, sizeof *to);
    to->dev = (typeof(to->dev))from->st_dev;
    to->ino = from->st_ino;
    to->nlink = (typeof(to->nlink))from->st_nlink;
    to->mode = (uint16_t)from->st_mode;
    to->atim = from->st_atim;
    to->mtim = from->st_mtim;
    to->ctim = from->st_ctim;
    to->birthtim = birth;
    to->size = from->st_size;
    to->blocks = from->st_blocks;
    to->blksize = (int32_t)from->st_blksize;
}

int BSD(fstat)(int fd, struct bsd_stat *to) {
    struct stat from;
    if (fstat(fd, &from) != 0) return (int)answer(-1);
    to_bsd_stat(&from, birth_of(fd, "", AT_EMPTY_PATH, &from), to);
    return 0;
}

int BSD(fstatat)(int directory, const char *path, struct bsd_stat *to, int flags) {
    struct stat from;
    if (flags != B_AT_SYMLINK_NOFOLLOW) return refuse(B_EINVAL);
    if (fstatat(directory, path, &from, AT_SYMLINK_NOFOLLOW) != 0) return (int)answer(-1);
    to_bsd_stat(&from, birth_of(directory, path, AT_SYMLINK_NOFOLLOW, &from), to);
    return 0;
}

void *BSD(fdopendir)(int fd) {
    DIR *opened = fdopendir(fd);
    if (!opened) answer(-1);
    return opened;
}

int BSD(closedir)(void *opened) { return (int)answer(closedir(opened)); }

/* An error is the answer, and the end is no entry. */
int BSD(readdir_r)(void *opened, struct bsd_dirent *entry, struct bsd_dirent **result) {
    errno = 0;
    struct dirent *read = readdir(opened);
    *result = read ? entry : NULL;
    if (!read) return bsd_error(errno);
    size_t length = strlen(read->d_name);
    memset(entry, 0xAA, sizeof *entry); /* what is not written is not to be relied on */
    entry->ino = read->d_ino;
    entry->type = read->d_type;
    entry->namlen = (typeof(entry->namlen))length;
    entry->reclen = (uint16_t)(offsetof(struct bsd_dirent, name) + length + 1);
    memcpy(entry->name, read->d_name, length + 1);
    return 0;
}

void *BSD(mmap)(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    if (address || flags != (B_MAP_PRIVATE | B_MAP_ANON) || fd != -1 || offset) {
        errno = B_EINVAL;
        return MAP_FAILED;
    }
    void *mapped = mmap(NULL, length, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED) answer(-1);
    return mapped;
}

int BSD(munmap)(void *address, size_t length) { return (int)answer(munmap(address, length)); }
