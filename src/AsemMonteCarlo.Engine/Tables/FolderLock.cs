using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// Keeps other processes from writing a folder. The system releases it when the process ends, however it ends, and nothing is left in the
/// folder. Where the file system of the folder knows no such lock (some network file systems), the folder is not kept.
/// </summary>
internal sealed partial class FolderLock : IDisposable
{
    /// <summary>File that stands for the lock on Windows, which locks no folders; it goes with the process.</summary>
    public const string FileName = "asem.lock";

    private const int ExclusiveWithoutWaiting = 2 | 4;
    private const int WouldBlockLinux = 11, WouldBlockElsewhere = 35;

    private readonly IDisposable handle;

    private FolderLock(IDisposable handle) => this.handle = handle;

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <exception cref="TableException">Another process has it, or the folder cannot be opened.</exception>
    public static FolderLock Take(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                return new FolderLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Taken(folder);
            }
        }

        SafeFileHandle? opened = null;
        try
        {
            opened = DurableFile.OpenFolder(folder);
            if (FLock(opened, ExclusiveWithoutWaiting) != 0 && Marshal.GetLastPInvokeError() is WouldBlockLinux or WouldBlockElsewhere) throw Taken(folder);
            return new FolderLock(opened);
        }
        catch (IOException e)
        {
            throw new TableException(ErrorKind.Of(e), $"Cannot open folder '{folder}': {e.Message}", e);
        }
        catch (TableException)
        {
            opened?.Dispose();
            throw;
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => handle.Dispose();

    private static FolderInUseException Taken(string folder) => new($"Another process is running in folder '{folder}'; wait for its end, or give another folder.");

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FLock(SafeFileHandle folder, int operation);
}
