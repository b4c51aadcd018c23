/* FreeBSD on Linux, for tests: what is its own, and then what both BSDs share. Sources of the structures: sys/sys. */
#include <stdint.h>
#include <sys/sendfile.h>
#include <time.h>
#include "freebsd.h"

#define BSD(name) freebsd_##name
#define B_KEVENT_HAS_EXT
#define B_CMSG_ALIGNMENT 8
#define B_GROUP_PADDING 4
#define B_OPTIONS \
    {B_SOL_SOCKET, B_SO_LINGER, SOL_SOCKET, SO_LINGER, LINGER}, \
    {B_SOL_SOCKET, B_SO_REUSEPORT_LB, SOL_SOCKET, SO_REUSEPORT, NUMBER}, \
    {B_SOL_SOCKET, B_SO_PROTOCOL, SOL_SOCKET, SO_PROTOCOL, NUMBER}, \
    {B_IPPROTO_TCP, B_TCP_KEEPIDLE, IPPROTO_TCP, TCP_KEEPIDLE, NUMBER}, \
    {B_IPPROTO_IP, B_IP_RECVDSTADDR, IPPROTO_IP, IP_PKTINFO, NUMBER}, \
    {B_IPPROTO_IP, B_IP_RECVIF, IPPROTO_IP, IP_PKTINFO, NUMBER}

struct bsd_stat {
    uint64_t dev, ino, nlink;
    uint16_t mode;
    int16_t padding0;
    uint32_t uid, gid;
    int32_t padding1;
    uint64_t rdev;
    struct timespec atim, mtim, ctim, birthtim;
    int64_t size, blocks;
    int32_t blksize;
    uint32_t flags;
    uint64_t gen, spare[10];
};

struct bsd_device_data {
    uint8_t type, physical, address_length, header_length, link_state, vhid;
    uint16_t length;
    uint32_t mtu, metric;
    uint64_t baud_rate, rest[16];
};

/* Since FreeBSD 12. */
struct bsd_dirent {
    uint64_t ino;
    int64_t off;
    uint16_t reclen;
    uint8_t type, pad0;
    uint16_t namlen, pad1;
    char name[256];
};

#include "bsd.inc.c"
#include "machine.values.h"

static struct bsd_device_data device_data(uint32_t mtu, bool is_running) {
    return (struct bsd_device_data){.mtu = mtu, .link_state = is_running ? 2 : 1, .baud_rate = 10000000000ull};
}

static long from_proc(const char *path) {
    long number = -1;
    FILE *file = fopen(path, "r");
    if (file && fscanf(file, "%ld", &number) != 1) number = -1;
    if (file) fclose(file);
    return number;
}

/* As FreeBSD 14 has them: widths too. */
static size_t value_of(const char *name, uint8_t *to) {
#define IS(text) (strcmp(name, text) == 0)
    if (IS("kern.osrelease")) return a_word(to, "14.1-RELEASE");
    if (IS("hw.machine")) return a_word(to, "amd64");
    if (IS("hw.ncpu")) return an_int(to, sysconf(_SC_NPROCESSORS_ONLN));
    if (IS("kern.vm_guest")) return a_word(to, "kvm");
    if (IS("security.jail.jailed")) return an_int(to, 0);
    if (IS("vm.ndomains")) return an_int(to, 1);
    if (IS("hw.physmem")) return a_long(to, memory_bytes());
    if (IS("kern.maxfilesperproc")) return an_int(to, 117000);
    if (IS("kern.ipc.maxsockbuf")) return a_long(to, 2097152);
    if (IS("kern.ipc.soacceptqueue")) return an_int(to, from_proc("/proc/sys/net/core/somaxconn"));
    if (IS("kern.racct.enable")) return an_int(to, 0);
    if (IS("kern.timecounter.hardware")) return a_word(to, "ACPI-fast");
    if (IS("kern.timecounter.choice")) return a_word(to, "TSC-low(1000) ACPI-fast(900) HPET(950) dummy(-1000000)");
    if (IS("kern.timecounter.alloweddeviation")) return an_int(to, 5);
    if (IS("vm.swap_total")) return a_long(to, swap_bytes());
    if (IS("hw.acpi.cpu.cx_lowest")) return a_word(to, "C2");
    if (IS("kern.smp.threads_per_core")) return an_int(to, 2);
    if (IS("vm.pmap.superpages_enabled")) return an_int(to, 1);
    if (IS("dev.eth.0.%driver")) return a_word(to, "eth");
#undef IS
    return 0;
}

#include "machine.inc.c"

_Static_assert(sizeof(struct bsd_kevent) == 64, "kevent");
_Static_assert(sizeof(struct bsd_stat) == 224, "stat");
_Static_assert(sizeof(struct bsd_dirent) == 280, "dirent");
_Static_assert(sizeof(struct bsd_message) == 48, "msghdr");

static bool tells_nanos[FDS_MAX]; /* SO_TS_CLOCK of SO_TS_REALTIME */

static void tell_time(struct bsd_message *to, socklen_t *used, const struct timespec *time) {
    tell_control(to, used, B_SOL_SOCKET, B_SCM_REALTIME, time, sizeof *time);
}

static void tell_inet4_destination(struct bsd_message *to, socklen_t *used, const struct in_pktinfo *info) {
    struct {
        uint8_t length, family;
        uint16_t index;
        uint8_t rest[50];
    } link = {.length = 54, .family = 18, .index = (uint16_t)info->ipi_ifindex};
    tell_control(to, used, B_IPPROTO_IP, B_IP_RECVDSTADDR, &info->ipi_addr, sizeof info->ipi_addr);
    tell_control(to, used, B_IPPROTO_IP, B_IP_RECVIF, &link, sizeof link);
}

static bool add_inet4_control(struct msghdr *to, int type, const void *data) {
    if (type != B_IP_SENDSRCADDR) return false;
    struct in_pktinfo info = {.ipi_spec_dst = *(const struct in_addr *)data};
    add_control(to, IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
    return true;
}

static bool set_of_this_system(int fd, int level, int name, const void *value, socklen_t length, int *result) {
    if (level == B_SOL_SOCKET && name == B_SO_TS_CLOCK) {
        bool is_open = length == sizeof(int) && fcntl(fd, F_GETFD) >= 0;
        if (is_open) tells_nanos[fd] = *(const int *)value == B_SO_TS_REALTIME;
        *result = is_open && tells_nanos[fd] ? 0 : refuse(B_EINVAL);
        return true;
    }
    if (level == B_IPPROTO_IP && name == B_IP_MULTICAST_IF && length == sizeof(struct ip_mreqn)) {
        *result = (int)answer(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, value, length));
        return true;
    }
    return false;
}

static bool control_of_this_system(int fd, int command, long argument, int *result) {
    (void)fd, (void)command, (void)argument, (void)result;
    return false;
}

int freebsd_fdatasync(int fd) { return (int)answer(fdatasync(fd)); }

/* The error is the answer. */
int freebsd_posix_fallocate(int fd, off_t offset, off_t length) {
    return bsd_error(posix_fallocate(fd, offset, length));
}

struct range {
    int64_t offset, length;
};

int freebsd_fspacectl(int fd, int command, const struct range *range, int flags, struct range *left) {
    if (command != B_SPACECTL_DEALLOC || flags != 0 || range->offset < 0 || range->length <= 0) return refuse(B_EINVAL);
    int result = fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, range->offset, range->length);
    if (result == 0 && left) *left = (struct range){.offset = range->offset + range->length, .length = 0};
    return (int)answer(result);
}

/* --- sendfile(2): how much went is told beside an error, which is what stopped it --------------------------------- */

/* Asked of a mapping: a read that must not wait would have Linux read ahead. */
static bool is_cached(int file, off_t at) {
    unsigned char there = 0;
    void *page = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, at & ~(off_t)4095);
    if (page == MAP_FAILED) return false;
    mincore(page, 1, &there);
    munmap(page, 1);
    return there & 1;
}

static bool is_full(int socket) {
    struct pollfd asked = {.fd = socket, .events = POLLOUT};
    return poll(&asked, 1, 0) == 0;
}

/* Every third call that could go on is stopped by a signal before its second page, and every fifth before its first. */
static bool is_interrupted(unsigned call, int64_t sent) { return sent == 0 ? call % 5 == 4 : call % 3 == 2; }

int freebsd_sendfile(int file, int socket, int64_t offset, size_t length, void *headers, int64_t *sent, int flags) {
    static _Atomic unsigned calls;
    struct stat status;
    int type = 0;
    socklen_t bytes = sizeof type;
    struct sockaddr_storage peer;
    socklen_t peer_bytes = sizeof peer;
    if (fstat(file, &status) < 0 || fcntl(socket, F_GETFD) < 0) return (int)answer(-1);
    if (!S_ISREG(status.st_mode) || offset < 0) return refuse(B_EINVAL);
    if (getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &bytes) < 0) return (int)answer(-1);
    if (type != SOCK_STREAM) return refuse(B_EINVAL);
    if (getpeername(socket, (struct sockaddr *)&peer, &peer_bytes) < 0) return (int)answer(-1);
    if (!(flags & B_SF_NODISKIO) || !(fcntl(socket, F_GETFL) & O_NONBLOCK) || !length || headers || !sent) {
        fprintf(stderr, "sendfile would wait for the disk or the peer, or send to the end, or not tell how much\n");
        abort();
    }
    if (flags & ~B_SF_NODISKIO) return refuse(B_EINVAL);
    unsigned call = calls++;
    *sent = 0;
    int64_t end = offset + (int64_t)length < status.st_size ? offset + (int64_t)length : status.st_size;
    while (offset + *sent < end) {
        off_t at = offset + *sent;
        if (is_full(socket)) return refuse(B_EAGAIN);
        if (is_interrupted(call, *sent)) return refuse(B_EINTR);
        if (!is_cached(file, at)) return refuse(B_EBUSY);
        int64_t page_end = (at | 4095) + 1;
        ssize_t now = sendfile(socket, file, &at, (size_t)((page_end < end ? page_end : end) - at));
        if (now < 0) return (int)answer(-1);
        if (now == 0) break; /* it was cut in the meantime */
        *sent += now;
    }
    return 0;
}

int freebsd_cpuset_getaffinity(int level, int which, int64_t id, size_t size, uint64_t *mask) {
    if (level != B_CPU_LEVEL_WHICH || (which != B_CPU_WHICH_PID && which != B_CPU_WHICH_TID) || id != -1)
        return refuse(B_EINVAL);
    if (size < sizeof(uint64_t)) return refuse(B_ERANGE);
    memset(mask, 0, size);
    return sched_getaffinity(which == B_CPU_WHICH_PID ? getpid() : 0, size, (cpu_set_t *)mask) < 0 ? (int)answer(-1) : 0;
}

int freebsd_cpuset_setaffinity(int level, int which, int64_t id, size_t size, const uint64_t *mask) {
    if (level != B_CPU_LEVEL_WHICH || which != B_CPU_WHICH_TID || id != -1) return refuse(B_EINVAL);
    return (int)answer(sched_setaffinity(0, size, (const cpu_set_t *)mask));
}

/* For who has an error of Linux' to tell. */
int freebsd_error(int error) { return bsd_error(error); }
