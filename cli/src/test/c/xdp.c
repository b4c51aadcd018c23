// Attaches a program that passes each packet on, by XDP, and runs a command meanwhile; to run in a network namespace
// of its own.
//
//   xdp kernel|driver DEVICE COMMAND…      exit 77: programs can't be loaded here; 78: not attached so
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bpf(int command, union bpf_attr *attributes) {
    return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

int main(int argc, char **argv) {
    if (argc < 4)
        return 2;
    struct bpf_insn pass[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = XDP_PASS},
        {.code = BPF_JMP | BPF_EXIT},
    };
    union bpf_attr load = {.prog_type = BPF_PROG_TYPE_XDP, .insn_cnt = 2};
    load.insns = (unsigned long)pass;
    load.license = (unsigned long)"GPL";
    int program = bpf(BPF_PROG_LOAD, &load);
    if (program < 0) {
        perror("bpf(BPF_PROG_LOAD)");
        return 77;
    }
    union bpf_attr link = {.link_create = {.attach_type = BPF_XDP}};
    link.link_create.prog_fd = program;
    link.link_create.target_ifindex = if_nametoindex(argv[2]);
    link.link_create.flags = strcmp(argv[1], "kernel") == 0 ? XDP_FLAGS_SKB_MODE : XDP_FLAGS_DRV_MODE;
    int attached = bpf(BPF_LINK_CREATE, &link);
    if (attached < 0) {
        perror("bpf(BPF_LINK_CREATE)");
        return 78;
    }
    fcntl(attached, F_SETFD, 0); // the command keeps it
    execvp(argv[3], argv + 3);
    perror(argv[3]);
    return 1;
}
