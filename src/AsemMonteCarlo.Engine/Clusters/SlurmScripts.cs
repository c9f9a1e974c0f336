using System.Globalization;
using AsemMonteCarlo.Engine.Documentation;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Clusters;

/// <summary>Scripts by which Slurm runs the parts of a study and merges them. All can be given again: finished work is left alone, unfinished is gone on with.</summary>
internal static class SlurmScripts
{
    /// <summary>Script that submits what is not finished.</summary>
    public const string Submit = "submit.sh";

    private const string Part = "part.sh", Merge = "merge.sh";

    /// <summary>Writes the scripts into the folder of a study in parts.</summary>
    /// <param name="sharded">The study in parts.</param>
    /// <param name="program">Command that starts this program, its parts as they are typed.</param>
    /// <param name="threads">Threads of each part, and processors that are asked for it.</param>
    /// <param name="options">Further lines for Slurm, such as <c>--partition=short</c>.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public static void Write(ShardedStudy sharded, IReadOnlyList<string> program, int threads, IReadOnlyList<string> options)
    {
        string folder = Path.GetFullPath(sharded.Folder), asem = string.Join(' ', program.Select(ShellWord.Quote));
        string further = string.Concat(options.Select(o => $"#SBATCH {o}\n"));
        // exec hands signals to the program; B: sends them to the batch shell, which it has become
        string part = string.Create(CultureInfo.InvariantCulture, $$"""
            #!/bin/bash
            #SBATCH --job-name=asem-part
            #SBATCH --cpus-per-task={{threads}}
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --output={{folder}}/logs/part-%a.log
            #SBATCH --signal=B:TERM@120
            {{further}}# One part of the study: begun, gone on with after whatever stopped it, or left alone if it is finished.
            set -eu
            n="$SLURM_ARRAY_TASK_ID"
            folder={{ShellWord.Quote(folder)}}
            part="$folder/parts/part-$(printf '%0{{sharded.Digits}}d' "$n")"
            exec {{asem}} run "$folder/{{ShardedStudy.StudyName}}" --shard "$n/{{sharded.Count}}" --resume "$part" --threads {{threads}} --quiet

            """);
        string merge = $$"""
            #!/bin/bash
            #SBATCH --job-name=asem-merge
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --output={{folder}}/logs/merge.log
            {{further}}# Puts the parts together, once; a merge that was stopped is begun anew.
            set -eu
            folder={{ShellWord.Quote(folder)}}
            if [ -e "$folder/run/manifest.json" ]; then exit 0; fi
            rm -rf "$folder/run.unfinished"
            {{asem}} merge "$folder"/parts/part-* --output "$folder/run.unfinished" >"$folder/logs/answer.txt"
            mv "$folder/run.unfinished" "$folder/run"
            echo "merged: $folder/run"

            """;
        string submit = $$"""
            #!/bin/bash
            # Submits the parts that are not finished, and the merge behind them. Give it again after jobs were killed or nodes lost; not while they run.
            set -eu
            folder={{ShellWord.Quote(folder)}}
            missing="$({{asem}} status "$folder" --missing)"
            after=(--parsable)
            if [ -n "$missing" ]; then
              array="$(sbatch --parsable --array="$missing" "$folder/{{Part}}")"
              echo "parts $missing: job $array"
              after+=(--dependency="afterok:$array" --kill-on-invalid-dep=yes)
            fi
            if [ ! -e "$folder/run/manifest.json" ]; then
              job="$(sbatch "${after[@]}" "$folder/{{Merge}}")"
              echo "merge: job $job; how far it is: {{asem}} status $folder"
            fi

            """;
        foreach (var (name, text) in new[] { (Part, part), (Merge, merge), (Submit, submit) }) DurableFile.Write(Path.Combine(folder, name), text);
    }
}
