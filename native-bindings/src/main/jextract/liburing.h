/* The header that liburing.symbols is taken from. */
#define _GNU_SOURCE
#include </usr/include/liburing.h>
