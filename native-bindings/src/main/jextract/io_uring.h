/* The kernel headers that io_uring.symbols is taken from. */
#include <linux/io_uring.h>
#if __has_include(<linux/io_uring/query.h>) /* since 6.18 */
#include <linux/io_uring/query.h>
#endif
