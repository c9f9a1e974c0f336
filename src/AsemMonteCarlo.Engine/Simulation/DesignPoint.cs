using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>One set of values for which the couples are simulated.</summary>
/// <param name="Id">Number within the study, from 0; part of no draw under common luck.</param>
/// <param name="Arm">Name of the arm in tables.</param>
/// <param name="Coalition">Bit i is set where the study's i-th switched pathway is on.</param>
/// <param name="DissolutionOff">Whether no bond ends.</param>
/// <param name="Focal">Values of the focal person as a partner.</param>
/// <param name="Provider">Values of the provider.</param>
/// <param name="RecordsDoses">Whether doses received are summed.</param>
public sealed record DesignPoint(int Id, string Arm, int Coalition, bool DissolutionOff, ParameterSet Focal, ParameterSet Provider, bool RecordsDoses);
