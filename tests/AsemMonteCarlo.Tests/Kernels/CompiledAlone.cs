namespace AsemMonteCarlo.Tests.Kernels;

/// <summary>Tests that look at what the compiler does run alone: they hear of every method that is compiled, those of other tests' lane types among them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CompiledAlone
{
    /// <summary>Its name.</summary>
    public const string Name = "compiler";
}
