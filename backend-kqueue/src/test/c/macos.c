/* macOS on Linux, for tests: what is its own, and then what both BSDs share. Sources of the structures: xnu bsd/sys. */
#include <stdint.h>
#include <time.h>
#include "macos.h"

#define BSD(name) macos_##name
#define B_KEVENT_PACKED
#define B_NOTE_MSECONDS 0 /* no such bit: it is what a timer without a unit counts in */
#define B_NOTE_ABSTIME B_NOTE_ABSOLUTE
#define B_CMSG_ALIGNMENT 4
#define B_GROUP_PADDING 0
#define B_OPTIONS \
    {B_SOL_SOCKET, B_SO_LINGER_SEC, SOL_SOCKET, SO_LINGER, LINGER}, \
    {B_SOL_SOCKET, B_SO_REUSEPORT, SOL_SOCKET, SO_REUSEPORT, NUMBER}, \
    {B_IPPROTO_TCP, B_TCP_KEEPALIVE, IPPROTO_TCP, TCP_KEEPIDLE, NUMBER}, \
    {B_IPPROTO_TCP, B_TCP_NOTSENT_LOWAT, IPPROTO_TCP, TCP_NOTSENT_LOWAT, NUMBER}, \
    {B_IPPROTO_IP, B_IP_RECVPKTINFO, IPPROTO_IP, IP_PKTINFO, NUMBER}

struct bsd_stat {
    int32_t dev;
    uint16_t mode, nlink;
    uint64_t ino;
    uint32_t uid, gid;
    int32_t rdev;
    struct timespec atim, mtim, ctim, birthtim;
    int64_t size, blocks;
    int32_t blksize;
    uint32_t flags, gen;
    int32_t lspare;
    int64_t qspare[2];
};

struct bsd_device_data {
    uint8_t type, type_length, physical, address_length, header_length, receive_quota, send_quota, unused;
    uint32_t mtu, metric, baud_rate, rest[20];
};

/* With inodes of 64 bits. */
struct bsd_dirent {
    uint64_t ino, seekoff;
    uint16_t reclen, namlen;
    uint8_t type;
    char name[1024];
};

#include "bsd.inc.c"
#include "machine.values.h"

static struct bsd_device_data device_data(uint32_t mtu, bool is_running) {
    return (struct bsd_device_data){.mtu = mtu, .baud_rate = is_running ? 1000000000 : 0};
}

struct swap_usage {
    uint64_t total, available, used;
    uint32_t page_bytes, is_encrypted;
};

static size_t swap_usage(uint8_t *to) {
    struct swap_usage usage = {.total = swap_bytes(), .available = swap_bytes(), .page_bytes = 16384, .is_encrypted = 1};
    memcpy(to, &usage, sizeof usage);
    return sizeof usage;
}

/* As macOS 15 has them: widths too. */
static size_t value_of(const char *name, uint8_t *to) {
#define IS(text) (strcmp(name, text) == 0)
    if (IS("kern.osrelease")) return a_word(to, "24.1.0");
    if (IS("hw.machine")) return a_word(to, "arm64");
    if (IS("hw.ncpu")) return an_int(to, 8);
    if (IS("kern.hv_vmm_present")) return an_int(to, 1);
    if (IS("hw.memsize")) return a_long(to, memory_bytes());
    if (IS("kern.maxfilesperproc")) return an_int(to, 61440);
    if (IS("kern.ipc.maxsockbuf")) return an_int(to, 8388608);
    if (IS("kern.ipc.somaxconn")) return an_int(to, 128);
    if (IS("kern.timer.coalescing_enabled")) return an_int(to, 1);
    if (IS("hw.physicalcpu")) return an_int(to, 8);
    if (IS("hw.logicalcpu")) return an_int(to, 8);
    if (IS("hw.nperflevels")) return an_int(to, 2);
    if (IS("hw.perflevel1.logicalcpu")) return an_int(to, 4);
    if (IS("hw.pagesize")) return a_long(to, 16384);
    if (IS("vm.swapusage")) return swap_usage(to);
#undef IS
    return 0;
}

#include "machine.inc.c"

_Static_assert(sizeof(struct bsd_kevent) == 32 && _Alignof(struct bsd_kevent) == 4, "kevent");
_Static_assert(sizeof(struct bsd_stat) == 144, "stat");
_Static_assert(sizeof(struct bsd_dirent) == 1048, "dirent");
_Static_assert(sizeof(struct bsd_message) == 48, "msghdr");

static void tell_time(struct bsd_message *to, socklen_t *used, const struct timespec *time) {
    struct {
        int64_t seconds;
        int32_t micros, padding;
    } stamp = {.seconds = time->tv_sec, .micros = (int32_t)(time->tv_nsec / 1000)};
    tell_control(to, used, B_SOL_SOCKET, B_SCM_TIMESTAMP, &stamp, sizeof stamp);
}

static void tell_inet4_destination(struct bsd_message *to, socklen_t *used, const struct in_pktinfo *info) {
    tell_control(to, used, B_IPPROTO_IP, B_IP_PKTINFO, info, sizeof *info); /* the same three words as on Linux */
}

static bool add_inet4_control(struct msghdr *to, int type, const void *data) {
    if (type != B_IP_PKTINFO) return false;
    add_control(to, IPPROTO_IP, IP_PKTINFO, data, sizeof(struct in_pktinfo));
    return true;
}

static bool set_of_this_system(int fd, int level, int name, const void *value, socklen_t length, int *result) {
    int number = length >= sizeof(int) ? *(const int *)value : 0;
    if (level == B_SOL_SOCKET && name == B_SO_NOSIGPIPE) {
        *result = fcntl(fd, F_GETFD) < 0 ? (int)answer(-1) : 0;
        if (*result == 0) quiet[fd] = number != 0;
        return true;
    }
    if (level == B_IPPROTO_IP && name == B_IP_MULTICAST_IFINDEX) {
        struct ip_mreqn request = {.imr_ifindex = number};
        *result = (int)answer(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request));
        return true;
    }
    return false;
}

struct preallocation {
    uint32_t flags;
    int32_t mode;
    int64_t offset, length, allocated;
};

struct hole {
    uint32_t flags, reserved;
    int64_t offset, length;
};

static int preallocate(int fd, struct preallocation *wanted) {
    struct stat status;
    if (fstat(fd, &status) != 0) return (int)answer(-1);
    if (wanted->mode != B_F_PEOFPOSMODE || wanted->offset != 0) return refuse(B_EINVAL);
    int result = fallocate(fd, FALLOC_FL_KEEP_SIZE, status.st_size, wanted->length);
    if (result == 0) wanted->allocated = wanted->length;
    return (int)answer(result);
}

static int punch(int fd, const struct hole *hole) {
    struct stat status;
    if (fstat(fd, &status) != 0) return (int)answer(-1);
    if (hole->flags || hole->offset % status.st_blksize || hole->length % status.st_blksize || hole->length <= 0)
        return refuse(B_EINVAL);
    return (int)answer(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, hole->offset, hole->length));
}

static bool control_of_this_system(int fd, int command, long argument, int *result) {
    switch (command) {
    case B_F_NOCACHE: *result = fcntl(fd, F_GETFD) < 0 ? (int)answer(-1) : 0; return true;
    case B_F_FULLFSYNC: *result = (int)answer(fsync(fd)); return true;
    case B_F_PREALLOCATE: *result = preallocate(fd, (struct preallocation *)argument); return true;
    case B_F_PUNCHHOLE: *result = punch(fd, (const struct hole *)argument); return true;
    default: return false;
    }
}
