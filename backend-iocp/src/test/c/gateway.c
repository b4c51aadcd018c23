/*
 * Calls functions for another process. Run by Wine: gateway.exe FILE BASE, where FILE is mapped at the address BASE, as
 * it is in the process that calls. A call is a line in it: a function's address, its arguments, and back the result and
 * GetLastError. It knows no function by name but those that find the others. It ends when its standard input does.
 *
 *   struct header, at 0 | struct line [], from 4096 on | memory that the caller hands out
 */
#include <winsock2.h>
#include <windows.h>

#include <stdint.h>
#include <stdlib.h>

#define LINES_AT 4096
#define READY 0x57494e45
#define PATH_MAX_CHARACTERS 400

/* Linux' own: both sides sleep on the same words, which no Windows call can do. */
#define FUTEX_CALL 202
#define FUTEX_WAIT 0
#define FUTEX_WAKE 1

enum { IDLE, CALLED, ANSWERED };

/* Written by the caller while it is not CALLED, and by the line's thread while it is. */
struct line {
    int32_t state;
    int32_t callee_sleeps;
    int32_t caller_sleeps;
    int32_t unused;
    uint64_t function;
    uint64_t arguments[11];
    uint64_t result;
    uint32_t error;
    uint8_t padding[256 - 124];
};

struct header {
    int32_t ready;
    int32_t unused;
    uint64_t serve;
    uint64_t load_library;
    uint64_t find_function;
};

_Static_assert(sizeof(struct line) == 256, "the caller computes with it");

typedef uint64_t(WINAPI *function)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
                                   uint64_t, uint64_t, uint64_t);

static void futex(int32_t *word, int operation, int32_t value) {
    int64_t result;
    register int64_t no_timeout __asm__("r10") = 0;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"((int64_t)FUTEX_CALL), "D"(word), "S"((int64_t)operation), "d"((int64_t)value),
                       "r"(no_timeout)
                     : "rcx", "r11", "memory");
}

static int32_t read_word(int32_t *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }

static void write_word(int32_t *word, int32_t value) { __atomic_store_n(word, value, __ATOMIC_SEQ_CST); }

static void await_call(struct line *line) {
    while (read_word(&line->state) != CALLED) {
        write_word(&line->callee_sleeps, 1);
        int32_t state = read_word(&line->state);
        if (state != CALLED) {
            futex(&line->state, FUTEX_WAIT, state);
        }
        write_word(&line->callee_sleeps, 0);
    }
}

__attribute__((noreturn)) static DWORD WINAPI serve(void *argument) {
    struct line *line = argument;
    for (;;) {
        await_call(line);
        uint64_t *a = line->arguments;
        SetLastError(0);
        line->result =
            ((function)line->function)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10]);
        line->error = GetLastError();
        write_word(&line->state, ANSWERED);
        if (read_word(&line->caller_sleeps)) {
            futex(&line->state, FUTEX_WAKE, 1);
        }
    }
}

static struct header *map(const char *path, void *base) {
    wchar_t wide[PATH_MAX_CHARACTERS];
    MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, PATH_MAX_CHARACTERS);
    HANDLE file = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, 0, OPEN_EXISTING,
                              0, 0);
    if (file == INVALID_HANDLE_VALUE) {
        ExitProcess(10);
    }
    HANDLE mapping = CreateFileMappingW(file, 0, PAGE_READWRITE, 0, 0, 0);
    if (!mapping) {
        ExitProcess(11);
    }
    void *mapped = MapViewOfFileEx(mapping, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, 0, base);
    if (mapped != base) {
        ExitProcess(12);
    }
    return mapped;
}

int main(int count, char **arguments) {
    if (count != 3) {
        ExitProcess(9);
    }
    struct header *header = map(arguments[1], (void *)(uintptr_t)strtoull(arguments[2], 0, 16));
    header->serve = (uint64_t)(uintptr_t)serve;
    header->load_library = (uint64_t)(uintptr_t)LoadLibraryA;
    header->find_function = (uint64_t)(uintptr_t)GetProcAddress;
    CreateThread(0, 0, serve, (char *)header + LINES_AT, 0, 0);
    write_word(&header->ready, READY);
    futex(&header->ready, FUTEX_WAKE, 1);
    char byte;
    DWORD read;
    while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), &byte, 1, &read, 0) && read > 0) {
    }
    ExitProcess(0);
}
