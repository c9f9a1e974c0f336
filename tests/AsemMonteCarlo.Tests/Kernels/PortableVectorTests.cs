using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Lanes;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

/// <summary>Days on the portable vector have the bits of days on one lane, at whatever width the runtime gives it.</summary>
public sealed class PortableVectorTests
{
    private const string Setting = "DOTNET_MaxVectorTBitWidth";

    [Fact]
    public void Days_on_the_portable_vector_have_the_bits_of_days_on_one_lane()
    {
        const int dyads = 32;
        // what is set for the process must have reached it
        if (Environment.GetEnvironmentVariable(Setting) is { } width) Assert.Equal(width, Wide.Name);
        Assert.Equal(Live<Scalar>(dyads), Live<Wide>(dyads));
    }

    public static TheoryData<string> Forms => FormTests.Names;

    [Theory]
    [MemberData(nameof(Forms))]
    public void Days_in_every_form_have_the_same_bits_on_every_lane_type(string form)
    {
        const int dyads = 32;
        uint[] scalar = Live<Scalar>(dyads, FormTests.Named(form));
        Assert.Equal(scalar, Live<Wide>(dyads, FormTests.Named(form)));
        Assert.Equal(scalar, Live<Wide512>(dyads, FormTests.Named(form)));
        Assert.Equal(scalar, Live<Counting>(dyads, FormTests.Named(form)));
    }

    [Fact]
    public async Task The_portable_vector_passes_its_suite_at_512_bits_too()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "this processor has no 512-bit vectors");
        if (Vector<float>.Count == Vector512<float>.Count) return;
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-class", typeof(PortableVectorTests).FullName!, typeof(WideTests).FullName!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Setting] = "512";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        output += await error;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }

    // all states of all couples after a season, dyad by dyad
    private static uint[] Live<TLane>(int dyads, Form? form = null)
        where TLane : struct, ILane<TLane>
    {
        int bundles = dyads / TLane.Width;
        var parameters = ParameterSet.Defaults.With(Model.Processes.Dissolution.Hazard, -3);
        if (form is not null) parameters = parameters.With(form);
        LaneArray<DyadState<TLane>> states = new(bundles), last = new(bundles);
        var traits = new LaneArray<DyadTraits<TLane>>(bundles);
        var draws = new LaneArray<DayDraws<TLane>>(bundles);
        var days = new LaneArray<DyadDay<TLane>>(bundles);
        var words = new LaneArray<uint>(DrawKernel.ScratchWords(dyads));
        var values = new Values<TLane>(parameters);
        var scores = new ScoreDistribution(parameters);
        for (int i = 0; i < dyads; i++)
        {
            var couple = Couple.Draw(new Luck(3, 0, 0), i, 0);
            Initialisation.Couple(parameters, parameters, couple, scores.Scores(couple), ref traits[i / TLane.Width], ref states[i / TLane.Width], i % TLane.Width);
        }
        for (int day = 0; day < 90; day++)
        {
            DrawKernel.Fill<TLane>(draws, words, new Luck(3, 0, 0), 0, day);
            AsemModel.Day(values, values, states, last, traits, draws, days, settling: false);
        }
        var bits = new List<uint>();
        for (int dyad = 0; dyad < dyads; dyad++)
            foreach (var field in (TLane[])[.. StateLanes.Of<DyadState<TLane>, TLane>(ref states[dyad / TLane.Width]), .. StateLanes.Of<DyadState<TLane>, TLane>(ref last[dyad / TLane.Width])])
                bits.Add(BitConverter.SingleToUInt32Bits((float)TLane.Extract(field, dyad % TLane.Width)));
        return [.. bits];
    }
}
