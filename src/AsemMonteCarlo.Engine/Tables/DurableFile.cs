using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AsemMonteCarlo.Engine.Tables;

/// <summary>
/// Files that are either complete and on the disk, or not there: written beside their place under the name
/// <c>name.partial</c>, synchronised, renamed, and the folder synchronised.
/// </summary>
public static partial class DurableFile
{
    /// <summary>Ending of the name of a file that is still being written.</summary>
    public const string PartialEnding = ".partial";

    private const int InterruptedCall = 4;
    private const int InvalidArgument = 22;

    /// <summary>Writes text as UTF-8 without a byte order mark, replacing the file if there is one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="TableException">The file cannot be written; an older file is then untouched.</exception>
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    /// <summary>Writes bytes, replacing the file if there is one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="bytes">The whole content.</param>
    /// <exception cref="TableException">The file cannot be written; an older file is then untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string partial = path + PartialEnding;
        try
        {
            try
            {
                using (var stream = Anew(partial, FileAccess.Write))
                {
                    stream.Write(bytes);
                    Synchronise(stream);
                }

                MoveIntoPlace(partial, path);
            }
            catch
            {
                File.Delete(partial);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableException(ErrorKind.Of(e), $"Cannot write '{path}': {e.Message}", e);
        }
    }

    /// <summary>Makes a file anew; a link under its name is replaced, not followed.</summary>
    internal static FileStream Anew(string path, FileAccess access)
    {
        File.Delete(path);
        return new FileStream(path, FileMode.CreateNew, access, FileShare.None, bufferSize: 0);
    }

    /// <summary>Brings all bytes of a file to the disk. <see cref="FileStream.Flush(bool)"/> would swallow the error of the system.</summary>
    /// <exception cref="IOException">The system reports that the bytes are not safe.</exception>
    internal static void Synchronise(FileStream stream)
    {
        if (OperatingSystem.IsWindows())
        {
            stream.Flush(flushToDisk: true);
            return;
        }

        stream.Flush(flushToDisk: false);
        Synchronise(stream.SafeFileHandle, stream.Name, ignored: 0);
    }

    /// <summary>Renames a synchronised partial file within its folder and synchronises the folder.</summary>
    internal static void MoveIntoPlace(string partial, string path)
    {
        File.Move(partial, path, overwrite: true);
        SynchroniseFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Brings the names in a folder to the disk.</summary>
    internal static void SynchroniseFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = OpenFolder(folder);
        // Some network file systems cannot synchronise a folder and say so with EINVAL; there is nothing more to do there.
        Synchronise(handle, folder, ignored: InvalidArgument);
    }

    /// <summary>Opens a folder for the calls that take one; not on Windows.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal static SafeFileHandle OpenFolder(string folder)
    {
        var handle = OpenFolder(folder, flags: 0);
        if (!handle.IsInvalid) return handle;
        int error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw Failure(folder, error);
    }

    private static void Synchronise(SafeFileHandle handle, string name, int ignored)
    {
        while (FSync(handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == InterruptedCall) continue;
            if (error == ignored) return;
            throw Failure(name, error);
        }
    }

    private static IOException Failure(string name, int error) =>
        new($"{new Win32Exception(error).Message} : '{name}'", error);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFolder(string path, int flags);
}
