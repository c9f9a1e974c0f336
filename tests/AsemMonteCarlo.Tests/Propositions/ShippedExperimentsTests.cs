using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Propositions;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Tests.Propositions;

/// <summary>The shipped claims and figures: nothing in them, and nothing in the registry, is left hanging.</summary>
public sealed class ShippedExperimentsTests
{
    private static readonly Lazy<PropositionSet> claims = new(() => PropositionsVerb.Claims());
    private static readonly Lazy<TargetFile> targets = new(() => TargetFile.Read(ExperimentArgument.Source(null, TargetsVerb.Shipped), []));

    [Fact]
    public void Every_parameter_is_on_a_path_or_fitted_or_accounted_for()
        => Assert.Empty(Trace.Parameters(claims.Value).Where(p => p.IsOrphan).Select(p => p.Parameter.Name));

    [Fact]
    public void No_reason_is_given_for_a_parameter_that_a_claim_names_itself()
        => Assert.Empty(claims.Value.WithoutClaim.Keys.Where(p => p.Group.Parameters.Any(other => !claims.Value.WithoutClaim.ContainsKey(other)) && claims.Value.Propositions.Any(c => c.RestsOn.Any(r => r.Parameter == p))).Select(p => p.Name));

    [Fact]
    public void Every_parameter_has_a_code_member_and_equations()
        => Assert.All(Trace.Parameters(claims.Value), p => Assert.True(p.Member.Length > 0 && p.Parameter.Group.Section.Length > 0, p.Parameter.Name));

    [Fact]
    public void Every_claim_rests_on_something_or_expects_nothing_or_is_left_out_with_a_reason()
        => Assert.Empty(claims.Value.Propositions.Where(c => c.Experiment is null ? c.LeftOut.Length < 10 : c.RestsOn.Count == 0 && c.Expects != Expectation.Within).Select(c => c.Id));

    [Fact]
    public void All_claims_of_the_design_are_there_and_many_more()
    {
        string[] numbers = [.. claims.Value.Propositions.Select(c => c.Id.Split('.')[0]).Distinct()];
        Assert.All(Enumerable.Range(1, 28), i => Assert.Contains($"P{i:00}", numbers));
        Assert.True(numbers.Length >= 40);
    }

    [Fact]
    public void Every_pathway_is_switched_by_a_claim()
        => Assert.All(AsemModel.Pathways, w => Assert.Contains(claims.Value.Propositions, c => Trace.Concerns(c, w.Strength)));

    [Fact]
    public void Fitted_figures_have_two_ends_or_are_one_sided_and_free_parameters_hold_their_defaults()
    {
        Assert.All(targets.Value.Targets.Where(t => t.Use == TargetUse.Filter), t => Assert.True(double.IsFinite(t.Low) && double.IsFinite(t.High), t.Id));
        Assert.All(targets.Value.Free, f => Assert.InRange(f.Parameter.Default, f.Prior.Minimum, f.Prior.Maximum));
        Assert.True(targets.Value.Targets.Count(t => t.Use == TargetUse.Fitted) >= 25);
    }

    [Fact]
    public void Defaults_are_the_first_member_of_the_shipped_ensemble()
    {
        var ensemble = ExperimentArgument.Ensemble(null);
        Assert.Equal(AsemModel.Parameters.Where(p => p.IsFitted).Select(p => p.Name).Order(StringComparer.Ordinal), ensemble.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(ensemble.Parameters.Select(p => p.Name), targets.Value.Free.Select(f => f.Parameter.Name));
        Assert.Equal(ensemble.Parameters.Select(p => p.Default), ensemble.Members[0]);
        Assert.Equal(32, ensemble.Members.Count);
        Assert.Equal(ensemble.ToText(), Ensemble.Parse(ensemble.ToText(), "x").ToText());
    }
}
