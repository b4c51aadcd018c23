/* The kernel headers that epoll.symbols is taken from. */
#include <linux/ioctl.h>
#include <linux/eventpoll.h>
