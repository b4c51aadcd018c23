// What the probe says of a machine, asked for in C and where it can be by another way: a second witness, which shares
// no line of code with it.
//
//   machine DIR        prints lines: "cpus 2", "direct yes 512 512", "eth0 driver virtio_net"
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>
#include <linux/stat.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <unistd.h>

static void epoll(void) {
    struct epoll_event event = {.events = EPOLLIN};
    struct timespec now = {0, 0};
    char parameters[8];
    int epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, eventfd(1, 0), &event);
    printf("epoll.wait %s\n", epoll_wait(epoll, &event, 1, 0) == 1 ? "yes" : "no");
    printf("epoll.pwait2 %s\n", syscall(441, epoll, &event, 1, &now, NULL, 0) == 1 ? "yes" : "no");
    printf("epoll.busy-poll-params %s\n", ioctl(epoll, _IOR(0x8A, 0x02, parameters), parameters) == 0 ? "yes" : "no");
}

static void files(const char *folder) {
    char name[4096];
    snprintf(name, sizeof name, "%s/witness-XXXXXX", folder);
    int file = mkstemp(name);
    printf("writable %s\n", file >= 0 ? "yes" : "no");
    if (file < 0)
        return;
    void *block = NULL;
    if (posix_memalign(&block, 4096, 4096) != 0 || write(file, memset(block, 1, 4096), 4096) != 4096)
        exit(1);
    struct iovec vector = {block, 4096};
    printf("read-without-waiting %s\n", preadv2(file, &vector, 1, 0, RWF_NOWAIT) > 0 ? "yes" : "no");
    int direct = open(name, O_RDONLY | O_DIRECT);
    int is_direct = direct >= 0 && pread(direct, block, 4096, 0) == 4096;
    struct statx status = {0};
    syscall(SYS_statx, direct, "", AT_EMPTY_PATH, STATX_DIOALIGN, &status);
    printf("direct %s %u\n", is_direct ? "yes" : "no", status.stx_dio_mem_align);
    unlink(name);
}

static int ask(int socket, const char *device, void *command) {
    struct ifreq request = {.ifr_data = command};
    strncpy(request.ifr_name, device, IFNAMSIZ - 1);
    return ioctl(socket, SIOCETHTOOL, &request);
}

static void device(int socket, const char *name) {
    struct ethtool_drvinfo driver = {.cmd = ETHTOOL_GDRVINFO};
    struct ethtool_ringparam ring = {.cmd = ETHTOOL_GRINGPARAM};
    struct ethtool_value segmentation = {.cmd = ETHTOOL_GTSO}, coalescing = {.cmd = ETHTOOL_GGRO};
    struct ethtool_ts_info times = {.cmd = ETHTOOL_GET_TS_INFO};
    unsigned hardware = SOF_TIMESTAMPING_RX_HARDWARE | SOF_TIMESTAMPING_RAW_HARDWARE;
    if (ask(socket, name, &driver) == 0)
        printf("%s driver %s\n", name, driver.driver);
    if (ask(socket, name, &ring) == 0 && ring.rx_max_pending > 0)
        printf("%s receive-ring %u of %u\n", name, ring.rx_pending, ring.rx_max_pending);
    if (ask(socket, name, &segmentation) == 0)
        printf("%s segmentation %s\n", name, segmentation.data ? "yes" : "limited");
    if (ask(socket, name, &coalescing) == 0)
        printf("%s coalescing %s\n", name, coalescing.data ? "yes" : "limited");
    if (ask(socket, name, &times) == 0)
        printf("%s hardware-times %s\n", name, (times.so_timestamping & hardware) == hardware ? "yes" : "no");
}

int main(int argc, char **argv) {
    cpu_set_t cpus;
    struct sysinfo info;
    sched_getaffinity(0, sizeof cpus, &cpus);
    sysinfo(&info);
    printf("cpus %d\n", CPU_COUNT(&cpus));
    printf("no-swap %s\n", info.totalswap == 0 ? "yes" : "limited");
    printf("timer-slack %d µs\n", prctl(PR_GET_TIMERSLACK) / 1000);
    epoll();
    files(argc > 1 ? argv[1] : ".");
    struct if_nameindex *devices = if_nameindex();
    int socket_of_any = socket(AF_INET, SOCK_DGRAM, 0);
    for (struct if_nameindex *each = devices; each != NULL && each->if_index != 0; each++)
        device(socket_of_any, each->if_name);
    return 0;
}
