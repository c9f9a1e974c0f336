using System.Numerics;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>One way of switching the pathways; every cell of a sweep is run in all of them.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Coalition">Bit i is set where the study's i-th switched pathway is on.</param>
/// <param name="DissolutionOff">Whether no bond ends.</param>
/// <param name="Withdrawn">Bit i is set where the i-th switched pathway is on only until the study's day of withdrawal.</param>
/// <param name="Dosed">Place among the switched pathways of the one that is at <paramref name="Strength"/>, or −1.</param>
/// <param name="Strength">Strength of the dosed pathway.</param>
public sealed record Arm(string Name, int Coalition, bool DissolutionOff = false, int Withdrawn = 0, int Dosed = -1, double Strength = 0)
{
    /// <summary>Whether it is all, none, one pathway alone or one left out, of <paramref name="switched"/> pathways, as they are.</summary>
    public bool IsMain(int switched) => Withdrawn == 0 && Dosed < 0 && BitOperations.PopCount((uint)Coalition) is var on && (on <= 1 || on >= switched - 1);
}

/// <summary>One combination of the values of a sweep.</summary>
/// <param name="Id">Number within the study, from 0; the last axis varies fastest.</param>
/// <param name="Places">Place of the value on each axis.</param>
/// <param name="Study">The study with the cell's values in place.</param>
public sealed record Cell(int Id, IReadOnlyList<int> Places, Study Study);

/// <summary>One set of values for which the couples are simulated: an arm in a cell.</summary>
/// <param name="Id">Number within the study, from 0; part of no draw under common luck.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Focal">Values of the focal person as a partner.</param>
/// <param name="Provider">Values of the provider.</param>
/// <param name="RecordsDoses">Whether doses received are summed.</param>
public sealed record DesignPoint(int Id, Cell Cell, Arm Arm, ParameterSet Focal, ParameterSet Provider, bool RecordsDoses);

/// <summary>Consecutive cells that are simulated together, so that they share a day's draws.</summary>
/// <param name="FirstCell">Number of the first cell.</param>
/// <param name="Cells">How many.</param>
public readonly record struct Pass(int FirstCell, int Cells);
