using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Kernels;

/// <summary>Fifth stage, at night: what the day meant revises the working models.</summary>
internal static class LearningKernel
{
    /// <summary>Runs the stage for every bundle.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<TLane, TForms>(Values<TLane> a, Values<TLane> b, Span<DyadState<TLane>> states, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, Span<DyadDay<TLane>> days)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        for (var at = new Bundles<TLane>(states, traits, draws, days); at.Any; at.Next())
        {
            ref var s = ref at.State;
            ref readonly var t = ref at.Traits;
            ref readonly var d = ref at.Draws;
            ref var day = ref at.Day;
            Learn<TLane, TForms>(a, ref s.A, t.A, d.A, day.A);
            Learn<TLane, TForms>(b, ref s.B, t.B, d.B, day.B);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Learn<TLane, TForms>(Values<TLane> p, ref PartnerState<TLane> s, in PartnerTraits<TLane> t, in PartnerDraws<TLane> d, in PartnerDay<TLane> day)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        var diagnosticity = Learning.Diagnosticity(p, d.Diagnostic);
        var selfNoise = p[Learning.MeaningNoise] * d.MeaningSelf;
        var negativity = p[Learning.Negativity] * day.Anxiety;
        Learning.Revise<TLane, TForms>(p, ref s.Worth, t.GeneralSelf, day.Worth, diagnosticity, selfNoise, negativity);
        Learning.Revise<TLane, TForms>(p, ref s.Competence, t.GeneralSelf, day.Competence, diagnosticity, selfNoise, negativity);
        Learning.Revise<TLane, TForms>(p, ref s.Others, t.GeneralOthers, day.Others, diagnosticity, p[Learning.MeaningNoise] * d.MeaningOthers, negativity);
    }
}
