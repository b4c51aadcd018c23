/* What the three forms of kevent(2) have in common; see kevent.c. Error numbers here are Linux'. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EVFILT_VNODE (-4)
#define EVFILT_TIMER (-7)
#define EVFILT_USER (-11)

#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_ENABLE 0x0004
#define EV_DISABLE 0x0008
#define EV_ONESHOT 0x0010
#define EV_CLEAR 0x0020
#define EV_RECEIPT 0x0040
#define EV_DISPATCH 0x0080
#define EV_ERROR 0x4000
#define EV_EOF 0x8000

#define NOTE_LOWAT 0x0001
#define NOTE_DELETE 0x0001
#define NOTE_WRITE 0x0002
#define NOTE_EXTEND 0x0004
#define NOTE_ATTRIB 0x0008
#define NOTE_LINK 0x0010
#define NOTE_RENAME 0x0020
#define NOTE_REVOKE 0x0040
#define NOTE_SECONDS 0x0001
#define NOTE_MSECONDS 0x0002
#define NOTE_USECONDS 0x0004
#define NOTE_NSECONDS 0x0008
#define NOTE_ABSTIME 0x0010
#define NOTE_FFAND 0x40000000u
#define NOTE_FFOR 0x80000000u
#define NOTE_FFCOPY 0xc0000000u
#define NOTE_FFCTRLMASK 0xc0000000u
#define NOTE_FFLAGSMASK 0x00ffffffu
#define NOTE_TRIGGER 0x01000000u

/* As FreeBSD 12 has it; the other forms are turned into this one and back. */
struct event {
    uint64_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    int64_t data;
    uint64_t udata;
    uint64_t ext[4];
};

int queue_open(void);

/* As kevent(2), in this form: -1 and errno, or how many events were told. */
int queue_wait(int queue, const struct event *changes, int change_count, struct event *events, int event_count,
               const struct timespec *timeout);

/* Before a descriptor is closed: true when it is a queue, which is closed by this. */
bool queue_forget(int fd);

/* What SO_ERROR has of the socket: asked once, kept for whoever asks next, since asking takes it away on Linux. */
int socket_error(int fd);

/* The same, and it is taken away. */
int take_socket_error(int fd);
