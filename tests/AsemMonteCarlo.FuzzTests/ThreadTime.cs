using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>Time that this thread has had a processor, so that a busy machine does not make a case slow; plain time where the system does not tell.</summary>
internal static class ThreadTime
{
    private const int ClockOfThread = 3;

    public static double Seconds => OperatingSystem.IsLinux() && GetTime(ClockOfThread, out var time) == 0 ? time.Seconds + time.Nanoseconds * 1e-9 : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    private struct Time
    {
        public nint Seconds, Nanoseconds;
    }
}
