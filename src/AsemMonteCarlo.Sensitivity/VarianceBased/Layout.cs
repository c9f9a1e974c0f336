namespace AsemMonteCarlo.Sensitivity.VarianceBased;

/// <summary>Which products of rows are summed, and where.</summary>
internal sealed class Layout
{
    private readonly int[] place;

    public Layout(int groups, bool both, bool secondOrder)
    {
        (Groups, Both, SecondOrder) = (groups, both, secondOrder);
        Members = 2 + (both ? 2 : 1) * groups;
        place = new int[Members * Members];
        for (int m = 0; m < Members; m++) Pair(m, m);
        Pair(0, 1);
        for (int i = 0; i < groups; i++)
        {
            Pair(0, AB(i));
            Pair(1, AB(i));
            if (!both) continue;
            Pair(0, BA(i));
            Pair(1, BA(i));
            Pair(AB(i), BA(i));
        }
        for (int i = 0; i < groups && secondOrder; i++)
            for (int j = i + 1; j < groups; j++)
            {
                Pair(AB(i), AB(j));
                if (!both) continue;
                Pair(BA(i), BA(j));
                Pair(AB(i), BA(j));
                Pair(AB(j), BA(i));
            }
        void Pair(int m, int n)
        {
            place[m * Members + n] = Pairs.Count;
            place[n * Members + m] = Pairs.Count;
            Pairs.Add((m, n));
        }
    }

    public int Groups { get; }

    public bool Both { get; }

    public bool SecondOrder { get; }

    public int Members { get; }

    public List<(int First, int Second)> Pairs { get; } = [];

    public static int AB(int group) => 2 + group;

    public int BA(int group) => 2 + Groups + group;

    public int Place(int m, int n) => place[m * Members + n];
}
