/* What sysctl values are made of, for freebsd.c and macos.c. Each answers how many bytes it is. */
#pragma once
#include <stdint.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>

static size_t a_word(uint8_t *to, const char *text) {
    strcpy((char *)to, text);
    return strlen(text) + 1;
}

static size_t an_int(uint8_t *to, long number) {
    int32_t value = (int32_t)number;
    memcpy(to, &value, sizeof value);
    return sizeof value;
}

static size_t a_long(uint8_t *to, uint64_t value) {
    memcpy(to, &value, sizeof value);
    return sizeof value;
}

static uint64_t memory_bytes(void) { return (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE); }

static uint64_t swap_bytes(void) {
    struct sysinfo told;
    return sysinfo(&told) == 0 ? told.totalswap * told.mem_unit : 0;
}
