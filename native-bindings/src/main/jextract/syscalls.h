/* The kernel headers that syscalls.symbols is taken from. */
#include <asm/unistd_64.h>
#include <linux/mman.h>
