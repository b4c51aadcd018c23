/*
 * Messages of 64 bytes from one core to another, through a ring of their own: see GatunCross, which does the same. Two
 * pinned threads, no lock; each side keeps the last index it saw of the other.
 *
 *   cross_spsc cpu=0 other=1 case=one-way|throughput mode=spin|park
 *
 * With park, who finds nothing says so, looks again, and sleeps in the kernel; who publishes looks whether to wake.
 */
#include "bench.h"
#include <stdbool.h>
#include <sys/eventfd.h>

enum { CAPACITY = 1024, WORDS = 8, LOOKS_AT_THE_CLOCK = 256 };
#define LINE __attribute__((aligned(128)))

struct message {
    uint64_t words[WORDS];
};

struct queue {
    LINE uint64_t head; /* written by the consumer */
    LINE uint64_t tail; /* written by the producer */
    LINE uint64_t seen_head;
    LINE uint64_t seen_tail;
    LINE int sleeps;
    int event;
    LINE struct message messages[CAPACITY];
};

static struct queue there, back;
static bool parks, one_way;
static int first_cpu, other_cpu;
static int64_t round_nanos, nanos;
static uint64_t messages;

static void wake_if_asleep(struct queue *queue) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    int asleep = 1;
    if (__atomic_load_n(&queue->sleeps, __ATOMIC_RELAXED)
        && __atomic_compare_exchange_n(&queue->sleeps, &asleep, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
        check(eventfd_write(queue->event, 1), "eventfd_write");
    }
}

/* All eight words carry the number. */
static void put(struct queue *queue, uint64_t number) {
    uint64_t tail = queue->tail;
    while (tail - queue->seen_head == CAPACITY) queue->seen_head = __atomic_load_n(&queue->head, __ATOMIC_ACQUIRE);
    struct message *message = &queue->messages[tail % CAPACITY];
    for (int i = 0; i < WORDS; i++) message->words[i] = number + i;
    __atomic_store_n(&queue->tail, tail + 1, __ATOMIC_RELEASE);
    if (parks) wake_if_asleep(queue);
}

static bool is_empty(struct queue *queue) {
    queue->seen_tail = __atomic_load_n(&queue->tail, __ATOMIC_ACQUIRE);
    return queue->head == queue->seen_tail;
}

static void sleep_until_there_is_some(struct queue *queue) {
    eventfd_t ignored;
    while (is_empty(queue)) {
        __atomic_store_n(&queue->sleeps, 1, __ATOMIC_RELAXED);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        if (is_empty(queue)) check(eventfd_read(queue->event, &ignored), "eventfd_read");
        __atomic_store_n(&queue->sleeps, 0, __ATOMIC_RELEASE);
    }
}

static uint64_t take(struct queue *queue) {
    if (queue->head == queue->seen_tail) {
        if (parks) sleep_until_there_is_some(queue);
        else while (is_empty(queue)) {}
    }
    struct message *message = &queue->messages[queue->head % CAPACITY];
    uint64_t number = message->words[0];
    for (int i = 1; i < WORDS; i++) {
        if (message->words[i] != number + i) check(-EBADMSG, "a message is not what was sent");
    }
    __atomic_store_n(&queue->head, queue->head + 1, __ATOMIC_RELEASE);
    return number;
}

#define LAST UINT64_MAX / 2

static void *on_first_core(void *unused) {
    pin_to(first_cpu);
    int64_t start = now_nanos();
    uint64_t number = 0;
    do {
        for (int i = 0; i < LOOKS_AT_THE_CLOCK; i++) {
            put(&there, number++);
            if (one_way && take(&back) != number - 1) check(-EBADMSG, "another message came back");
        }
    } while (now_nanos() - start < round_nanos);
    put(&there, LAST);
    if (take(&back) != LAST) check(-EBADMSG, "another message came back");
    nanos = now_nanos() - start;
    messages = one_way ? 2 * number : number;
    return unused;
}

static void *on_other_core(void *unused) {
    pin_to(other_cpu);
    for (uint64_t expected = 0;; expected++) {
        uint64_t number = take(&there);
        if (number == LAST) break;
        if (number != expected) check(-EBADMSG, "a message is missing, or in disorder");
        if (one_way) put(&back, number);
    }
    put(&back, LAST);
    return unused;
}

int main(int argc, char **argv) {
    first_cpu = (int)argument(argc, argv, "cpu", 0);
    other_cpu = (int)argument(argc, argv, "other", 1);
    one_way = strcmp(text_argument(argc, argv, "case", "one-way"), "one-way") == 0;
    parks = strcmp(text_argument(argc, argv, "mode", "spin"), "park") == 0;
    there.event = eventfd(0, EFD_CLOEXEC);
    back.event = eventfd(0, EFD_CLOEXEC);
    check(there.event < 0 ? -1 : back.event, "eventfd");
    say_ready(0);
    for (;;) {
        pthread_t first, other;
        round_nanos = next_round() * 1000000;
        check(-pthread_create(&other, NULL, on_other_core, NULL), "pthread_create");
        check(-pthread_create(&first, NULL, on_first_core, NULL), "pthread_create");
        pthread_join(first, NULL);
        pthread_join(other, NULL);
        printf("result operations=%llu nanos=%lld\n", (unsigned long long)messages, (long long)nanos);
        fflush(stdout);
    }
}
