using System.Globalization;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Runs;

/// <summary>What a machine has for a run.</summary>
/// <param name="Memory">Bytes of memory that a process can have, of the machine or of its container.</param>
/// <param name="Disk">Bytes that are free where the run's folder is, or is to be.</param>
internal sealed record RunRoom(double Memory, double Disk)
{
    /// <summary>What this machine has now.</summary>
    /// <param name="folder">The run's folder, which need not exist yet.</param>
    public static RunRoom Of(string folder)
    {
        double disk = double.PositiveInfinity;
        try
        {
            string? there = Path.GetFullPath(folder);
            while (there is not null && !Directory.Exists(there)) there = Path.GetDirectoryName(there);
            if (there is not null) disk = new DriveInfo(there).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // a file system that does not tell is found out by writing
        }
        return new RunRoom(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, disk);
    }
}

/// <summary>
/// What a study takes at least, reckoned before it starts and without a measurement, so that one which cannot fit is refused at once and not
/// after hours.
/// </summary>
internal static class RunNeeds
{
    // what the runtime, the program and its libraries take
    internal const double ProgramBytes = 62e6;

    // memory that is free again and not yet taken back, as a share of what is held; measured on the shipped studies
    private const double Uncollected = 0.2;

    // what committing takes at all, for a sum (added up, as columns, packed and read again), and for rows that are read again, as a share of their
    // writing; measured on pathways.yaml, skill-by-stress.yaml, time-course.yaml and quick.yaml with 20,000 couples stored
    private const double CommitBytes = 40e6, CommittedSumBytes = 350, CommittedRowsShare = 4.5;

    // a peak is reckoned within a quarter
    private const double Certain = 0.75;

    // bytes of a stored outcome, which is noise to a packer, and of the other columns of its row; both as the shipped studies have at least
    private const double OutcomeBytes = 1.5, RowBytes = 1;

    // parts stay until the tables that are made of them are safe
    internal const int Copies = 2;

    /// <summary>Peak of memory of a study of pathways, in bytes.</summary>
    /// <param name="design">What is simulated.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="largestTable">Rows of the largest table.</param>
    /// <param name="commits">Whether it takes so long that parts are committed, and put together at the end.</param>
    public static double Memory(Design design, int threads, double largestTable, bool commits)
    {
        var study = design.Study;
        int dyads = StudyRunner.BlocksOf(design, 1).Dyads;
        double sums = (double)StudySums.Count(design) * (5 * 16 + 8 + 16);
        double states = (double)dyads * 64 * 4 * (Math.Min(64, design.LargestPass) * 2 + 4.0 * design.Passes[0].Cells);
        double points = design.LargestPass * (study.Pathways.WithdrawnFrom is null ? 1.0 : 2) * (study.RecipientsPerDyad == 1 ? 2 : 1) * 200 * 64;
        double rows = TableBytes(largestTable);
        double batches = (study.StoreDyads ? 6 : 0) * (double)dyads * design.LargestPass * 2 * study.Readings.Count * (study.Measures.Count * 4 + 56);
        double committed = commits ? CommitBytes + StudySums.Count(design) * CommittedSumBytes + CommittedRowsShare * TableBytes(Math.Max(DyadRows(design), TrajectoryRows(design))) : 0;
        return (1 + Uncollected) * (ProgramBytes + threads * (sums + states + points + BlockResult.Bytes(design, dyads)) + rows + batches + committed);
    }

    // columns, and once more while they are packed
    private static double TableBytes(double rows) => Math.Min(TableWriter.DefaultRowGroupRows, rows) * 30 * 8 * 2;

    /// <summary>Bytes that rows about couples take on disk at least, with the parts that they are put together from.</summary>
    public static double RowsOnDisk(Design design)
    {
        var study = design.Study;
        return Copies * (DyadRows(design) * (study.Measures.Count * OutcomeBytes + RowBytes) + TrajectoryRows(design) * (study.Outcomes.Count * OutcomeBytes + RowBytes));
    }

    private static double DyadRows(Design design) => design.Study is { StoreDyads: true } study ? (double)study.Dyads * study.RecipientsPerDyad * design.PointCount * study.Readings.Count : 0;

    private static double TrajectoryRows(Design design) => design.Study is { Trajectories: { } store } study
        ? (double)Math.Min(study.Dyads, store.Couples ?? study.Dyads) * study.RecipientsPerDyad * design.Cells.Count * store.Arms.Count * (study.HorizonDays / store.Every) : 0;

    /// <summary>Says in one sentence what a study of pathways lacks here; null where it fits.</summary>
    /// <param name="design">What is simulated.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="room">What there is.</param>
    public static string? Lacking(Design design, int threads, RunRoom room)
    {
        double memory = Certain * Memory(design, threads, Math.Max(DyadRows(design), TrajectoryRows(design)), commits: false);
        if (memory > room.Memory) return TooLarge(memory, "memory", room.Memory, $"take fewer threads (--threads {threads.ToString(CultureInfo.InvariantCulture)} was asked for), fewer arms (pathways.arms, pathways.of), cells (sweep), groups or readings");
        double disk = RowsOnDisk(design);
        return disk > room.Disk ? TooLarge(disk, "disk for its rows of couples, which are there twice while they are put together", room.Disk, "store fewer ('store'), or name a folder on a larger disk") : null;
    }

    /// <summary>Says that there is not enough of something.</summary>
    internal static string TooLarge(double needed, string what, double there, string remedy) =>
        string.Create(CultureInfo.InvariantCulture, $"the study needs at least {Words.Size(needed)} of {what}, and there is {Words.Size(there)}; {remedy}");
}
