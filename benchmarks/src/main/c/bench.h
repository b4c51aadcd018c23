/*
 * Shared by the C programs of the benchmark: the clock, pinning, arguments ("name=value"), a histogram, and how a
 * program is told what to do: by lines on its standard input, whose end also ends the program.
 */
#ifndef BENCH_H
#define BENCH_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static inline int64_t now_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* What can't go on ends with 1 and a line that says why: "bind: Address already in use". */
static inline void check(long result, const char *what) {
    if (result < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(result == -1 ? errno : (int)-result));
        exit(1);
    }
}

static inline const char *text_argument(int argc, char **argv, const char *name, const char *otherwise) {
    size_t length = strlen(name);
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=') return argv[i] + length + 1;
    }
    return otherwise;
}

static inline long argument(int argc, char **argv, const char *name, long otherwise) {
    const char *text = text_argument(argc, argv, name, NULL);
    return text ? atol(text) : otherwise;
}

/* As many handles as the system allows this process. */
static inline void raise_handle_limit(void) {
    struct rlimit limit;
    check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

static inline void pin_to(int cpu) {
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(cpu, &cpus);
    check(sched_setaffinity(0, sizeof cpus, &cpus), "sched_setaffinity");
}

/* --- a histogram: 1024 buckets for each power of two, so a value is known to a thousandth ------------------------ */

#define SUB_BITS 10
#define SUB (1 << SUB_BITS)
#define OCTAVES 36

struct histogram {
    uint64_t total, max;
    uint32_t counts[OCTAVES * SUB];
};

static inline unsigned bucket_of(uint64_t value) {
    if (value < SUB) return (unsigned)value;
    unsigned shift = 63 - (unsigned)__builtin_clzll(value) - SUB_BITS + 1;
    unsigned bucket = shift * (SUB / 2) + (unsigned)(value >> shift);
    return bucket < OCTAVES * SUB ? bucket : OCTAVES * SUB - 1;
}

static inline uint64_t lowest_of(unsigned bucket) {
    if (bucket < SUB) return bucket;
    unsigned shift = (bucket - SUB / 2) / (SUB / 2);
    return (uint64_t)(bucket - shift * (SUB / 2)) << shift;
}

static inline void record(struct histogram *h, uint64_t value) {
    h->counts[bucket_of(value)]++;
    h->total++;
    if (value > h->max) h->max = value;
}

static inline uint64_t percentile(const struct histogram *h, double percent) {
    uint64_t rank = (uint64_t)(percent / 100 * (double)h->total), seen = 0;
    for (unsigned bucket = 0; bucket < OCTAVES * SUB; bucket++) {
        seen += h->counts[bucket];
        if (seen > rank) return lowest_of(bucket);
    }
    return h->max;
}

/* As many as a curve needs; the same as in Distribution.java. */
static inline void print_percentiles(const struct histogram *h) {
    static const char *const names[] = {"10", "25", "50", "75", "90", "95", "99", "99.5", "99.9", "99.95", "99.99"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        printf(" p%s=%llu", names[i], (unsigned long long)percentile(h, atof(names[i])));
    }
    printf(" max=%llu", (unsigned long long)h->max);
}

/* --- a program that works when told to: "round MILLISECONDS" ---------------------------------------------------- */

/* How many milliseconds the next round has; the end of the input ends the program. */
static inline long next_round(void) {
    char line[64];
    long millis;
    if (!fgets(line, sizeof line, stdin)) exit(0);
    if (sscanf(line, "round %ld", &millis) != 1) exit(2);
    return millis;
}

static inline void say_ready(int port) {
    printf("ready port=%d tid=%ld\n", port, (long)syscall(SYS_gettid));
    fflush(stdout);
}

/* --- a server, which answers "report" with its counters while it serves ------------------------------------------ */

struct counters {
    volatile uint64_t connections, bytes, received, sent, enters;
};

static struct counters counters;

static inline void *answer_reports(void *unused) {
    (void)unused;
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        printf("counters connections=%llu bytes=%llu received=%llu sent=%llu enters=%llu\n",
               (unsigned long long)counters.connections, (unsigned long long)counters.bytes,
               (unsigned long long)counters.received, (unsigned long long)counters.sent,
               (unsigned long long)counters.enters);
        fflush(stdout);
    }
    exit(0);
}

/* On a thread that is not pinned: it sleeps, but for a few microseconds between rounds. */
static inline void start_reporter(void) {
    pthread_t thread;
    check(-pthread_create(&thread, NULL, answer_reports, NULL), "pthread_create");
}
#endif
