package dev.gatun.bindings.windows;

/**
 * Constants of jobs, processors and network devices, under Microsoft's own names. Source: mingw-w64 winnt.h, iptypes.h,
 * ifdef.h, ipifcons.h; Microsoft's pages "JOBOBJECT_BASIC_LIMIT_INFORMATION structure" and "GetAdaptersAddresses
 * function".
 */
public final class WindowsMachineConstants {
    public static final int JobObjectExtendedLimitInformation = 9;
    public static final int JobObjectCpuRateControlInformation = 15;
    public static final int JOB_OBJECT_LIMIT_PROCESS_MEMORY = 0x00000100;
    public static final int JOB_OBJECT_LIMIT_JOB_MEMORY = 0x00000200;
    public static final int JOB_OBJECT_CPU_RATE_CONTROL_ENABLE = 0x1;
    public static final int JOB_OBJECT_CPU_RATE_CONTROL_HARD_CAP = 0x4;

    public static final int RelationProcessorCore = 0;
    public static final int LTP_PC_SMT = 0x1;

    public static final int GAA_FLAG_SKIP_UNICAST = 0x0001;
    public static final int GAA_FLAG_SKIP_ANYCAST = 0x0002;
    public static final int GAA_FLAG_SKIP_MULTICAST = 0x0004;
    public static final int GAA_FLAG_SKIP_DNS_SERVER = 0x0008;
    public static final int IfOperStatusUp = 1;
    public static final int IF_TYPE_SOFTWARE_LOOPBACK = 24;
    public static final int IF_TYPE_TUNNEL = 131;

    private WindowsMachineConstants() {}
}
