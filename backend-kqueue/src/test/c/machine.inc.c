/*
 * What a BSD's C library tells of its machine: limits, sysctl, network devices. The numbers are this Linux' where it has
 * them, so that a test can ask both; what it has not is a usual machine's. Included by bsd.inc.c. Sources of the
 * structures: xnu bsd/net/if_var.h, bsd/sys/sysctl.h; FreeBSD sys/net/if.h, include/ifaddrs.h.
 */
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>

#define B_RLIMIT_MEMLOCK 6
#define B_RLIMIT_NOFILE 8
#define B_RLIM_INFINITY 0x7fffffffffffffffull
#define B_AF_LINK 18

struct bsd_limit {
    uint64_t soft, hard;
};

static uint64_t bsd_limit(rlim_t limit) { return limit == RLIM_INFINITY ? B_RLIM_INFINITY : limit; }

int BSD(getrlimit)(int resource, struct bsd_limit *to) {
    if (resource != B_RLIMIT_MEMLOCK && resource != B_RLIMIT_NOFILE) return refuse(B_EINVAL);
    struct rlimit limit;
    int result = getrlimit(resource == B_RLIMIT_NOFILE ? RLIMIT_NOFILE : RLIMIT_MEMLOCK, &limit);
    *to = (struct bsd_limit){bsd_limit(limit.rlim_cur), bsd_limit(limit.rlim_max)};
    return (int)answer(result);
}

int BSD(getppid)(void) { return getppid(); }

int BSD(pipe)(int fds[2]) { return (int)answer(pipe(fds)); }

/* A value is told whole or not at all, and its length when there is no room; nothing here can be set. */
int BSD(sysctlbyname)(const char *name, void *to, size_t *room, const void *fresh, size_t fresh_length) {
    uint8_t value[256];
    if (fresh || fresh_length) return refuse(B_EPERM);
    size_t length = value_of(name, value);
    if (length == 0) return refuse(B_ENOENT);
    if (!room) return refuse(B_EFAULT);
    size_t had = *room;
    *room = length;
    if (!to) return 0;
    memcpy(to, value, had < length ? had : length);
    return had < length ? refuse(B_ENOMEM) : 0;
}

/* --- network devices --------------------------------------------------------------------------------------------- */

struct bsd_link {
    uint8_t length, family;
    uint16_t index;
    uint8_t type, name_length, address_length, selector_length;
    char rest[46];
};

struct bsd_device {
    struct bsd_device *next;
    char *name;
    uint32_t flags;
    void *address, *mask, *destination, *data;
    struct bsd_link link;
    struct bsd_device_data told;
    char name_of_it[IFNAMSIZ];
};

static int asked_of(const char *name, unsigned long request, struct ifreq *device) {
    memset(device, 0, sizeof *device);
    strncpy(device->ifr_name, name, IFNAMSIZ - 1);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int result = ioctl(fd, request, device);
    close(fd);
    return result;
}

static struct bsd_device *device(const struct if_nameindex *from) {
    struct ifreq flags, mtu;
    if (asked_of(from->if_name, SIOCGIFFLAGS, &flags) != 0 || asked_of(from->if_name, SIOCGIFMTU, &mtu) != 0) return NULL;
    struct bsd_device *made = calloc(1, sizeof *made);
    int has = flags.ifr_flags; /* IFF_UP, IFF_LOOPBACK and IFF_RUNNING are the same bits on all three systems */
    strcpy(made->name_of_it, from->if_name);
    made->name = made->name_of_it;
    made->flags = (uint32_t)(has & (IFF_UP | IFF_LOOPBACK | IFF_RUNNING));
    made->link = (struct bsd_link){.length = sizeof made->link, .family = B_AF_LINK, .index = (uint16_t)from->if_index};
    made->address = &made->link;
    made->told = device_data((uint32_t)mtu.ifr_mtu, (has & IFF_RUNNING) != 0);
    made->data = &made->told;
    return made;
}

int BSD(getifaddrs)(struct bsd_device **to) {
    struct if_nameindex *all = if_nameindex();
    if (!all) return (int)answer(-1);
    *to = NULL;
    for (struct if_nameindex *each = all; each->if_name; each++) {
        struct bsd_device *made = device(each);
        if (made) {
            *to = made;
            to = &made->next;
        }
    }
    if_freenameindex(all);
    return 0;
}

void BSD(freeifaddrs)(struct bsd_device *first) {
    while (first) {
        struct bsd_device *next = first->next;
        free(first);
        first = next;
    }
}
