/* The kernel headers that netlink.symbols is taken from. */
#include <sys/socket.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#if __has_include(<linux/netdev.h>)
#include <linux/netdev.h>
#endif
