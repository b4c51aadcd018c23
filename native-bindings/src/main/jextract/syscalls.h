/* The kernel header that syscalls.symbols is taken from. */
#include <asm/unistd_64.h>
