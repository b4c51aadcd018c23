/*
 * Reads blocks of 4 KiB at random, past the page cache, so many in flight: see GatunFile, which does the same. The file
 * and the buffers are registered with the ring. Each block has its number at its beginning, which is compared.
 *
 *   file_liburing cpu=0 file=PATH depth=32 direct=1
 */
#include "ring.h"
#include <fcntl.h>
#include <sys/stat.h>

enum { BLOCK = 4096 };

static struct io_uring ring;
static char *memory;
static uint64_t *wanted;
static uint64_t blocks, random_state = 88172645463325252ULL, reads;

/* xorshift: the same sequence as in GatunFile. */
static uint64_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void submit_read(unsigned slot) {
    struct io_uring_sqe *sqe = entry(&ring);
    wanted[slot] = (next_random() >> 1) % blocks;
    io_uring_prep_read_fixed(sqe, 0, memory + (size_t)slot * BLOCK, BLOCK, wanted[slot] * BLOCK, 0);
    sqe->flags |= IOSQE_FIXED_FILE;
    sqe->user_data = slot;
}

static void on_read(unsigned slot, int result) {
    check(result, "read");
    uint64_t number;
    memcpy(&number, memory + (size_t)slot * BLOCK, sizeof number);
    if (result != BLOCK || be64toh(number) != wanted[slot]) check(-EBADMSG, "another block than was asked for");
    reads++;
}

int main(int argc, char **argv) {
    unsigned depth = (unsigned)argument(argc, argv, "depth", 32);
    int flags = O_RDONLY | O_CLOEXEC | (argument(argc, argv, "direct", 1) ? O_DIRECT : 0);
    pin_to((int)argument(argc, argv, "cpu", 0));
    int file = open(text_argument(argc, argv, "file", ""), flags);
    check(file, "opening the file");
    struct stat status;
    check(fstat(file, &status), "fstat");
    blocks = status.st_size / BLOCK;
    memory = pages((size_t)depth * BLOCK);
    wanted = calloc(depth, sizeof *wanted);
    open_ring(&ring, 1024);
    check(io_uring_register_files(&ring, &file, 1), "registering the file");
    struct iovec all = {memory, (size_t)depth * BLOCK};
    check(io_uring_register_buffers(&ring, &all, 1), "registering the buffers");
    say_ready(0);
    for (;;) {
        int64_t millis = next_round(), start = now_nanos(), ends_at = start + millis * 1000000;
        uint64_t enters = counters.enters;
        unsigned in_flight = depth;
        reads = 0;
        for (unsigned slot = 0; slot < depth; slot++) submit_read(slot);
        while (in_flight) {
            turn_or_sleep(&ring);
            bool more = now_nanos() < ends_at;
            struct io_uring_cqe *cqe;
            unsigned head, count = 0;
            io_uring_for_each_cqe(&ring, head, cqe) {
                on_read((unsigned)cqe->user_data, cqe->res);
                if (more) submit_read((unsigned)cqe->user_data);
                else in_flight--;
                count++;
            }
            io_uring_cq_advance(&ring, count);
        }
        printf("result operations=%llu nanos=%lld enters=%llu\n", (unsigned long long)reads,
               (long long)(now_nanos() - start), (unsigned long long)(counters.enters - enters));
        fflush(stdout);
    }
}
