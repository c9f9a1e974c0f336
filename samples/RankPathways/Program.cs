using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
var study = StudyFile.Bind("{dyads: 256, pathways: {of: [self.validation, others.support]}, sweep: {stress.level: [0.5, 2]}}", "sample", ".", args[1..]);
var options = new RunOptions { Progress = p => Console.Error.Write($"\r{100 * p.DyadDays / p.Total} %") };
var (run, manifest) = await StudyRun.ExecuteAsync(study, args[0], options, stop.Token);
foreach (var cell in run.Design.Cells)
    foreach (var ranked in Ranking.Of(run.Sums.Cells[cell.Id], Outcomes.Insecurity, group: 0))
        Console.WriteLine($"stress {study.Sweep[0].Values[cell.Places[0]]}: {ranked.Pathway.Id} {ranked.Shapley.Value:F3} [{ranked.Shapley.Low:F3}, {ranked.Shapley.High:F3}]");
Console.WriteLine(manifest.Digest);
